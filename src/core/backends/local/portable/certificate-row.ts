import { readCertificate } from '../../../certificates/certificate.js';
import { presentedHostnames } from '../../../certificates/hostname.js';
import { type CertificateEntry } from '../../../model/account-file/account-document.js';
import { VALIDATION_PERIOD_MS } from '../certificates/manager.js';
import { type Random } from '../identifiers.js';
import { type CertificateRow } from '../store/certificates.js';

/** Certificates that were issued for a document that lacks them, by ARN. */
export type IssuedCertificates = ReadonlyMap<
  string,
  { readonly certificatePem: string; readonly chainPem: string }
>;

const TOKEN_BYTES = 16;

/** Whether a certificate is to be issued in seeding. */
export function lacksItsCertificate({ type, status = 'ISSUED', certificate }: CertificateEntry): boolean {
  return type === 'AMAZON_ISSUED' && status === 'ISSUED' && certificate === undefined;
}

/** A certificate as it is stored: what an entry leaves out is taken from the certificate itself, or made up. */
export function certificateRow(
  entry: CertificateEntry,
  {
    now,
    random,
    issued,
  }: { readonly now: number; readonly random: Random; readonly issued: IssuedCertificates },
): Omit<CertificateRow, 'seq'> {
  const made = issued.get(entry.arn);
  const certificate = entry.certificate ?? made?.certificatePem ?? null;
  const facts = certificate === null ? undefined : readCertificate(certificate);
  const names = entry.subjectAlternativeNames ?? (facts === undefined ? [] : presentedHostnames(facts));
  const domainName = entry.domainName ?? names[0] ?? '';
  const status = entry.status ?? 'ISSUED';
  const created = entry.createdTime === undefined ? now : Date.parse(entry.createdTime);
  const due = {
    PENDING_VALIDATION: created + VALIDATION_PERIOD_MS,
    ISSUED: facts?.notAfter.getTime() ?? null,
  } as const satisfies Partial<Record<typeof status, number | null>>;
  const dueByNature = status === 'PENDING_VALIDATION' || status === 'ISSUED' ? due[status] : null;
  const requested = entry.type === 'AMAZON_ISSUED';
  return {
    arn: entry.arn,
    type: entry.type,
    status,
    due_at: entry.dueTime === undefined ? dueByNature : Date.parse(entry.dueTime),
    domain_name: domainName,
    subject_alternative_names: JSON.stringify(names.length > 0 ? names : [domainName]),
    validation_token:
      entry.validationToken ?? (requested ? Buffer.from(random(TOKEN_BYTES)).toString('hex') : null),
    certificate,
    chain: entry.chain ?? made?.chainPem ?? null,
    created_at: created,
    issued_at: issuedAt(entry, certificate === null ? null : created),
  };
}

function issuedAt({ issuedTime }: CertificateEntry, otherwise: number | null): number | null {
  return issuedTime === undefined ? otherwise : Date.parse(issuedTime);
}
