import { hasErrors, type Finding } from '../findings.js';
import { samlFinding } from './findings.js';
import { type SigningCertificate } from './metadata/certificate.js';
import { findingForBytes, findingForRoot, findingForText } from './metadata/document-kind.js';
import { readSingleSignOnServices, type SingleSignOnService } from './metadata/endpoints.js';
import { cacheDurationFindings } from './metadata/cache-duration.js';
import { findEntity, readEntityId, type FoundEntity } from './metadata/entity.js';
import { readSigningKeys } from './metadata/keys.js';
import { type PickedEntity } from './metadata/pick-entity.js';
import { findRole } from './metadata/role.js';
import { readValidUntil } from './metadata/valid-until.js';
import { NAME_ID_FORMATS, NAMESPACES } from './names.js';
import { decodeXml } from './xml/decode.js';
import { DEFAULT_XML_LIMITS, MAX_METADATA_CHARACTERS } from './xml/limits.js';
import { parseXml } from './xml/parse.js';
import { attributeOf, childrenNamed, isTrue, trimXmlSpace, type XmlElement } from './xml/tree.js';

export { MAX_METADATA_CHARACTERS } from './xml/limits.js';
export { type SigningCertificate } from './metadata/certificate.js';

/** What an identity provider's metadata says about signing in with it. */
export interface IdentityProviderFacts {
  /** At least one, in document order, each once. */
  readonly signingCertificates: readonly SigningCertificate[];
  /** In document order; at least one is HTTP-Redirect or HTTP-POST. */
  readonly singleSignOnServices: readonly SingleSignOnService[];
  /** In document order, each once; empty where the metadata names none. */
  readonly nameIdFormats: readonly string[];
  readonly wantAuthnRequestsSigned: boolean;
  /** Until when the metadata may be used, where it says so. */
  readonly validUntil?: Date;
}

/** The judgement of one document: `accepted` with everything it says, or `refused` with at least one error. */
export type MetadataReading =
  | {
      readonly verdict: 'accepted';
      readonly entityId: string;
      readonly identityProvider: IdentityProviderFacts;
      /** Warnings and what is worth knowing; no errors. */
      readonly findings: readonly Finding[];
    }
  | {
      readonly verdict: 'refused';
      /** Where it could be told. */
      readonly entityId?: string;
      readonly identityProvider?: undefined;
      /** What it says all the same, as far as that could be read: never complete, and nothing to rely on. */
      readonly fragments?: IdentityProviderFacts;
      readonly findings: readonly Finding[];
    };

export interface MetadataOptions {
  /** Judges validUntil and the certificates' validity; without it, nothing is said of either. */
  readonly now?: Date;
  /** How long before its end a certificate, or the metadata, is worth a warning, in milliseconds; not at all by default. */
  readonly expiresWithinMs?: number;
  /** The longest document taken, in Unicode code points: by default {@link MAX_METADATA_CHARACTERS}. */
  readonly maxCharacters?: number;
}

/**
 * Judges whether a document is exactly one identity provider's SAML 2.0 metadata, and reads it. Never throws: whatever is
 * wrong is a finding, and as many as can be told apart are reported together.
 *
 * Extensions, further roles and unknown elements are allowed, as in every vendor's real metadata; the document's own
 * signature is not verified.
 * @param document the bytes of a file, or text already decoded
 * Source: SAML 2.0 Metadata (saml-metadata-2.0-os); service model: SamlMetadata.
 */
export function readIdentityProviderMetadata(
  document: Uint8Array | string,
  options: MetadataOptions = {},
): MetadataReading {
  const maxCharacters = options.maxCharacters ?? MAX_METADATA_CHARACTERS;
  const decoded = decodeXml(document, maxCharacters);
  if (decoded.text === undefined) {
    const otherKind = typeof document === 'string' ? undefined : findingForBytes(document);
    return refuse(otherKind === undefined ? decoded.findings : [otherKind]);
  }
  const notXml = findingForText(decoded.text);
  if (notXml !== undefined) return refuse([notXml]);
  const parsed = parseXml(decoded.text, { ...DEFAULT_XML_LIMITS, text: 2 * maxCharacters });
  const findings: readonly Finding[] = [...decoded.findings, ...parsed.findings];
  if (parsed.root === undefined) return refuse(findings);
  const wrongRoot = findingForRoot(parsed.root);
  if (wrongRoot !== undefined) return refuse([...findings, wrongRoot]);
  const found = findEntity(parsed.root);
  if (found.value === undefined) return refuse([...findings, ...found.findings]);
  return readEntity(found.value, [...findings, ...found.findings], options);
}

