// Kept apart so that xml-crypto is loaded only by who verifies or signs. The import is static and of the default export,
// because that is the one form that Node, tsx and a bundle all read alike for this CommonJS package.
import xmlCrypto, { type HashAlgorithm, type SignatureAlgorithm as XmlCryptoAlgorithm } from 'xml-crypto';
import { createHash, type KeyObject } from 'node:crypto';
import {
  type DigestAlgorithm,
  ENVELOPED_SIGNATURE,
  EXCLUSIVE_C14N,
  EXCLUSIVE_C14N_WITH_COMMENTS,
  type SignatureAlgorithm,
  signBytes,
  verifyBytes,
} from './algorithms.js';

/** Sorts by code point as canonical XML does (Canonical XML 1.0 §2.2); xml-crypto sorts by the language's rules. */
class ExclusiveC14n extends xmlCrypto.ExclusiveCanonicalization {
  override nsCompare(a: { readonly prefix: string }, b: { readonly prefix: string }): number {
    return a.prefix === b.prefix ? 0 : a.prefix < b.prefix ? -1 : 1;
  }
}

/** The one signature and digest algorithm of a signature, and no others: nothing in the document can choose another. */
function restrict(
  signedXml: InstanceType<typeof xmlCrypto.SignedXml>,
  signature: new () => XmlCryptoAlgorithm,
  signatureUri: string,
  digest: DigestAlgorithm,
): void {
  const enveloped = signedXml.CanonicalizationAlgorithms[ENVELOPED_SIGNATURE];
  if (enveloped === undefined) throw new Error('xml-crypto has lost the enveloped-signature transform');
  signedXml.CanonicalizationAlgorithms = {
    [ENVELOPED_SIGNATURE]: enveloped,
    [EXCLUSIVE_C14N]: ExclusiveC14n,
    // What is verified has no comments.
    [EXCLUSIVE_C14N_WITH_COMMENTS]: ExclusiveC14n,
  };
  signedXml.SignatureAlgorithms = { [signatureUri]: signature };
  signedXml.HashAlgorithms = {
    [digest.uri]: class implements HashAlgorithm {
      getAlgorithmName = () => digest.uri;
      getHash = (xml: string) => createHash(digest.hash).update(xml, 'utf8').digest('base64');
    },
  };
}

export interface VerificationRequest {
  /** Written by {@link writeXml}: what is verified is what was parsed. */
  readonly document: string;
  /** The Signature element alone, with every namespace in scope declared on it and on its SignedInfo. */
  readonly signature: string;
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestAlgorithm;
  readonly keys: readonly KeyObject[];
}

export type Verification =
  /** `signed` is the canonical form of the referenced element: the very text that was signed, and nothing else was. */
  | { readonly verdict: 'verified'; readonly signed: string; readonly key: KeyObject }
  | { readonly verdict: 'digest' | 'value' };

/** Verifies a signature whose form has been read. Never throws. */
export function verifyXml(request: VerificationRequest): Verification {
  const { algorithm, keys } = request;
  // Filled in by what the engine calls back.
  const outcome: { key: KeyObject | undefined; reached: boolean } = { key: undefined, reached: false };
  class TrustedKeys implements XmlCryptoAlgorithm {
    getAlgorithmName = () => algorithm.uri;
    getSignature = (): never => {
      throw new Error('This is for verifying.');
    };
    verifySignature(material: string, _key: unknown, signatureValue: string): boolean {
      outcome.reached = true;
      const value = Buffer.from(signatureValue, 'base64');
      outcome.key = keys.find((candidate) =>
        verifyBytes(algorithm, candidate, Buffer.from(material, 'utf8'), value),
      );
      return outcome.key !== undefined;
    }
  }
  const [anyKey] = keys;
  if (anyKey === undefined) return { verdict: 'value' };
  const signedXml = new xmlCrypto.SignedXml({ publicCert: anyKey, getCertFromKeyInfo: () => null });
  restrict(signedXml, TrustedKeys, algorithm.uri, request.digest);
  try {
    signedXml.loadSignature(request.signature);
    signedXml.checkSignature(request.document);
  } catch {
    // Which of two steps failed is told apart below.
  }
  const { key, reached } = outcome;
  const [signed, another] = signedXml.getSignedReferences();
  if (key !== undefined && signed !== undefined && signed !== '' && another === undefined) {
    return { verdict: 'verified', signed, key };
  }
  return { verdict: reached ? 'value' : 'digest' };
}

export interface SigningRequest {
  readonly document: string;
  /** The ID of the element to sign. */
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestAlgorithm;
  readonly privateKey: KeyObject;
  /** PEM; goes into KeyInfo. */
  readonly certificate?: string;
  /** For InclusiveNamespaces. */
  readonly inclusivePrefixes?: readonly string[];
}

/** Signs one element of a document, with the signature behind its Issuer (SAML 2.0 Core §2.3.3 and §3.2.2). */
export function signXml(request: SigningRequest): string {
  const { algorithm, privateKey } = request;
  class OwnKey implements XmlCryptoAlgorithm {
    getAlgorithmName = () => algorithm.uri;
    getSignature = (material: unknown): string =>
      signBytes(algorithm, privateKey, Buffer.from(String(material), 'utf8')).toString('base64');
    verifySignature = (): never => {
      throw new Error('This is for signing.');
    };
  }
  const signedXml = new xmlCrypto.SignedXml({
    privateKey,
    signatureAlgorithm: algorithm.uri,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    ...(request.certificate !== undefined && { publicCert: request.certificate }),
  });
  restrict(signedXml, OwnKey, algorithm.uri, request.digest);
  const target = `//*[@ID='${request.id}']`;
  signedXml.addReference({
    xpath: target,
    transforms: [ENVELOPED_SIGNATURE, EXCLUSIVE_C14N],
    digestAlgorithm: request.digest.uri,
    ...(request.inclusivePrefixes !== undefined && {
      inclusiveNamespacesPrefixList: [...request.inclusivePrefixes],
    }),
  });
  signedXml.computeSignature(request.document, {
    prefix: 'ds',
    location: { reference: `${target}/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return signedXml.getSignedXml();
}
