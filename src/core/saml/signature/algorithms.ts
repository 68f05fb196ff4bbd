import { constants, type KeyObject, sign, verify } from 'node:crypto';

/** Canonicalisation and transforms (SAML 2.0 Core §5.4.3 and §5.4.4). */
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const EXCLUSIVE_C14N_WITH_COMMENTS = 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments';
export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** How a signature is made over the canonical bytes of SignedInfo. */
export interface SignatureAlgorithm {
  readonly uri: string;
  /** As a message names it. */
  readonly name: string;
  readonly hash: Hash;
  readonly scheme: 'rsa' | 'rsa-pss' | 'ecdsa';
}

export interface DigestAlgorithm {
  readonly uri: string;
  readonly name: string;
  readonly hash: Hash;
}

const MORE_2001 = 'http://www.w3.org/2001/04/xmldsig-more#';
const MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#';
const XMLENC = 'http://www.w3.org/2001/04/xmlenc#';
const DS = 'http://www.w3.org/2000/09/xmldsig#';

/**
 * Every signature algorithm known here (XML Signature 1.1 §6.4, RFC 9231 §2.3). None with a shared secret: whoever takes one
 * can be shown a MAC made with the public key.
 */
export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = [
  { uri: `${DS}rsa-sha1`, name: 'RSA with SHA-1', hash: 'sha1', scheme: 'rsa' },
  { uri: `${MORE_2001}rsa-sha256`, name: 'RSA with SHA-256', hash: 'sha256', scheme: 'rsa' },
  { uri: `${MORE_2001}rsa-sha384`, name: 'RSA with SHA-384', hash: 'sha384', scheme: 'rsa' },
  { uri: `${MORE_2001}rsa-sha512`, name: 'RSA with SHA-512', hash: 'sha512', scheme: 'rsa' },
  { uri: `${MORE_2007}sha256-rsa-MGF1`, name: 'RSA-PSS with SHA-256', hash: 'sha256', scheme: 'rsa-pss' },
  { uri: `${MORE_2007}sha384-rsa-MGF1`, name: 'RSA-PSS with SHA-384', hash: 'sha384', scheme: 'rsa-pss' },
  { uri: `${MORE_2007}sha512-rsa-MGF1`, name: 'RSA-PSS with SHA-512', hash: 'sha512', scheme: 'rsa-pss' },
  { uri: `${MORE_2001}ecdsa-sha1`, name: 'ECDSA with SHA-1', hash: 'sha1', scheme: 'ecdsa' },
  { uri: `${MORE_2001}ecdsa-sha256`, name: 'ECDSA with SHA-256', hash: 'sha256', scheme: 'ecdsa' },
  { uri: `${MORE_2001}ecdsa-sha384`, name: 'ECDSA with SHA-384', hash: 'sha384', scheme: 'ecdsa' },
  { uri: `${MORE_2001}ecdsa-sha512`, name: 'ECDSA with SHA-512', hash: 'sha512', scheme: 'ecdsa' },
];

/** Every digest known here (XML Signature 1.1 §6.2, RFC 9231 §2.1). */
export const DIGEST_ALGORITHMS: readonly DigestAlgorithm[] = [
  { uri: `${DS}sha1`, name: 'SHA-1', hash: 'sha1' },
  { uri: `${XMLENC}sha256`, name: 'SHA-256', hash: 'sha256' },
  { uri: `${MORE_2001}sha384`, name: 'SHA-384', hash: 'sha384' },
  { uri: `${XMLENC}sha512`, name: 'SHA-512', hash: 'sha512' },
];

/** An RSA key shorter than this has been broken in public (RSA-768, 2009). */
const MIN_RSA_BITS = 1024;

/** Whether a key is of the kind an algorithm is made for: an RSA signature is never tried with another key. */
export function keyFits(algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (algorithm.scheme === 'ecdsa') return type === 'ec';
  if ((details?.modulusLength ?? 0) < MIN_RSA_BITS) return false;
  return type === 'rsa' || (type === 'rsa-pss' && algorithm.scheme === 'rsa-pss');
}

function optionsFor(algorithm: SignatureAlgorithm) {
  if (algorithm.scheme === 'ecdsa') return { dsaEncoding: 'ieee-p1363' as const };
  if (algorithm.scheme === 'rsa') return { padding: constants.RSA_PKCS1_PADDING };
  // RFC 9231 §2.3.9: the salt is as long as the hash.
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

export function verifyBytes(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!keyFits(algorithm, key)) return false;
  try {
    return verify(algorithm.hash, bytes, { key, ...optionsFor(algorithm) }, signature);
  } catch {
    // A key whose own parameters forbid this use (RSASSA-PSS, RFC 4055 §3.1).
    return false;
  }
}

/** @param key a private key that fits */
export function signBytes(algorithm: SignatureAlgorithm, key: KeyObject, bytes: Uint8Array): Buffer {
  return sign(algorithm.hash, bytes, { key, ...optionsFor(algorithm) });
}
