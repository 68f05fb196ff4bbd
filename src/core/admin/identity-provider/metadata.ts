import { EXPIRES_SOON_MS } from '../../certificates/expiry.js';
import { type Finding, hasErrors } from '../../findings.js';
import {
  MAX_METADATA_CHARACTERS,
  type MetadataReading,
  readIdentityProviderMetadata,
  readPickedEntity,
} from '../../saml/metadata.js';
import { type IdentityProviderFacts } from '../../saml/metadata.js';
import { pickEntity } from '../../saml/metadata/pick-entity.js';
import { verifyMetadataSignature } from '../../saml/metadata/signature.js';
import { recogniseVendor, type Vendor, vendorFinding } from '../../saml/vendors.js';
import { decodeXml } from '../../saml/xml/decode.js';
import { DOCUMENT_START } from '../../saml/xml/position.js';
import { type Position } from '../../saml/xml/tree.js';

/** A document as it comes: whole, or piece by piece from wherever it is. */
export type MetadataDocument = Uint8Array | string | AsyncIterable<Uint8Array>;

/** What is to be judged, and when. */
export interface MetadataRequest {
  readonly metadata: MetadataDocument;
  /** The one entity that is meant, in an aggregate of any length. */
  readonly entityId?: string | undefined;
  /** The time to judge validity at. */
  readonly now: Date;
  /** How long before its end something is worth a warning, in milliseconds; 30 days by default. */
  readonly expiresWithinMs?: number;
}

/** What is found out about an identity provider's metadata, and by whom it is. */
export interface JudgedMetadata {
  readonly verdict: 'accepted' | 'refused';
  readonly entityId: string | undefined;
  /** Guessed by its addresses. */
  readonly vendor: Vendor | undefined;
  /** Where it is refused, as far as it could be read. */
  readonly facts: IdentityProviderFacts | undefined;
  readonly findings: readonly Finding[];
  /** The document as characters, or the picked entity as a document; undefined where it could not be read. */
  readonly text: string | undefined;
}

/** More bytes than the longest document the service takes can have: four for a character, and a byte-order mark. */
const MAX_DOCUMENT_BYTES = 4 * MAX_METADATA_CHARACTERS + 3;

/** Reads and judges metadata, its signature too. @throws what `metadata` throws, where it comes piece by piece */
export async function judgeMetadata(request: MetadataRequest): Promise<JudgedMetadata> {
  const { reading, text, origin } = await read(request);
  const facts = reading.verdict === 'accepted' ? reading.identityProvider : reading.fragments;
  const findings =
    text === undefined
      ? reading.findings
      : await withSignature(reading.findings, text, origin, facts?.signingCertificates ?? []);
  const vendor =
    facts === undefined
      ? undefined
      : recogniseVendor({ entityId: reading.entityId, singleSignOnServices: facts.singleSignOnServices });
  const advice = vendor === undefined ? [] : [vendorFinding(vendor, reading.entityId ?? 'document')];
  return {
    verdict: hasErrors(findings) ? 'refused' : 'accepted',
    entityId: reading.entityId,
    vendor,
    facts,
    findings: [...findings, ...advice],
    text,
  };
}

interface Read {
  readonly reading: MetadataReading;
  readonly text: string | undefined;
  readonly origin: Position;
}

async function read({ metadata, entityId, now, expiresWithinMs }: MetadataRequest): Promise<Read> {
  const options = { now, expiresWithinMs: expiresWithinMs ?? EXPIRES_SOON_MS };
  if (entityId === undefined) {
    const document = await wholeDocument(metadata);
    const reading = readIdentityProviderMetadata(document, options);
    // The service takes characters, whatever encoding the file had.
    const { text } = decodeXml(document, MAX_METADATA_CHARACTERS);
    return { reading, text, origin: DOCUMENT_START };
  }
  const chunks = isWhole(metadata) ? [Buffer.from(metadata)] : metadata;
  const { value: picked, findings } = await pickEntity(chunks, entityId);
  if (picked === undefined)
    return { reading: { verdict: 'refused', findings }, text: undefined, origin: DOCUMENT_START };
  const reading = readPickedEntity(picked, options);
  const all = [...findings, ...reading.findings];
  return {
    reading:
      reading.verdict === 'accepted' && hasErrors(findings)
        ? { verdict: 'refused', entityId, fragments: reading.identityProvider, findings: all }
        : { ...reading, findings: all },
    text: picked.text,
    origin: picked.position,
  };
}

function isWhole(metadata: MetadataDocument): metadata is Uint8Array | string {
  return typeof metadata === 'string' || metadata instanceof Uint8Array;
}

/** The document as far as it can be judged; a byte more is left in, so that what is too long is seen to be so. */
export async function wholeDocument(metadata: MetadataDocument): Promise<Uint8Array | string> {
  if (isWhole(metadata)) return metadata;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of metadata) {
    parts.push(chunk);
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES) break;
  }
  return Buffer.concat(parts);
}

async function withSignature(
  findings: readonly Finding[],
  text: string,
  origin: Position,
  certificates: IdentityProviderFacts['signingCertificates'],
): Promise<readonly Finding[]> {
  const at = findings.findIndex(({ id }) => id === 'metadata-signature-unverified');
  if (at === -1) return findings;
  const verified = await verifyMetadataSignature(text, certificates, origin);
  return verified === undefined ? findings : findings.with(at, verified);
}
