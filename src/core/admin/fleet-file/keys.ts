import { readCertificates } from '../../certificates/certificate.js';
import { unlessUnreadable } from '../../model/fleet-file/keys.js';

/** Certificates in the one form that the service takes and keeps; a text that cannot be read as it is. */
export function normalPem(pem: string): string {
  const normal = unlessUnreadable(() =>
    readCertificates(pem)
      .map((certificate) => certificate.pem)
      .join(''),
  );
  return normal ?? pem;
}
