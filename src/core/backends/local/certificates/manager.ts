import { readCertificate } from '../../../certificates/certificate.js';
import { certificateArn, fleetArn } from '../../../model/arns.js';
import { ownError } from '../../../errors.js';
import {
  type CertificateDetail,
  type CertificateImport,
  type CertificateRequest,
  type CertificateSummary,
  type CertificateText,
  type ValidatingCertificateManager,
} from '../../../ports/certificate-manager.js';
import { quote } from '../../../text.js';
import { type Random, uuid } from '../identifiers.js';
import { type CertificateRow } from '../store/certificates.js';
import { settle, type Store } from '../store/store.js';
import { issueFrom, signingAuthority } from './authority.js';
import { detailOf, summaryOf } from './views.js';

export interface LocalCertificateManagerOptions {
  readonly store: Store;
  readonly accountId: string;
  readonly random: Random;
  /** The emulator's time, in milliseconds since the epoch. */
  readonly now: () => number;
  /** How long a domain is ASSOCIATING, in milliseconds. */
  readonly associatingMs: number;
}

const REGION = 'us-east-1';
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long ACM waits for the validation record of a requested certificate (ACM User Guide, DNS validation). */
export const VALIDATION_PERIOD_MS = 3 * DAY_MS;
const PAGE_SIZE = 200;

/** ACM in us-east-1, in the state file. Keys of imported certificates are checked and then forgotten. */
export class LocalCertificateManager implements ValidatingCertificateManager {
  constructor(private readonly options: LocalCertificateManagerOptions) {}

  async import(input: CertificateImport): Promise<string> {
    const { judgeImport } = await import('./import-rules.js');
    return this.#write((now) => {
      const { facts, hostnames } = judgeImport(input, new Date(now));
      const { certificates } = this.options.store;
      const imported = {
        status: 'ISSUED',
        due_at: facts.notAfter.getTime(),
        domain_name: hostnames[0] ?? '',
        subject_alternative_names: JSON.stringify(hostnames),
        certificate: input.certificate,
        chain: input.chain ?? null,
        issued_at: now,
      } as const;
      if (input.replace !== undefined) {
        const existing = this.#find(input.replace);
        if (existing.type !== 'IMPORTED') {
          throw ownError(
            'WrongState',
            `Certificate ${quote(existing.arn)} was not imported: it cannot be replaced.`,
            {
              hint: 'Import it as a new certificate.',
            },
          );
        }
        certificates.update(existing.arn, imported);
        return existing.arn;
      }
      const arn = this.#newArn();
      certificates.insert({ ...imported, arn, type: 'IMPORTED', validation_token: null, created_at: now });
      return arn;
    });
  }

  async request({ domainName, subjectAlternativeNames = [] }: CertificateRequest): Promise<string> {
    const { certificateNames } = await import('../../../certificates/issue.js');
    const names = certificateNames(domainName, subjectAlternativeNames);
    return this.#write((now) => {
      const arn = this.#newArn();
      this.options.store.certificates.insert({
        arn,
        type: 'AMAZON_ISSUED',
        status: 'PENDING_VALIDATION',
        due_at: now + VALIDATION_PERIOD_MS,
        domain_name: names[0] ?? domainName,
        subject_alternative_names: JSON.stringify(names),
        validation_token: Buffer.from(this.options.random(16)).toString('hex'),
        certificate: null,
        chain: null,
        created_at: now,
        issued_at: null,
      });
      return arn;
    });
  }

  async *list(): AsyncIterable<CertificateSummary> {
    let after = 0;
    for (;;) {
      const rows = this.#write(() => this.options.store.certificates.page(after, PAGE_SIZE));
      for (const row of rows) yield summaryOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_SIZE) return;
      after = last.seq;
      await Promise.resolve(); // the page's readers go first
    }
  }

  describe(arn: string): Promise<CertificateDetail> {
    return this.#promise(() => detailOf(this.#find(arn), this.#usersOf(arn)));
  }

  delete(arn: string): Promise<void> {
    return this.#promise(() => {
      const row = this.#find(arn);
      const users = this.#usersOf(row.arn);
      if (users.length > 0) {
        throw ownError('WrongState', `Certificate ${quote(arn)} is in use by ${users.join(', ')}.`, {
          hint: 'Disassociate the domains that use it first.',
        });
      }
      this.options.store.certificates.remove(row.arn);
    });
  }

  async validate(arn: string): Promise<void> {
    const { store } = this.options;
    const pending = this.#write(() => this.#pending(arn));
    const now = new Date(this.options.now());
    const issued = await issueFrom(await signingAuthority(store, now), {
      domainName: pending.domain_name,
      subjectAltNames: JSON.parse(pending.subject_alternative_names) as string[], // written by `request`
      now,
    });
    this.#write((at) => {
      this.#pending(arn);
      store.certificates.update(arn, {
        status: 'ISSUED',
        due_at: readCertificate(issued.certificatePem).notAfter.getTime(),
        certificate: issued.certificatePem,
        chain: issued.chainPem,
        issued_at: at,
      });
    });
  }

  /** Keeps a certificate of another manager as it is there now. */
  adopt(certificate: CertificateDetail, text: CertificateText | undefined): void {
    const { certificates } = this.options.store;
    const row = {
      status: certificate.status,
      due_at: certificate.status === 'ISSUED' ? (certificate.notAfter?.getTime() ?? null) : null,
      domain_name: certificate.domainName,
      subject_alternative_names: JSON.stringify(certificate.subjectAlternativeNames),
      validation_token: null,
      certificate: text?.certificate ?? null,
      chain: text?.chain ?? null,
      issued_at: certificate.issuedTime?.getTime() ?? null,
    };
    this.#write((now) => {
      if (certificates.find(certificate.arn) !== undefined) {
        certificates.update(certificate.arn, row);
        return;
      }
      const type = certificate.type === 'IMPORTED' ? 'IMPORTED' : 'AMAZON_ISSUED';
      certificates.insert({ ...row, arn: certificate.arn, type, created_at: now });
    });
  }

  #pending(arn: string): CertificateRow {
    const row = this.#find(arn);
    if (row.status !== 'PENDING_VALIDATION') {
      throw ownError(
        'WrongState',
        `Certificate ${quote(arn)} is ${row.status}: there is nothing to validate.`,
      );
    }
    return row;
  }

  #find(arn: string): CertificateRow {
    const row = this.options.store.certificates.find(arn);
    if (row === undefined) {
      throw ownError('NotFound', `Certificate ${quote(arn)} was not found in ${REGION}.`, {
        hint: 'worklink certificate list shows those there are.',
      });
    }
    return row;
  }

  #usersOf(arn: string): string[] {
    return this.options.store.domains.fleetsUsing(arn).map((name) => fleetArn(this.options.accountId, name));
  }

  #newArn(): string {
    return certificateArn(REGION, this.options.accountId, uuid(this.options.random));
  }

  async #promise<T>(work: () => T): Promise<T> {
    return Promise.resolve(this.#write(work));
  }

  /** One transaction, in which everything has first come to the state of its time. */
  #write<T>(work: (now: number) => T): T {
    const { store, now, associatingMs } = this.options;
    return store.db.transaction(() => {
      const at = now();
      settle(store, at, { associating: associatingMs });
      return work(at);
    });
  }
}
