import { type CertificateStatus } from '../../model/certificate-states.js';
import { certificateNames } from '../../certificates/issue.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { looksLikeArn, parseCertificateArn, parseFleetArn } from '../../model/arns.js';
import { nearest } from '../../nearest.js';
import { type Backend } from '../../ports/backend.js';
import {
  type CertificateDetail,
  type CertificateManager,
  type CertificateRequest,
  type CertificateSummary,
} from '../../ports/certificate-manager.js';
import { quote } from '../../text.js';

/** A certificate with all the certificate manager says of it. */
export type Certificate = Named<CertificateDetail>;
/** A certificate as a list has it. */
export type CertificateListed = Named<CertificateSummary>;
type Named<T extends { readonly arn: string }> = { readonly certificateArn: string } & Omit<T, 'arn'>;

/** ARNs a message lists at most. */
const LISTED = 10;

/** The certificates of an account, read once, and each described at most once. */
export class CertificateBook {
  #all: Promise<readonly CertificateSummary[]> | undefined;
  readonly #described = new Map<string, Promise<CertificateDetail>>();

  constructor(private readonly certificates: CertificateManager) {}

  all(): Promise<readonly CertificateSummary[]> {
    this.#all ??= collect(this.certificates.list());
    return this.#all;
  }

  /** @throws WorklinkError `NotFound` */
  byArn(arn: string): Promise<CertificateDetail> {
    const described = this.#described.get(arn) ?? this.certificates.describe(arn);
    this.#described.set(arn, described);
    return described;
  }

  /**
   * The one certificate whose domain name this is. Of several, the one that is ISSUED, where it is the only one.
   *
   * @throws WorklinkError `NotFound`; `Usage` where there are several
   */
  async byDomainName(domainName: string): Promise<CertificateSummary> {
    const all = await this.all();
    const named = all.filter(
      (certificate) => certificate.domainName.toLowerCase() === domainName.toLowerCase(),
    );
    const issued = named.filter(({ status }) => status === 'ISSUED');
    const [only] = issued.length === 1 ? issued : named;
    if (only === undefined) throw noneNamed(domainName, all);
    if (issued.length !== 1 && named.length > 1) throw severalNamed(domainName, named);
    return only;
  }
}

/** The account's certificates in us-east-1. @param statuses those wanted; all where absent */
export async function* listCertificates(
  { certificates }: Backend,
  {
    statuses,
    maxItems = Number.POSITIVE_INFINITY,
  }: { statuses?: readonly CertificateStatus[] | undefined; maxItems?: number | undefined } = {},
): AsyncGenerator<CertificateListed> {
  let left = maxItems;
  for await (const certificate of certificates.list()) {
    if (statuses !== undefined && !statuses.includes(certificate.status)) continue;
    if (left <= 0) return;
    left -= 1;
    yield named(certificate);
  }
}

/**
 * One certificate.
 *
 * @param reference its ARN, or its domain name where no other has the same
 * @throws WorklinkError `NotFound`; `InvalidInput` for an ARN that is no certificate's; `Usage` for a name of several
 */
export async function showCertificate(backend: Backend, reference: string): Promise<Certificate> {
  return named(await backend.certificates.describe(await resolveCertificate(backend, reference)));
}

/** The ARN of a certificate given by ARN or domain name. @throws as {@link showCertificate} */
export async function resolveCertificate({ certificates }: Backend, reference: string): Promise<string> {
  if (!looksLikeArn(reference)) {
    const all = await new CertificateBook(certificates).all();
    const matching = all.filter(({ domainName }) => domainName.toLowerCase() === reference.toLowerCase());
    const [only] = matching;
    if (only === undefined) throw noneNamed(reference, all);
    if (matching.length > 1) throw severalNamed(reference, matching);
    return only.arn;
  }
  if (parseCertificateArn(reference) === undefined) {
    throw ownError('InvalidInput', `${quote(reference)} is not the ARN of a certificate.`, {
      hint: 'worklink certificate list shows those there are.',
    });
  }
  return reference;
}

