import { X509Certificate } from 'node:crypto';
import { BINDINGS, NAME_ID_FORMATS, NAMESPACES } from '../names.js';
import { escapeXml } from '../xml/write.js';

/** What a mock identity provider publishes of itself. */
export interface MockIdpDescription {
  readonly entityId: string;
  readonly redirectUrl: string;
  readonly postUrl: string;
  /** PEM; two while one key follows another, the one in use first. */
  readonly signingCertificates: readonly string[];
}

/** Writes the identity provider's SAML 2.0 metadata (SAML 2.0 Metadata §2.4.3). */
export function mockIdpMetadata(description: MockIdpDescription): string {
  const keys = description.signingCertificates.map((pem) => {
    const certificate = new X509Certificate(pem).raw.toString('base64');
    return `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${NAMESPACES.ds}"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
  });
  const service = (binding: string, location: string) =>
    `<md:SingleSignOnService Binding="${binding}" Location="${escapeXml(location)}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<md:EntityDescriptor xmlns:md="${NAMESPACES.md}" entityID="${escapeXml(description.entityId)}">`,
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${NAMESPACES.samlp}">`,
    ...keys,
    `<md:NameIDFormat>${NAME_ID_FORMATS.emailAddress}</md:NameIDFormat>`,
    service(BINDINGS.redirect, description.redirectUrl),
    service(BINDINGS.post, description.postUrl),
    '</md:IDPSSODescriptor></md:EntityDescriptor>\n',
  ].join('');
}
