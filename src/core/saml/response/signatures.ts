import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { excerpt } from '../excerpt.js';
import { NAMESPACES } from '../names.js';
import { readSignatureForm, type SignatureForm } from '../signature/form.js';
import { parseXml } from '../xml/parse.js';
import { attributeOf, childrenNamed, elementsIn, isNamed, type XmlElement } from '../xml/tree.js';
import { namespacesInScope, writeXml } from '../xml/write.js';
import { type CheckList } from './checks.js';

/** Whom a signature may be of. */
export interface TrustedSigner {
  /** PEM, as the identity provider's metadata has them. */
  readonly certificates: readonly string[];
  readonly allowSha1: boolean;
}

/** What a signature that holds covers. */
export interface SignedElement {
  /** As signed, without the signature. */
  readonly element: XmlElement;
  /** SHA-256 of the metadata's certificate whose key signed: 64 lower-case hexadecimal digits. */
  readonly signedBy: string;
}

/** The element and its ancestors, the root first. */
export type ElementPath = readonly [root: XmlElement, ...below: XmlElement[]];

/** A response's signatures are in it, or in the assertion, each at most once. Says whether that holds. */
export function judgeSignaturePlaces(
  response: XmlElement,
  signed: readonly XmlElement[],
  checks: CheckList,
): boolean {
  // By local name alone: one of a namespace that differs by a letter is a signature that somebody took away.
  const all = [...elementsIn(response)].filter(({ localName }) => localName === 'Signature');
  const inPlace = signed.flatMap((element) => element.children.filter(isSignature));
  if (all.length !== inPlace.length) {
    checks.fail(
      'signature-form',
      'A signature stands elsewhere than in the response or the assertion it signs.',
    );
    return false;
  }
  const twice = signed.find((element) => element.children.filter(isSignature).length > 1);
  if (twice !== undefined) {
    checks.fail('signature-form', `The ${twice.localName} holds more than one signature.`);
    return false;
  }
  return true;
}

export function signatureIn(element: XmlElement): XmlElement | undefined {
  return childrenNamed(element, NAMESPACES.ds, 'Signature')[0];
}

/**
 * Verifies the signature in an element, and reads the element again from the very text that was signed, so that nothing is
 * believed that the signature doesn't cover.
 * @returns undefined where it isn't signed, which a check then says
 */
export async function verifySignatureIn(
  path: ElementPath,
  signer: TrustedSigner,
  checks: CheckList,
): Promise<SignedElement | undefined> {
  const element = path.at(-1);
  const [root] = path;
  const signature = element === undefined ? undefined : signatureIn(element);
  if (element === undefined || signature === undefined) return undefined;
  const what = element.localName.toLowerCase();
  const reading = readSignatureForm(signature, element);
  if (reading.form === undefined) {
    const id = reading.fault === 'form' ? 'signature-form' : 'signature-algorithm';
    checks.fail(id, `In the signature of the ${what}, ${reading.reason}.`);
    return undefined;
  }
  checks.pass('signature-form', `The signature of the ${what} is of the form SAML asks for.`);
  const { form } = reading;
  const { algorithm, digest } = form;
  if (!signer.allowSha1 && (algorithm.hash === 'sha1' || digest.hash === 'sha1')) {
    checks.fail('signature-algorithm', `The ${what} is signed with SHA-1, which can be forged.`);
    return undefined;
  }
  checks.pass(
    'signature-algorithm',
    `The ${what} is signed by ${algorithm.name}${digest.hash === algorithm.hash ? '' : ` over ${digest.name}`}.`,
  );
  const keys = signer.certificates.map((pem) => new X509Certificate(pem).publicKey);
  // The engine is loaded only now: it is slow to load, and most commands never verify anything.
  const { verifyXml } = await import('../signature/xml-crypto.js');
  const verification = verifyXml({
    document: writeXml(root),
    signature: standalone(signature, path),
    algorithm,
    digest,
    keys,
  });
  if (verification.verdict !== 'verified') {
    checks.fail('signature', FAULTS[verification.verdict](what));
    return undefined;
  }
  if (!judgeKeyInfo(form, verification.key, signer, what, checks)) return undefined;
  const parsed = parseXml(verification.signed);
  const read = parsed.root;
  if (
    read === undefined ||
    !isNamed(read, element.namespace, element.localName) ||
    attributeOf(read, 'ID') !== attributeOf(element, 'ID') ||
    signatureIn(read) !== undefined
  ) {
    checks.fail('signature', `What the signature of the ${what} covers isn't the ${what}.`);
    return undefined;
  }
  checks.pass('signature', `The ${what} is unchanged since the identity provider signed it.`);
  return { element: read, signedBy: certificateOf(verification.key, form, signer) };
}

const FAULTS: Readonly<Record<'digest' | 'value', (what: string) => string>> = {
  digest: (what) => `The ${what} has been changed since it was signed.`,
  value: (what) =>
    `The signature of the ${what} isn't by any signing certificate in the identity provider's metadata, or has been changed.`,
};

function isSignature(element: XmlElement): boolean {
  return isNamed(element, NAMESPACES.ds, 'Signature');
}

/** The signature as a document of its own: the namespaces declared around it are declared on it. */
function standalone(signature: XmlElement, path: ElementPath): string {
  const scope = namespacesInScope([...path, signature]);
  const [signedInfo] = signature.children;
  const declared = new Map([[signature, scope]]);
  if (signedInfo !== undefined) declared.set(signedInfo, scope);
  return writeXml(signature, { declared });
}

/**
 * A certificate in the message is never trusted, but one that contradicts the metadata shows that something is wrong: it must
 * be among the metadata's, or a self-signed one over the very key that verified, as when a certificate has been renewed.
 */
function judgeKeyInfo(
  form: SignatureForm,
  key: KeyObject,
  signer: TrustedSigner,
  what: string,
  checks: CheckList,
): boolean {
  if (form.certificates.length === 0) return true;
  const trusted = signer.certificates.map((pem) => new X509Certificate(pem).raw);
  const isKnown = form.certificates.some(
    (der) => der !== undefined && (trusted.some((raw) => raw.equals(der)) || isRenewal(der, key)),
  );
  const names = form.certificates.map((der) => subjectOf(der)).slice(0, 3);
  return checks.judge(
    'signature-key-info',
    isKnown,
    `The certificate in the signature of the ${what} is one of the identity provider's.`,
    `The signature of the ${what} comes with the certificate ${names.join(', ')}, which isn't in the identity provider's metadata.`,
  );
}

/** Of several certificates over the key that verified, as of one that was renewed: the one that the message names, else the first. */
function certificateOf(key: KeyObject, form: SignatureForm, { certificates }: TrustedSigner): string {
  const over = certificates
    .map((pem) => new X509Certificate(pem))
    .filter(({ publicKey }) => publicKey.equals(key))
    .map(({ raw }) => raw);
  const named = over.find((raw) => form.certificates.some((der) => der?.equals(raw) === true));
  return createHash('sha256')
    .update(named ?? over[0] ?? '')
    .digest('hex');
}

function isRenewal(der: Buffer, key: KeyObject): boolean {
  try {
    const certificate = new X509Certificate(der);
    return certificate.raw.equals(der) && certificate.publicKey.equals(key) && certificate.verify(key);
  } catch {
    return false;
  }
}

function subjectOf(der: Buffer | undefined): string {
  try {
    return `'${excerpt(new X509Certificate(der ?? Buffer.alloc(0)).subject)}'`;
  } catch {
    return '(unreadable)';
  }
}
