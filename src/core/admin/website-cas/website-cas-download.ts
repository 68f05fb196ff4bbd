import { readCertificate } from '../../certificates/certificate.js';
import { ownError } from '../../errors.js';
import { distinctFileNames, safeFileName } from '../../file-names.js';
import { type WebsiteCa, websiteCaTitle } from './website-cas.js';

/** How a certificate is written. */
export const CERTIFICATE_FORMATS = ['pem', 'der'] as const;
export type CertificateFormat = (typeof CERTIFICATE_FORMATS)[number];

/** How much of a fingerprint tells two certificates of one name apart in a folder. */
const MARK_LENGTH = 8;

/** A certificate on its way into a file. */
export interface WebsiteCaFile {
  readonly ca: WebsiteCa;
  /** The file's name: safe in any folder, and different from the others'. */
  readonly name: string;
}

/** Names for the files of website certificate authorities: after the display name, else the common name, else the ID. */
export function websiteCaFiles(
  cas: readonly WebsiteCa[],
  format: CertificateFormat,
): readonly WebsiteCaFile[] {
  const wanted = cas.map((ca) => ({
    name: safeFileName(ca.displayName ?? commonNameOf(ca) ?? ca.websiteCaId, 'certificate'),
    mark: safeFileName((ca.sha256 ?? ca.websiteCaId).slice(0, MARK_LENGTH), 'other'),
  }));
  const names = distinctFileNames(wanted);
  return cas.map((ca, index) => ({ ca, name: `${names[index] ?? 'certificate'}.${format}` }));
}

/**
 * A website certificate authority's certificate: as PEM to the letter as the service has it, as DER the bytes in it.
 *
 * @throws WorklinkError `NotFound` where the service keeps none; `InvalidInput` for DER of what cannot be read
 */
export function websiteCaContent(ca: WebsiteCa, format: CertificateFormat): string | Uint8Array {
  const { certificate } = ca;
  if (certificate === undefined) {
    throw ownError('NotFound', `The service has no certificate for website CA ${websiteCaTitle(ca)}.`);
  }
  return format === 'der' ? readCertificate(certificate).der : certificate;
}

function commonNameOf({ certificate, subject }: WebsiteCa): string | undefined {
  // A subject was read, so that the certificate can be.
  if (certificate === undefined || subject === undefined) return undefined;
  return readCertificate(certificate).commonName ?? (subject === '' ? undefined : subject);
}
