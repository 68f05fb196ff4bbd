import { decodeBase64 } from '../base64.js';
import { excerpt } from '../excerpt.js';
import { NAMESPACES } from '../names.js';
import { attributeOf, childrenNamed, isNamed, trimXmlSpace, type XmlElement } from '../xml/tree.js';
import {
  DIGEST_ALGORITHMS,
  type DigestAlgorithm,
  ENVELOPED_SIGNATURE,
  EXCLUSIVE_C14N,
  EXCLUSIVE_C14N_WITH_COMMENTS,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from './algorithms.js';

/** A signature of the one form that SAML allows, not verified yet. */
export interface SignatureForm {
  readonly element: XmlElement;
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestAlgorithm;
  readonly value: Buffer;
  /** DER of the certificates the message itself holds; undefined for one that isn't base64. Never a source of keys. */
  readonly certificates: readonly (Buffer | undefined)[];
}

export type SignatureFormReading =
  | { readonly form: SignatureForm; readonly fault: undefined }
  | { readonly form: undefined; readonly fault: 'form' | 'algorithm'; readonly reason: string };

/** Ends the reading of a signature; seen only in this file. */
class Fault extends Error {
  constructor(
    readonly fault: 'form' | 'algorithm',
    message: string,
  ) {
    super(message);
  }
}

const CANONICALISATIONS: readonly string[] = [EXCLUSIVE_C14N, EXCLUSIVE_C14N_WITH_COMMENTS];

/**
 * Reads a signature that stands in the element it signs, and holds it against the only form that SAML allows: one reference,
 * to that element by its ID, the enveloped-signature transform and exclusive canonicalisation, and nothing else.
 * @param signed the element the signature stands in
 * Source: SAML 2.0 Core §5.4; XML Signature 1.1 §4.
 */
export function readSignatureForm(signature: XmlElement, signed: XmlElement): SignatureFormReading {
  try {
    return { form: readForm(signature, signed), fault: undefined };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { form: undefined, fault: error.fault, reason: error.message };
  }
}

function readForm(signature: XmlElement, signed: XmlElement): SignatureForm {
  const hasKeyInfo = childrenNamed(signature, NAMESPACES.ds, 'KeyInfo').length > 0;
  const [signedInfo, signatureValue, keyInfo] = exactly(
    signature,
    hasKeyInfo ? ['SignedInfo', 'SignatureValue', 'KeyInfo'] : ['SignedInfo', 'SignatureValue'],
  );
  const [c14n, method, reference] = exactly(signedInfo, [
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  ]);
  const [transforms, digestMethod, digestValue] = exactly(reference, [
    'Transforms',
    'DigestMethod',
    'DigestValue',
  ]);
  assertReference(reference, signed);
  assertCanonicalisation(c14n);
  assertTransforms(transforms);
  const algorithm = SIGNATURE_ALGORITHMS.find(({ uri }) => uri === algorithmOf(method));
  if (algorithm === undefined) {
    throw new Fault(
      'algorithm',
      `the signature algorithm '${excerpt(algorithmOf(method))}' isn't one accepted here`,
    );
  }
  const digest = DIGEST_ALGORITHMS.find(({ uri }) => uri === algorithmOf(digestMethod));
  if (digest === undefined) {
    throw new Fault(
      'algorithm',
      `the digest algorithm '${excerpt(algorithmOf(digestMethod))}' isn't one accepted here`,
    );
  }
  assertEmpty(method);
  assertEmpty(digestMethod);
  leafBytes(digestValue);
  const certificates = keyInfo === undefined ? [] : certificatesIn(keyInfo);
  return { element: signature, algorithm, digest, value: leafBytes(signatureValue), certificates };
}

/** The children, which are these and no others, in this order. */
function exactly(element: XmlElement | undefined, names: readonly string[]): readonly XmlElement[] {
  const children = element?.children ?? [];
  const isRight =
    children.length === names.length &&
    children.every((child, index) => isNamed(child, NAMESPACES.ds, names[index] ?? ''));
  if (element === undefined || !isRight || trimXmlSpace(element.text) !== '') {
    throw new Fault('form', `${element?.localName ?? 'Signature'} must hold ${names.join(', ')} and no more`);
  }
  return children;
}

function assertReference(reference: XmlElement | undefined, signed: XmlElement): void {
  const uri = reference === undefined ? undefined : attributeOf(reference, 'URI');
  const id = attributeOf(signed, 'ID');
  if (uri === undefined || id === undefined || id === '' || uri !== `#${id}`) {
    const shown = uri === undefined ? 'has no URI' : `points at '${excerpt(uri)}'`;
    throw new Fault('form', `the Reference ${shown} instead of the ID of the ${signed.localName} it is in`);
  }
}

function assertCanonicalisation(c14n: XmlElement | undefined): void {
  if (!CANONICALISATIONS.includes(algorithmOf(c14n))) {
    throw new Fault(
      'algorithm',
      `the canonicalisation '${excerpt(algorithmOf(c14n))}' isn't exclusive canonicalisation`,
    );
  }
  assertInclusiveNamespacesOnly(c14n);
}

function assertTransforms(transforms: XmlElement | undefined): void {
  const [first, second, third] = transforms?.children ?? [];
  const areTransforms = [first, second].every(
    (transform) => transform !== undefined && isNamed(transform, NAMESPACES.ds, 'Transform'),
  );
  if (!areTransforms || third !== undefined || trimXmlSpace(transforms?.text ?? '') !== '') {
    throw new Fault('form', 'Transforms must hold two: enveloped-signature and exclusive canonicalisation');
  }
  const wrong = [first, second].find(
    (transform, index) =>
      !(index === 0 ? [ENVELOPED_SIGNATURE] : CANONICALISATIONS).includes(algorithmOf(transform)),
  );
  if (wrong !== undefined) {
    throw new Fault(
      'algorithm',
      `the transform '${excerpt(algorithmOf(wrong))}' isn't enveloped-signature followed by exclusive canonicalisation`,
    );
  }
  // Some signers (xml-crypto) write the parameter of the second into the first too, where it has no effect.
  assertInclusiveNamespacesOnly(first, ENVELOPED_SIGNATURE);
  assertInclusiveNamespacesOnly(second);
}

/** Exclusive canonicalisation takes one parameter (Exclusive XML Canonicalization §4). */
function assertInclusiveNamespacesOnly(element: XmlElement | undefined, namespace = EXCLUSIVE_C14N): void {
  const [parameter, another] = element?.children ?? [];
  if (parameter === undefined) {
    assertEmpty(element);
    return;
  }
  const isRight = isNamed(parameter, namespace, 'InclusiveNamespaces') && another === undefined;
  if (!isRight || attributeOf(parameter, 'PrefixList') === undefined) {
    throw new Fault('form', `${element?.localName ?? ''} must hold nothing but InclusiveNamespaces`);
  }
  assertEmpty(parameter);
}

function assertEmpty(element: XmlElement | undefined): void {
  if (element !== undefined && (element.children.length > 0 || trimXmlSpace(element.text) !== '')) {
    throw new Fault('form', `${excerpt(element.localName)} must be empty`);
  }
}

function algorithmOf(element: XmlElement | undefined): string {
  return element === undefined ? '' : (attributeOf(element, 'Algorithm') ?? '');
}

function leafBytes(element: XmlElement | undefined): Buffer {
  const bytes = element?.children.length === 0 ? decodeBase64(element.text) : undefined;
  if (bytes === undefined) throw new Fault('form', `${element?.localName ?? ''} isn't base64`);
  return bytes;
}

function certificatesIn(keyInfo: XmlElement): readonly (Buffer | undefined)[] {
  return childrenNamed(keyInfo, NAMESPACES.ds, 'X509Data')
    .flatMap((data) => childrenNamed(data, NAMESPACES.ds, 'X509Certificate'))
    .map((certificate) => decodeBase64(certificate.text));
}
