import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type MetadataReading } from '../../src/core/saml/metadata.js';

const FIXTURES = new URL('../fixtures/saml/', import.meta.url);

export const MD = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const SAML2 = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
export const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
export const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** A moment at which the vendors' certificates and documents are valid. */
export const NOW = new Date('2027-06-01T12:00:00Z');

export function fixture(name: string): Buffer {
  return readFileSync(new URL(name, FIXTURES));
}

/** The base64 of a fixture certificate's DER form. */
export function base64Of(certificate: string): string {
  return new X509Certificate(fixture(`certificates/${certificate}.pem`)).raw.toString('base64');
}

/** What OpenSSL said about the fixture certificates when they were made, by name. */
export function opensslFacts(): Map<
  string,
  { sha256: string; notBefore: string; notAfter: string; subject: string }
> {
  const [, ...rows] = fixture('certificates/openssl.tsv').toString('utf8').split('\n').filter(Boolean);
  return new Map(
    rows.map((row) => {
      const [name = '', sha256 = '', notBefore = '', notAfter = '', subject = ''] = row.split('\t');
      return [name, { sha256, notBefore, notAfter, subject }];
    }),
  );
}

export function keyInfo(...base64: string[]): string {
  const certificates = base64.map((text) => `<ds:X509Certificate>${text}</ds:X509Certificate>`).join('');
  return `<ds:KeyInfo><ds:X509Data>${certificates}</ds:X509Data></ds:KeyInfo>`;
}

export function signingKey(...base64: string[]): string {
  return `<md:KeyDescriptor use="signing">${keyInfo(...base64)}</md:KeyDescriptor>`;
}

export function sso(binding = REDIRECT, location = 'https://idp.example.com/sso'): string {
  return `<md:SingleSignOnService Binding="${binding}" Location="${location}"/>`;
}

export interface DocumentParts {
  /** Attributes of the EntityDescriptor. */
  entity?: string;
  /** Attributes of the IDPSSODescriptor besides the protocol. */
  role?: string;
  protocols?: string;
  keys?: string;
  nameIds?: string;
  services?: string;
  /** What stands beside the role. */
  beside?: string;
}

export function roleWith(parts: DocumentParts = {}): string {
  const {
    role = '',
    protocols = SAML2,
    keys = signingKey(base64Of('okta')),
    nameIds = '',
    services = sso(),
  } = parts;
  return `<md:IDPSSODescriptor protocolSupportEnumeration="${protocols}" ${role}>${keys}${nameIds}${services}</md:IDPSSODescriptor>`;
}

/** An EntityDescriptor with these children. */
export function entityWith(children: string, attributes = 'entityID="https://idp.example.com"'): string {
  return `<md:EntityDescriptor xmlns:md="${MD}" xmlns:ds="${DS}" ${attributes}>${children}</md:EntityDescriptor>`;
}

/** A plain, acceptable document with some of its parts replaced. */
export function metadataWith(parts: DocumentParts = {}): string {
  return entityWith(`${roleWith(parts)}${parts.beside ?? ''}`, parts.entity);
}

export function ids(reading: Pick<MetadataReading, 'findings'>): string[] {
  return reading.findings.map((finding) => finding.id);
}

export function errorIds(reading: MetadataReading): string[] {
  return reading.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.id);
}