/** What requesting a certificate would send: its names in lower case, each once. @throws WorklinkError `InvalidInput` */
export function planCertificateRequest(domainName: string, others: readonly string[]): CertificateRequest {
  const [first = domainName, ...rest] = certificateNames(domainName, others);
  return { domainName: first, ...(rest.length === 0 ? {} : { subjectAlternativeNames: rest }) };
}

/** Requests a certificate validated by DNS. @returns it, PENDING_VALIDATION, with the records to create */
export async function requestCertificate(
  backend: Backend,
  request: CertificateRequest,
): Promise<Certificate> {
  const arn = await backend.certificates.request(request);
  return named(await backend.certificates.describe(arn));
}

/**
 * The certificate a deletion would take away.
 *
 * @throws WorklinkError as {@link showCertificate}; `WrongState` naming the fleets that use it
 */
export async function checkCertificateDeletion(backend: Backend, reference: string): Promise<Certificate> {
  const certificate = await showCertificate(backend, reference);
  const users = certificate.inUseBy.map((arn) => parseFleetArn(arn)?.fleetName ?? arn);
  if (users.length > 0) {
    throw ownError(
      'WrongState',
      `Certificate ${quote(certificate.certificateArn)} is in use by fleet ${users.map(quote).join(', ')}.`,
      {
        hint: `Disassociate the domains that use it first: worklink domain list --fleet ${users[0] ?? ''}`,
        details: { certificateArn: certificate.certificateArn, inUseBy: certificate.inUseBy },
      },
    );
  }
  return certificate;
}

/** Deletes a certificate that {@link checkCertificateDeletion} has looked at. */
export function deleteCertificate({ certificates }: Backend, { certificateArn }: Certificate): Promise<void> {
  return certificates.delete(certificateArn);
}

/**
 * A requested certificate whose validation the emulator could pass.
 *
 * @throws WorklinkError `UnsupportedByBackend` where certificates are validated by real DNS; `WrongState` where there is
 *   nothing to validate; as {@link showCertificate}
 */
export async function checkCertificateValidation(backend: Backend, reference: string): Promise<Certificate> {
  if (backend.emulator === undefined) {
    throw ownError(
      'UnsupportedByBackend',
      `The ${backend.name} backend validates certificates by DNS alone.`,
      {
        hint: 'Create the records that worklink certificate show lists; only --backend local validates without.',
      },
    );
  }
  const certificate = await showCertificate(backend, reference);
  if (certificate.status !== 'PENDING_VALIDATION') {
    throw ownError(
      'WrongState',
      `Certificate ${quote(certificate.certificateArn)} is ${certificate.status}.`,
      {
        hint: 'Only a certificate that is PENDING_VALIDATION has anything to validate.',
      },
    );
  }
  return certificate;
}

/** Has the emulator find a certificate's validation records in place. @returns the certificate, ISSUED */
export async function validateCertificate(backend: Backend, certificate: Certificate): Promise<Certificate> {
  await backend.emulator?.certificates.validate(certificate.certificateArn);
  return showCertificate(backend, certificate.certificateArn);
}

function named<T extends CertificateSummary>({ arn, ...rest }: T): Named<T> {
  return { certificateArn: arn, ...rest };
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function noneNamed(name: string, all: readonly CertificateSummary[]): WorklinkError {
  const near = nearest(name, new Set(all.map(({ domainName }) => domainName)));
  return ownError('NotFound', `There is no certificate for ${quote(name)} in us-east-1.`, {
    hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}worklink certificate list shows those there are.`,
  });
}

function severalNamed(name: string, several: readonly CertificateSummary[]): WorklinkError {
  const shown = several.slice(0, LISTED).map(({ arn, status }) => `${arn} (${status})`);
  return ownError('Usage', `${String(several.length)} certificates have the domain name ${quote(name)}.`, {
    hint: `Give an ARN: ${shown.join(', ')}.`,
    details: { candidates: several.map(({ arn, status }) => ({ certificateArn: arn, status })) },
  });
}
