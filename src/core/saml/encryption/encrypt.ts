import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { NAMESPACES } from '../names.js';
import {
  CONTENT_CIPHERS,
  OAEP_DIGESTS,
  OAEP_MASKS,
  type OaepHash,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
  XENC,
  XENC11,
} from './algorithms.js';
import { encryptOaep } from './oaep.js';

export interface EncryptionChoice {
  /** Of the recipient, RSA. */
  readonly publicKey: KeyObject;
  readonly cipher?: (typeof CONTENT_CIPHERS)[number]['cipher'];
  readonly digest?: OaepHash;
  /** By default SHA-1, as in the algorithm that everybody knows. */
  readonly mask?: OaepHash;
}

const HASH_BYTES: Readonly<Record<OaepHash, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/**
 * Encrypts an element into its EncryptedAssertion, EncryptedID or EncryptedAttribute.
 * @param plaintext the element with all the namespaces it needs
 * @returns the wrapper, which declares its own namespaces
 * Source: SAML 2.0 Core §2.2.4, XML Encryption 1.1 §3.
 */
export function encryptElement(
  wrapper: 'EncryptedAssertion' | 'EncryptedID' | 'EncryptedAttribute',
  plaintext: string,
  choice: EncryptionChoice,
): string {
  const { publicKey, cipher = 'aes-256-gcm', digest = 'sha256', mask = 'sha1' } = choice;
  const content = CONTENT_CIPHERS.find((known) => known.cipher === cipher);
  if (content === undefined) throw new RangeError(`there is no cipher ${cipher}`);
  const key = randomBytes(content.keyLength);
  const iv = randomBytes(cipher.endsWith('gcm') ? 12 : 16);
  const cipherer = createCipheriv(cipher as 'aes-256-gcm', key, iv);
  const encrypted = Buffer.concat([iv, cipherer.update(plaintext, 'utf8'), cipherer.final()]);
  const value = cipher.endsWith('gcm') ? Buffer.concat([encrypted, cipherer.getAuthTag()]) : encrypted;
  const wrapped = encryptOaep(
    publicKey,
    key,
    { digest, mask, label: Buffer.alloc(0) },
    randomBytes(HASH_BYTES[digest]),
  );
  const digestMethod = `<ds:DigestMethod Algorithm="${uriOf(OAEP_DIGESTS, digest)}"/>`;
  const method =
    mask === 'sha1'
      ? `<xenc:EncryptionMethod Algorithm="${RSA_OAEP_MGF1P}">${digestMethod}</xenc:EncryptionMethod>`
      : `<xenc:EncryptionMethod Algorithm="${RSA_OAEP}">${digestMethod}<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${uriOf(OAEP_MASKS, mask)}"/></xenc:EncryptionMethod>`;
  return [
    `<saml:${wrapper} xmlns:saml="${NAMESPACES.saml}">`,
    `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element">`,
    `<xenc:EncryptionMethod Algorithm="${content.uri}"/>`,
    `<ds:KeyInfo xmlns:ds="${NAMESPACES.ds}"><xenc:EncryptedKey>${method}${cipherData(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>`,
    `${cipherData(value)}</xenc:EncryptedData></saml:${wrapper}>`,
  ].join('');
}

function cipherData(bytes: Buffer): string {
  return `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
}

function uriOf(names: Readonly<Record<string, OaepHash>>, hash: OaepHash): string {
  return Object.keys(names).find((uri) => names[uri] === hash) ?? '';
}
