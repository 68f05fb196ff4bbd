import { type CertificateAuthority } from '../../../certificates/issue.js';
import { ownError } from '../../../errors.js';
import { type Store } from '../store/store.js';

const AUTHORITY_NAME = 'worklink emulator certificate authority';
/** How long a certificate that ACM issued was valid in WorkLink's time: 13 months. */
const ISSUED_DAYS = 395;

/** What a certificate is issued for. */
export interface Issuance {
  readonly domainName: string;
  readonly subjectAltNames: readonly string[];
  readonly now: Date;
}

/** The account's certificate authority, as far as it can sign; nothing where it cannot, or there is none. */
export function storedAuthority({
  certificates,
}: Pick<Store, 'certificates'>): CertificateAuthority | undefined {
  const row = certificates.authority();
  return row === undefined || row.private_key === null
    ? undefined
    : { certificatePem: row.certificate, privateKeyPem: row.private_key };
}

/** Makes a certificate authority as the emulator has them. It is not kept. */
export async function newAuthority(now: Date): Promise<CertificateAuthority> {
  const { createAuthority } = await import('../../../certificates/issue.js');
  const { certificatePem, privateKeyPem } = await createAuthority({ name: AUTHORITY_NAME, now });
  return { certificatePem, privateKeyPem };
}

/** The account's certificate authority, made where there is none that can sign. */
export async function signingAuthority(store: Store, now: Date): Promise<CertificateAuthority> {
  const found = storedAuthority(store);
  if (found !== undefined) return found;
  const made = await newAuthority(now);
  store.db.transaction(() => {
    store.certificates.keepAuthority({ certificate: made.certificatePem, private_key: made.privateKeyPem });
  });
  const kept = storedAuthority(store); // another process may have been first
  if (kept === undefined) throw ownError('Internal', 'The state file has lost its certificate authority.');
  return kept;
}

/** Issues a certificate as ACM does. @returns PEM, and that of the certificates above it */
export async function issueFrom(
  authority: CertificateAuthority,
  { domainName, subjectAltNames, now }: Issuance,
): Promise<{ readonly certificatePem: string; readonly chainPem: string }> {
  const { issueCertificate } = await import('../../../certificates/issue.js');
  return issueCertificate({ authority, domainName, subjectAltNames, now, days: ISSUED_DAYS });
}
