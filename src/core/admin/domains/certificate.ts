import { coversHostname } from '../../certificates/hostname.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { looksLikeArn, parseCertificateArn } from '../../model/arns.js';
import { type CertificateManager, type CertificateSummary } from '../../ports/certificate-manager.js';
import { quote } from '../../text.js';
import { CertificateBook } from '../certificates/certificates.js';

/** Where certificates of domains must be (guide, Prepare TLS Certificates). */
const REGION = 'us-east-1';
/** Names and ARNs a message lists at most. */
const LISTED = 10;

/** Lets a person choose among certificates that would all do. */
export type ChooseCertificate = (
  domainName: string,
  candidates: readonly CertificateSummary[],
) => Promise<CertificateSummary>;

/** Finds the certificates that domains are to be associated with. It looks at the account's certificates once. */
export class CertificateFinder {
  readonly #book: CertificateBook;
  readonly #chosen = new Map<string, CertificateSummary>();

  /** @param choose asks a person; where absent, nobody can be asked */
  constructor(
    certificates: CertificateManager,
    private readonly choose?: ChooseCertificate,
  ) {
    this.#book = new CertificateBook(certificates);
  }

  /**
   * The certificate for a domain: the one named, else the only one that is ISSUED and covers it.
   *
   * @param given an ARN, or the domain name of one certificate
   * @throws WorklinkError `NotFound`; `InvalidInput` where it is in another Region or does not cover the name, or none
   *   does; `WrongState` where it is not ISSUED; `Usage` where several would do and nobody can be asked
   */
  async find(domainName: string, given: string | undefined): Promise<CertificateSummary> {
    if (given === undefined) return this.#findCovering(domainName);
    const certificate = await this.#named(given);
    if (certificate.status !== 'ISSUED') throw notIssued(certificate);
    if (!covers(certificate, domainName)) throw notCovering(certificate, domainName);
    return certificate;
  }

  async #named(given: string): Promise<CertificateSummary> {
    if (!looksLikeArn(given)) return this.#book.byDomainName(given);
    const region = parseCertificateArn(given)?.region;
    if (region === undefined) {
      throw ownError('InvalidInput', `${quote(given)} is not the ARN of a certificate.`, {
        hint: `It looks like arn:aws:acm:${REGION}:123456789012:certificate/12345678-1234-1234-1234-123456789012.`,
      });
    }
    if (region !== REGION) {
      throw ownError('InvalidInput', `Certificate ${quote(given)} is in ${region}.`, {
        hint: `A domain's certificate must be in ${REGION}: request or import it there.`,
      });
    }
    return this.#book.byArn(given);
  }

  async #findCovering(domainName: string): Promise<CertificateSummary> {
    const covering = (await this.#book.all()).filter((certificate) => covers(certificate, domainName));
    const candidates = covering.filter(({ status }) => status === 'ISSUED');
    const [only] = candidates;
    if (only === undefined) throw noneCovers(domainName, covering);
    if (candidates.length === 1) return only;
    if (this.choose === undefined) throw severalCover(domainName, candidates);
    // Whoever chose once among these is not asked again for the next domain.
    const key = candidates.map(({ arn }) => arn).join('\n');
    const chosen = this.#chosen.get(key) ?? (await this.choose(domainName, candidates));
    this.#chosen.set(key, chosen);
    return chosen;
  }
}

/** The certificates in us-east-1 that are for a host and ISSUED. */
export async function certificatesFor(
  certificates: CertificateManager,
  host: string,
): Promise<readonly CertificateSummary[]> {
  const all = await new CertificateBook(certificates).all();
  return all.filter((certificate) => certificate.status === 'ISSUED' && covers(certificate, host));
}

/** Whether a certificate is for a host, by the same rule as the service's. */
export function covers({ domainName, subjectAlternativeNames }: CertificateSummary, host: string): boolean {
  const names = subjectAlternativeNames.length > 0 ? subjectAlternativeNames : [domainName];
  return coversHostname(
    { subjectAltNames: names.map((value) => ({ type: 'DNS', value })), commonName: undefined },
    host,
  );
}

function notIssued({ arn, status }: CertificateSummary): WorklinkError {
  const hint =
    status === 'PENDING_VALIDATION'
      ? `Create its validation records, which worklink certificate show ${arn} lists, and wait until it is ISSUED.`
      : 'Request or import another certificate.';
  return ownError('WrongState', `Certificate ${quote(arn)} is ${status}; it must be ISSUED.`, { hint });
}

function notCovering(
  { arn, subjectAlternativeNames }: CertificateSummary,
  domainName: string,
): WorklinkError {
  return ownError('InvalidInput', `Certificate ${quote(arn)} does not cover ${quote(domainName)}.`, {
    hint: `It is for ${listed(subjectAlternativeNames)}. A wildcard stands for one label.`,
    details: { certificateArn: arn, subjectAlternativeNames },
  });
}

function noneCovers(domainName: string, covering: readonly CertificateSummary[]): WorklinkError {
  const [pending] = covering.filter(({ status }) => status === 'PENDING_VALIDATION');
  const hint =
    pending === undefined
      ? `Request one: worklink certificate request ${domainName}. Or import it: worklink certificate import.`
      : `${pending.arn} covers it and is PENDING_VALIDATION: create its validation records, which worklink certificate show lists.`;
  return ownError('InvalidInput', `No ISSUED certificate in ${REGION} covers ${quote(domainName)}.`, {
    hint,
    details: { candidates: covering.map(({ arn, status }) => ({ certificateArn: arn, status })) },
  });
}

function severalCover(domainName: string, candidates: readonly CertificateSummary[]): WorklinkError {
  return ownError('Usage', `${String(candidates.length)} ISSUED certificates cover ${quote(domainName)}.`, {
    hint: `Give --certificate, one of ${listed(candidates.map(({ arn }) => arn))}.`,
    details: {
      candidates: candidates.map(({ arn, domainName: name }) => ({ certificateArn: arn, domainName: name })),
    },
  });
}

function listed(values: readonly string[]): string {
  const rest = values.length - LISTED;
  return `${values.slice(0, LISTED).join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}
