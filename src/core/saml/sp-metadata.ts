import { ownError } from '../errors.js';
import { decodeBase64 } from './base64.js';
import { excerpt } from './excerpt.js';
import { readSigningCertificate } from './metadata/certificate.js';
import { MAX_ENTITY_ID_LENGTH } from './metadata/entity.js';
import { BINDINGS, NAME_ID_FORMATS, NAMESPACES, PROTOCOLS } from './names.js';
import { decodeXml } from './xml/decode.js';
import { MAX_METADATA_CHARACTERS } from './xml/limits.js';
import { parseXml } from './xml/parse.js';
import { attributeOf, childrenNamed, descendantsAt, isTrue, listItems, type XmlElement } from './xml/tree.js';

export interface ServiceProviderDescription {
  /** Also called audience, or audience URI: at most 1,024 code points. */
  readonly entityId: string;
  /** Where the identity provider posts its responses, the ACS URL. */
  readonly assertionConsumerServiceUrl: string;
  /** By default e-mail address. */
  readonly nameIdFormat?: string;
  /** PEM: signs its requests, and assertions are encrypted to it. */
  readonly certificate?: string;
}

/** The two values an administrator copies into an identity provider that can't import a document (guide, Configure your IdP). */
export interface ServiceProviderFacts {
  readonly entityId: string;
  readonly assertionConsumerServiceUrl: string;
}

/** An ACS URL this long fits into no browser. */
const MAX_URL_LENGTH = 8192;

/**
 * Writes a service provider's SAML 2.0 metadata: one assertion consumer service, over HTTP-POST, that wants its assertions
 * signed. The same input gives the same document.
 * @returns the document as text, in UTF-8 when saved
 * @throws WorklinkError `InvalidInput` where a value is empty, too long, or holds characters metadata can't carry unchanged
 * Source: SAML 2.0 Metadata §2.4.4.
 */
export async function serviceProviderMetadata(description: ServiceProviderDescription): Promise<string> {
  const { entityId, assertionConsumerServiceUrl, certificate } = description;
  const { nameIdFormat = NAME_ID_FORMATS.emailAddress } = description;
  assertWritable('entity ID', entityId, MAX_ENTITY_ID_LENGTH);
  assertWritable('ACS URL', assertionConsumerServiceUrl, MAX_URL_LENGTH);
  assertWritable('NameID format', nameIdFormat, MAX_ENTITY_ID_LENGTH);
  const { writeServiceProviderMetadata } = await import('./sp-metadata-writer.js');
  const metadata = writeServiceProviderMetadata({
    entityId,
    assertionConsumerServiceUrl,
    nameIdFormat,
    certificate,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${metadata}\n`;
}

/**
 * Control characters and line breaks are refused: XML has no way to write most of them, and samlify writes the others
 * bare, so that a reader takes them for spaces (XML 1.0 §2.2 and §3.3.3).
 */
function assertWritable(name: string, value: string, maxLength: number): void {
  const length = Array.from(value).length;
  if (length === 0 || length > maxLength) {
    const problem =
      length === 0
        ? 'is empty'
        : `is ${length.toLocaleString('en')} characters long, the limit being ${maxLength.toLocaleString('en')}`;
    throw ownError('InvalidInput', `The ${name} ${problem}.`, {
      hint: `Give the ${name} of the service provider.`,
    });
  }
  if (/[\p{Cc}\p{Surrogate}\u2028\u2029\ufffe\uffff]/u.test(value)) {
    throw ownError('InvalidInput', `The ${name} '${excerpt(value)}' holds a control character.`, {
      hint: 'Remove line breaks, tabs and other control characters.',
    });
  }
}

/**
 * Reads from a service provider's SAML 2.0 metadata what is copied into an identity provider.
 * Of several assertion consumer services over HTTP-POST the default one counts: the first marked so, else the first
 * not marked otherwise, else the first (SAML 2.0 Metadata §2.2.3).
 * @throws WorklinkError `InvalidInput` where the document isn't one service provider's SAML 2.0 metadata; `details.findings`
 * lists the findings where it isn't even XML
 */
export function readServiceProviderMetadata(document: Uint8Array | string): ServiceProviderFacts {
  const { entityId, role } = readRole(document);
  const services = childrenNamed(role, NAMESPACES.md, 'AssertionConsumerService').filter(
    (service) => attributeOf(service, 'Binding') === BINDINGS.post,
  );
  const location = attributeOf(defaultOf(services) ?? role, 'Location');
  if (location === undefined || location === '') {
    throw notServiceProvider('it has no AssertionConsumerService over HTTP-POST');
  }
  return { entityId, assertionConsumerServiceUrl: location };
}

/**
 * Reads the certificates that assertions may be encrypted to, in the order of the document, as PEM. A KeyDescriptor without
 * `use` is for encryption too (SAML 2.0 Metadata §2.4.1.1); what isn't a certificate is left out.
 * @throws WorklinkError as {@link readServiceProviderMetadata}
 */
export function readEncryptionCertificates(document: Uint8Array | string): readonly string[] {
  return childrenNamed(readRole(document).role, NAMESPACES.md, 'KeyDescriptor')
    .filter((key) => ['encryption', undefined].includes(attributeOf(key, 'use')))
    .flatMap((key) => descendantsAt(key, NAMESPACES.ds, ['KeyInfo', 'X509Data', 'X509Certificate']))
    .map(({ text }) => readSigningCertificate(decodeBase64(text) ?? Buffer.alloc(0)).certificate?.facts.pem)
    .filter((pem) => pem !== undefined);
}

interface ServiceProviderRole {
  readonly entityId: string;
  readonly role: XmlElement;
}

function readRole(document: Uint8Array | string): ServiceProviderRole {
  const entity = parseEntity(document);
  const entityId = attributeOf(entity, 'entityID');
  if (entityId === undefined || entityId === '') throw notServiceProvider('it has no entityID');
  const role = childrenNamed(entity, NAMESPACES.md, 'SPSSODescriptor').find((candidate) =>
    listItems(attributeOf(candidate, 'protocolSupportEnumeration') ?? '').includes(PROTOCOLS.saml2),
  );
  if (role === undefined) throw notServiceProvider('it has no SPSSODescriptor for SAML 2.0');
  return { entityId, role };
}

function parseEntity(document: Uint8Array | string): XmlElement {
  const decoded = decodeXml(document, MAX_METADATA_CHARACTERS);
  const parsed = decoded.text === undefined ? decoded : parseXml(decoded.text);
  const root = 'root' in parsed ? parsed.root : undefined;
  if (root === undefined) {
    const [finding] = parsed.findings;
    throw notServiceProvider(
      finding === undefined ? 'it is not XML' : `${finding.subject}: ${finding.message}`,
      parsed.findings,
    );
  }
  if (root.namespace !== NAMESPACES.md || root.localName !== 'EntityDescriptor') {
    throw notServiceProvider(`its root element is <${excerpt(root.name)}>`);
  }
  return root;
}

function defaultOf(services: readonly XmlElement[]): XmlElement | undefined {
  return (
    services.find((service) => isTrue(attributeOf(service, 'isDefault'))) ??
    services.find((service) => attributeOf(service, 'isDefault') === undefined) ??
    services[0]
  );
}

function notServiceProvider(reason: string, findings: readonly unknown[] = []) {
  return ownError(
    'InvalidInput',
    `The document isn't a service provider's SAML 2.0 metadata: ${reason.replace(/\.$/, '')}.`,
    {
      hint: 'Download the service provider metadata of the fleet again.',
      ...(findings.length > 0 && { details: { findings } }),
    },
  );
}
