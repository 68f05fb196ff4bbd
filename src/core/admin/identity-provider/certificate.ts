import { type SigningCertificate } from '../../saml/metadata.js';

/** A certificate an identity provider signs with. */
export interface LinkedCertificate {
  readonly subject: string;
  /** Of the DER: 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly keyType: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What is shown of a signing certificate. */
export function linkedCertificate({
  subject,
  sha256,
  keyType,
  notBefore,
  notAfter,
}: SigningCertificate): LinkedCertificate {
  return { subject, sha256, keyType, notBefore, notAfter };
}
