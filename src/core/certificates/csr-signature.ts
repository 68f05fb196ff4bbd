import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isCostly, type KeyDescription, type SignatureAlgorithm } from './algorithms.js';
import { type DerElement } from './der/der.js';

/** The parts of a certificate signing request that its signature is about. */
export interface SignedRequest {
  readonly body: DerElement;
  readonly keyInfo: DerElement;
  readonly key: KeyDescription;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

const HASHES: Readonly<Record<string, string>> = {
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/**
 * Whether the key that is in a request made its signature, by the algorithm it names (RFC 2986 §4.2).
 *
 * @returns `undefined` where that cannot be judged here: an algorithm or a kind of key that nobody here knows, or one too costly
 */
export function verifiesRequest({
  body,
  keyInfo,
  key,
  algorithm,
  signature,
}: SignedRequest): boolean | undefined {
  const fits = keyFits(key, algorithm);
  if (fits !== true) return fits;
  if (isCostly(key)) return undefined;
  // These sign the message itself. No other algorithm may be without a hash: OpenSSL would choose one.
  const hash = algorithm.keyFamily === 'other' ? null : HASHES[algorithm.hash ?? ''];
  if (hash === undefined) return undefined;
  const { pss } = algorithm;
  // node:crypto masks by the hash that it signs by, and by no other.
  if (algorithm.keyFamily === 'RSA-PSS' && pss?.mask !== algorithm.hash) return undefined;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(keyInfo.encoded), format: 'der', type: 'spki' });
    return verify(hash, body.encoded, { key: publicKey, ...optionsFor(publicKey, algorithm) }, signature);
  } catch {
    // A kind of key, or a curve, that OpenSSL does not know or cannot sign with.
    return undefined;
  }
}

const UNNAMED = /^[\d.]+$/;

/** Whether a key is of the kind that an algorithm is made by; `undefined` where one of them is of no known kind. */
function keyFits(key: KeyDescription, { keyFamily, name }: SignatureAlgorithm): boolean | undefined {
  if (keyFamily === undefined || UNNAMED.test(key.keyType)) return undefined;
  if (keyFamily === 'other') return key.keyType === name;
  // A key for any use of RSA signs by RSASSA-PSS too (RFC 4055 §1.2).
  return key.family === keyFamily || (keyFamily === 'RSA-PSS' && key.family === 'RSA');
}

function optionsFor(key: KeyObject, { pss }: SignatureAlgorithm) {
  if (pss !== undefined) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength };
  }
  return key.asymmetricKeyType === 'rsa' ? { padding: constants.RSA_PKCS1_PADDING } : {};
}