/** Judges an entity that `pickEntity` took out of a longer document, as {@link readIdentityProviderMetadata} judges a whole one. */
export function readPickedEntity(
  { text, groups, position }: PickedEntity,
  options: MetadataOptions = {},
): MetadataReading {
  const maxCharacters = options.maxCharacters ?? MAX_METADATA_CHARACTERS;
  const decoded = decodeXml(text, maxCharacters);
  if (decoded.text === undefined) return refuse(decoded.findings);
  const parsed = parseXml(decoded.text, { ...DEFAULT_XML_LIMITS, text: 2 * maxCharacters }, 'any', position);
  if (parsed.root === undefined) return refuse(parsed.findings);
  return readEntity({ entity: parsed.root, groups }, [], options);
}

function readEntity(
  found: FoundEntity,
  before: readonly Finding[],
  { now, expiresWithinMs = 0 }: MetadataOptions,
): MetadataReading {
  const { entity, groups } = found;
  const entityId = readEntityId(entity);
  const role = findRole(entity);
  const findings = [...before, ...entityId.findings, ...role.findings];
  if (role.value === undefined) {
    const validUntil = readValidUntil([...groups, entity], now, expiresWithinMs);
    return refuse([...findings, ...validUntil.findings], entityId.value);
  }
  const levels = [...groups, entity, role.value];
  const validUntil = readValidUntil(levels, now, expiresWithinMs);
  const keys = readSigningKeys(role.value, { now, expiresWithinMs });
  const services = readSingleSignOnServices(role.value);
  const nameIdFormats = readNameIdFormats(role.value);
  const wantAuthnRequestsSigned = isTrue(attributeOf(role.value, 'WantAuthnRequestsSigned'));
  findings.push(
    ...validUntil.findings,
    ...cacheDurationFindings(levels),
    ...keys.findings,
    ...services.findings,
    ...remarks(found, role.value, nameIdFormats, wantAuthnRequestsSigned),
  );
  const facts: IdentityProviderFacts = {
    signingCertificates: keys.certificates,
    singleSignOnServices: services.services,
    nameIdFormats,
    wantAuthnRequestsSigned,
    ...(validUntil.value !== undefined && { validUntil: validUntil.value }),
  };
  if (hasErrors(findings) || entityId.value === undefined)
    return { ...refuse(findings, entityId.value), fragments: facts };
  return { verdict: 'accepted', entityId: entityId.value, identityProvider: facts, findings };
}

function readNameIdFormats(role: XmlElement): readonly string[] {
  const formats = childrenNamed(role, NAMESPACES.md, 'NameIDFormat').map((element) =>
    trimXmlSpace(element.text),
  );
  return [...new Set(formats.filter((format) => format !== ''))];
}

/** What refuses nothing, but keeps people from signing in or is easily misunderstood. */
function remarks(
  { entity, groups }: FoundEntity,
  role: XmlElement,
  nameIdFormats: readonly string[],
  wantAuthnRequestsSigned: boolean,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (nameIdFormats.length > 0 && !nameIdFormats.includes(NAME_ID_FORMATS.emailAddress)) {
    const message = 'The identity provider offers no e-mail address as NameID, by which users are known.';
    findings.push(samlFinding('metadata-no-email-name-id', role, message));
  }
  if (wantAuthnRequestsSigned) {
    const message =
      'The identity provider wants sign-in requests to be signed (WantAuthnRequestsSigned); the service provider signs none.';
    findings.push(samlFinding('metadata-signed-requests-wanted', role, message));
  }
  const signature = [...groups, entity, role].flatMap((element) =>
    childrenNamed(element, NAMESPACES.ds, 'Signature'),
  )[0];
  if (signature !== undefined) {
    const message = 'The metadata is signed; the signature has not been verified.';
    findings.push(samlFinding('metadata-signature-unverified', signature, message));
  }
  return findings;
}

function refuse(
  findings: readonly Finding[],
  entityId?: string,
): Extract<MetadataReading, { readonly verdict: 'refused' }> {
  return { verdict: 'refused', ...(entityId !== undefined && { entityId }), findings };
}
