import { readCertificate, readCertificates } from '../../certificates/certificate.js';
import { WorklinkError } from '../../errors.js';
import { type AuthorizationProviderSpec } from '../../model/fleet-file/fleet-document.js';
import { domainKey } from '../domains/names.js';

/** By what a website certificate authority is known: its certificate's SHA-256 fingerprint, else the text itself. */
export function websiteCaKey(pem: string): string {
  return unlessUnreadable(() => readCertificate(pem).sha256) ?? pem;
}

/** By what an authorization provider is known: its type and domain. A provider without a domain is like another. */
export function authorizationProviderKey({ type, domainName = '' }: AuthorizationProviderSpec): string {
  return `${type} ${domainKey(domainName)}`.trim();
}

/** Certificates in the one form that the service takes and keeps; a text that cannot be read as it is. */
export function normalPem(pem: string): string {
  return (
    unlessUnreadable(() =>
      readCertificates(pem)
        .map((certificate) => certificate.pem)
        .join(''),
    ) ?? pem
  );
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorklinkError) return undefined;
    throw error;
  }
}
