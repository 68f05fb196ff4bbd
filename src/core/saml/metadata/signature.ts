import { X509Certificate } from 'node:crypto';
import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { NAMESPACES } from '../names.js';
import {
  DIGEST_ALGORITHMS,
  type DigestAlgorithm,
  ENVELOPED_SIGNATURE,
  EXCLUSIVE_C14N,
  EXCLUSIVE_C14N_WITH_COMMENTS,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from '../signature/algorithms.js';
import { DEFAULT_XML_LIMITS } from '../xml/limits.js';
import { parseXml } from '../xml/parse.js';
import { DOCUMENT_START } from '../xml/position.js';
import { namespacesOf, standalone } from '../xml/standalone.js';
import {
  attributeOf,
  childrenNamed,
  descendantsAt,
  trimXmlSpace,
  type Position,
  type XmlElement,
} from '../xml/tree.js';
import { certificateName, readSigningCertificate, type SigningCertificate } from './certificate.js';

const CANONICAL: readonly string[] = [EXCLUSIVE_C14N, EXCLUSIVE_C14N_WITH_COMMENTS];
/** Canonical form costs more than linear time where many namespaces are declared deep inside. */
const MAX_ELEMENTS = 5000;
const MAX_DEPTH = 30;
const MAX_DECLARATIONS = 1000;

/** Where a signature stands: the element it has to sign, and what is around that. */
interface Placed {
  readonly signature: XmlElement;
  readonly signed: XmlElement;
  readonly around: readonly XmlElement[];
}

/**
 * Verifies the signature that metadata carries, with the certificate inside it, or else with the signing certificates that
 * the metadata lists. That shows whether the document is as it was signed, and not who signed it: anybody can sign with a key
 * of their own (SAML 2.0 Metadata §3.1).
 *
 * @param text well-formed, of a length that is taken elsewhere
 * @param certificates those the metadata lists
 * @param origin where the text begins, where it was taken out of a longer one
 * @returns undefined where the document carries no signature, or is too long to verify one
 */
export async function verifyMetadataSignature(
  text: string,
  certificates: readonly SigningCertificate[],
  origin: Position = DOCUMENT_START,
): Promise<Finding | undefined> {
  // At least every second tag starts an element; a look at the text costs less than another parse.
  if (text.split('<', 2 * MAX_ELEMENTS + 1).length > 2 * MAX_ELEMENTS) return undefined;
  const { root } = parseXml(text, DEFAULT_XML_LIMITS, 'any', origin);
  const placed = root === undefined ? undefined : signatureIn(root, []);
  if (placed === undefined || root === undefined) return undefined;
  const { signature } = placed;
  const certificate = keyOf(signature) ?? certificates[0];
  const form = formOf(root, placed);
  if (typeof form === 'string' || certificate === undefined) {
    const reason = typeof form === 'string' ? form : 'no certificate comes with it';
    const message = `The metadata is signed; the signature has not been verified: ${reason}.`;
    return samlFinding('metadata-signature-unverified', signature, message);
  }
  const { verifyXml } = await import('../signature/xml-crypto.js');
  const source = standalone(
    text.slice(signature.start, signature.end),
    signature.name,
    namespacesOf([signature]),
    namespacesOf([...placed.around, placed.signed]),
  );
  const name = excerpt(certificateName(certificate));
  const keys = [new X509Certificate(certificate.pem).publicKey];
  if (verifyXml({ document: text, signature: source, ...form, keys }).verdict === 'verified') {
    const isListed = certificates.some(({ sha256 }) => sha256 === certificate.sha256);
    const whose = isListed ? 'one of its signing certificates' : 'none of its signing certificates';
    const message = `The metadata is as it was signed with the key of ${name}, ${whose}.`;
    return samlFinding('metadata-signature-verified', signature, message);
  }
  const message = `The metadata's signature isn't that of this document by the key of ${name}: the document was changed after it was signed, or signed with another key.`;
  return samlFinding('metadata-signature-broken', signature, message);
}

/** The outermost signature that can be one of metadata: a child of a group, an entity or a role. */
function signatureIn(element: XmlElement, around: readonly XmlElement[]): Placed | undefined {
  const [signature] = childrenNamed(element, NAMESPACES.ds, 'Signature');
  if (signature !== undefined) return { signature, signed: element, around };
  if (around.length > 8) return undefined;
  for (const child of element.children) {
    if (child.namespace !== NAMESPACES.md || !/(?:Descriptor)$/.test(child.localName)) continue;
    const found = signatureIn(child, [...around, element]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keyOf(signature: XmlElement): SigningCertificate | undefined {
  const [element] = descendantsAt(signature, NAMESPACES.ds, ['KeyInfo', 'X509Data', 'X509Certificate']);
  if (element === undefined) return undefined;
  return readSigningCertificate(Buffer.from(element.text, 'base64')).certificate?.facts;
}

interface Form {
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestAlgorithm;
}

/** The algorithms of a signature of the simple kind that metadata has (SAML 2.0 Metadata §3), or why it is none. */
function formOf(root: XmlElement, { signature, signed }: Placed): Form | string {
  const cost = costOf(root);
  if (cost.elements > MAX_ELEMENTS || cost.depth > MAX_DEPTH || cost.declarations > MAX_DECLARATIONS)
    return 'the document has too many elements or namespaces for that';
  const [info, second] = childrenNamed(signature, NAMESPACES.ds, 'SignedInfo');
  const references = info === undefined ? [] : childrenNamed(info, NAMESPACES.ds, 'Reference');
  const [reference] = references;
  if (info === undefined || second !== undefined || reference === undefined || references.length > 1)
    return 'it has not exactly one Reference';
  const method = algorithmOf(info, 'SignatureMethod');
  const algorithm = SIGNATURE_ALGORITHMS.find(({ uri }) => uri === method);
  if (algorithm === undefined) return `its algorithm '${excerpt(method)}' isn't known here`;
  const digest = DIGEST_ALGORITHMS.find((known) => known.uri === algorithmOf(reference, 'DigestMethod'));
  if (digest === undefined) return "its digest isn't known here";
  if (!CANONICAL.includes(algorithmOf(info, 'CanonicalizationMethod')))
    return "its canonical form isn't known here";
  const uri = attributeOf(reference, 'URI') ?? '';
  const id = attributeOf(signed, 'ID');
  if (uri === '' ? signed !== root : uri !== `#${id ?? ''}`) return 'it signs something else';
  const transforms = descendantsAt(reference, NAMESPACES.ds, ['Transforms', 'Transform']).map(
    (transform) => attributeOf(transform, 'Algorithm') ?? '',
  );
  const isUsual =
    transforms.length <= 2 &&
    transforms.every((name) => name === ENVELOPED_SIGNATURE || CANONICAL.includes(name));
  return isUsual ? { algorithm, digest } : "its transforms aren't those SAML allows";
}

function algorithmOf(info: XmlElement, name: string): string {
  const [element] = childrenNamed(info, NAMESPACES.ds, name);
  return trimXmlSpace(element === undefined ? '' : (attributeOf(element, 'Algorithm') ?? ''));
}

interface Cost {
  readonly elements: number;
  readonly depth: number;
  readonly declarations: number;
}

function costOf(element: XmlElement): Cost {
  let elements = 1;
  let depth = 0;
  let declarations = namespacesOf([element]).size;
  for (const child of element.children) {
    const cost = costOf(child);
    elements += cost.elements;
    depth = Math.max(depth, cost.depth);
    declarations += cost.declarations;
  }
  return { elements, depth: depth + 1, declarations };
}
