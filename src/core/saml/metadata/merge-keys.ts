import { ownError } from '../../errors.js';
import { NAMESPACES } from '../names.js';
import { decodeXml } from '../xml/decode.js';
import { DEFAULT_XML_LIMITS, MAX_METADATA_CHARACTERS } from '../xml/limits.js';
import { parseXml } from '../xml/parse.js';
import { childrenNamed, isNamed, type XmlAttribute, type XmlElement } from '../xml/tree.js';
import { namespacesInScope, writeXml } from '../xml/write.js';
import { findEntity } from './entity.js';
import { type JudgementTime, readSigningKeys } from './keys.js';
import { findRole } from './role.js';

/** An identity provider's metadata, as a tree. */
interface ProviderTree {
  readonly entity: XmlElement;
  readonly role: XmlElement;
  /** The entity and the groups around it, the outermost first. */
  readonly path: readonly XmlElement[];
}

const NO_TIME: JudgementTime = { now: undefined, expiresWithinMs: 0 };
/** What its signer said of the document as it was: true of no other. */
const STATEMENTS: readonly string[] = ['validUntil', 'cacheDuration', 'ID'];

/**
 * The metadata with another document's signing keys beside its own. Everything else of it stays, known or not; its signature, and
 * how long that document was to be valid, cannot (SAML 2.0 Metadata §2.3.2).
 *
 * @param document metadata that has been accepted
 * @param newer accepted too, of the same entity
 * @throws WorklinkError `InvalidInput` where one of them can't be read after all
 */
export function withKeysOf(document: string, newer: string): string {
  const known = new Set(signingFingerprints(document));
  const from = treeOf(newer);
  const added = keyDescriptors(from.role)
    .filter((descriptor) => fingerprintsIn(from.role, descriptor).some((sha256) => !known.has(sha256)))
    .map((descriptor) => {
      const declared = new Map([[descriptor, namespacesInScope([...from.path, from.role, descriptor])]]);
      return writeXml(descriptor, { declared });
    });
  const into = treeOf(document);
  const last = keyDescriptors(into.role).at(-1);
  if (last === undefined) throw unreadable('it has no key');
  return written(into, new Map([[last, `${writeXml(last)}${added.join('')}`]]));
}

/**
 * The metadata without the signing keys whose certificates are all among those given. Without any such it is returned as it is.
 *
 * @param document metadata that has been accepted
 * @param fingerprints SHA-256, 64 lower-case hexadecimal digits
 */
export function withoutKeys(document: string, fingerprints: readonly string[]): string {
  const tree = treeOf(document);
  const gone = keyDescriptors(tree.role).filter((descriptor) => {
    const own = fingerprintsIn(tree.role, descriptor);
    return own.length > 0 && own.every((sha256) => fingerprints.includes(sha256));
  });
  return gone.length === 0 ? document : written(tree, new Map(gone.map((descriptor) => [descriptor, ''])));
}

/** The SHA-256 of each certificate that metadata has for signing, in document order. */
export function signingFingerprints(document: string): readonly string[] {
  return readSigningKeys(treeOf(document).role, NO_TIME).certificates.map(({ sha256 }) => sha256);
}

function keyDescriptors(role: XmlElement): readonly XmlElement[] {
  return childrenNamed(role, NAMESPACES.md, 'KeyDescriptor');
}

/** Those of one descriptor: the role is read as if it had no other. */
function fingerprintsIn(role: XmlElement, descriptor: XmlElement): readonly string[] {
  const alone = { ...role, children: [descriptor], content: [descriptor] };
  return readSigningKeys(alone, NO_TIME).certificates.map(({ sha256 }) => sha256);
}

function treeOf(document: string): ProviderTree {
  const { text } = decodeXml(document, MAX_METADATA_CHARACTERS);
  const limits = { ...DEFAULT_XML_LIMITS, text: 2 * MAX_METADATA_CHARACTERS };
  const root = text === undefined ? undefined : parseXml(text, limits).root;
  const found = root === undefined ? undefined : findEntity(root).value;
  const role = found === undefined ? undefined : findRole(found.entity).value;
  if (found === undefined || role === undefined) throw unreadable('it is not one identity provider’s');
  return { entity: found.entity, role, path: [...found.groups, found.entity] };
}

/** The entity as a document of its own, without what its signer said of another one. */
function written({ entity, role, path }: ProviderTree, replaced: ReadonlyMap<XmlElement, string>): string {
  const plainRole = withoutStatements(role, role.content);
  const plain = withoutStatements(
    entity,
    entity.content.map((piece) => (piece === role ? plainRole : piece)),
  );
  const declared = new Map([[plain, namespacesInScope(path)]]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(plain, { declared, replaced })}\n`;
}

function withoutStatements(element: XmlElement, content: XmlElement['content']): XmlElement {
  const isStatement = ({ namespace, localName }: XmlAttribute): boolean =>
    namespace === '' && STATEMENTS.includes(localName);
  const isSignature = (piece: XmlElement | string): boolean =>
    typeof piece !== 'string' && isNamed(piece, NAMESPACES.ds, 'Signature');
  return {
    ...element,
    attributes: element.attributes.filter((attribute) => !isStatement(attribute)),
    content: content.filter((piece) => !isSignature(piece)),
  };
}

function unreadable(reason: string): Error {
  return ownError('InvalidInput', `The metadata cannot be changed: ${reason}.`, {
    hint: 'Look at it with worklink idp check.',
  });
}
