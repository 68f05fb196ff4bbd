import { readCertificate } from '../../certificates/certificate.js';
import { WorklinkError } from '../../errors.js';
import { domainKey } from '../domain-key.js';
import { type AuthorizationProviderSpec } from './fleet-document.js';

/** By what a website certificate authority is known: its certificate's SHA-256 fingerprint, else the text itself. */
export function websiteCaKey(pem: string): string {
  return unlessUnreadable(() => readCertificate(pem).sha256) ?? pem;
}

/** By what an authorization provider is known: its type and domain. A provider without a domain is like another. */
export function authorizationProviderKey({ type, domainName = '' }: AuthorizationProviderSpec): string {
  return `${type} ${domainKey(domainName)}`.trim();
}

/** What is read, or nothing where it cannot be. */
export function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorklinkError) return undefined;
    throw error;
  }
}
