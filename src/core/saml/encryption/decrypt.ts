import { constants, createDecipheriv, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';
import { decodeBase64 } from '../base64.js';
import { NAMESPACES } from '../names.js';
import { attributeOf, childrenNamed, descendantsAt, type XmlElement } from '../xml/tree.js';
import {
  CONTENT_CIPHERS,
  type ContentCipher,
  OAEP_DIGESTS,
  OAEP_MASKS,
  type OaepHash,
  RSA_15,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
  XENC,
  XENC11,
} from './algorithms.js';
import { decryptOaep } from './oaep.js';

export type Decryption =
  | { readonly text: string; readonly fault: undefined }
  /** `algorithm`: one that isn't taken. `key`: whatever else, which isn't told apart, so that nobody can ask step by step. */
  | { readonly text: undefined; readonly fault: 'form' | 'algorithm' | 'key'; readonly algorithm: string };

export interface DecryptionOptions {
  readonly keys: readonly KeyObject[];
  readonly allowRsa15: boolean;
}

/** A message is encrypted to a handful of recipients at most. */
const MAX_ENCRYPTED_KEYS = 8;
const GCM_IV_LENGTH = 12;
const GCM_TAG_LENGTH = 16;
const CBC_BLOCK_LENGTH = 16;

/**
 * Decrypts what is in an EncryptedAssertion, EncryptedID or EncryptedAttribute. Never throws.
 * AES in CBC mode is taken although anybody can change what it decrypts to, because Microsoft Entra ID and others still send
 * it: what comes out counts only where a signature holds, and every failure looks the same.
 * Source: SAML 2.0 Core §2.2.4 and §6; XML Encryption 1.1 §3 and §5.
 */
export function decryptElement(wrapper: XmlElement, options: DecryptionOptions): Decryption {
  const [data, another] = childrenNamed(wrapper, XENC, 'EncryptedData');
  if (data === undefined || another !== undefined) return { text: undefined, fault: 'form', algorithm: '' };
  const uri = methodOf(data);
  const cipher = CONTENT_CIPHERS.find((known) => known.uri === uri);
  if (cipher === undefined) return { text: undefined, fault: 'algorithm', algorithm: uri };
  const encryptedKeys = [
    ...childrenNamed(data, NAMESPACES.ds, 'KeyInfo').flatMap((keyInfo) =>
      childrenNamed(keyInfo, XENC, 'EncryptedKey'),
    ),
    ...childrenNamed(wrapper, XENC, 'EncryptedKey'),
  ].slice(0, MAX_ENCRYPTED_KEYS);
  const refused = encryptedKeys.map(methodOf).filter((method) => !isTransportTaken(method, options));
  if (encryptedKeys.length === 0 || refused.length === encryptedKeys.length) {
    return {
      text: undefined,
      fault: refused[0] === undefined ? 'form' : 'algorithm',
      algorithm: refused[0] ?? '',
    };
  }
  const ciphertext = cipherValue(data);
  for (const encryptedKey of encryptedKeys) {
    for (const key of options.keys) {
      const contentKey = unwrapKey(encryptedKey, key, cipher, options);
      const text =
        contentKey === undefined || ciphertext === undefined
          ? undefined
          : decryptContent(cipher, contentKey, ciphertext);
      if (text !== undefined) return { text, fault: undefined };
    }
  }
  return { text: undefined, fault: 'key', algorithm: '' };
}

function isTransportTaken(method: string, { allowRsa15 }: DecryptionOptions): boolean {
  return method === RSA_OAEP || method === RSA_OAEP_MGF1P || (method === RSA_15 && allowRsa15);
}

function unwrapKey(
  encryptedKey: XmlElement,
  key: KeyObject,
  cipher: ContentCipher,
  options: DecryptionOptions,
): Buffer | undefined {
  const method = methodOf(encryptedKey);
  const wrapped = cipherValue(encryptedKey);
  if (wrapped === undefined || key.asymmetricKeyType !== 'rsa' || !isTransportTaken(method, options)) {
    return undefined;
  }
  if (method === RSA_15) return unwrapRsa15(key, wrapped, cipher.keyLength);
  const parameters = oaepParameters(encryptedKey, method);
  const contentKey = parameters === undefined ? undefined : decryptOaep(key, wrapped, parameters);
  return contentKey?.length === cipher.keyLength ? contentKey : undefined;
}

/** RFC 8017 §7.2.1: two bytes, at least eight of padding, and a zero. */
const MIN_RSA15_PADDING = 11;

/**
 * What isn't padded right becomes a random key, so that it fails where a wrong key would (RFC 8017 §7.2.2, note). The padding
 * is looked at here, because node:crypto may refuse to (CVE-2023-46809); how long the key must be is known beforehand, so
 * that every byte is looked at whatever the others are.
 */
function unwrapRsa15(key: KeyObject, wrapped: Buffer, keyLength: number): Buffer {
  const fallback = randomBytes(keyLength);
  let encoded: Buffer;
  try {
    encoded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped);
  } catch {
    return fallback;
  }
  const start = encoded.length - keyLength;
  if (start < MIN_RSA15_PADDING) return fallback;
  let fault = encoded.readUInt16BE() ^ 0x0002;
  for (const byte of encoded.subarray(2, start - 1)) fault |= Number(byte === 0);
  fault |= encoded.readUInt8(start - 1);
  return fault === 0 ? encoded.subarray(start) : fallback;
}

function oaepParameters(encryptedKey: XmlElement, method: string) {
  const [encryptionMethod] = childrenNamed(encryptedKey, XENC, 'EncryptionMethod');
  if (encryptionMethod === undefined) return undefined;
  const digest = hashNamed(childrenNamed(encryptionMethod, NAMESPACES.ds, 'DigestMethod'), OAEP_DIGESTS);
  const mask =
    method === RSA_OAEP_MGF1P
      ? 'sha1'
      : hashNamed(childrenNamed(encryptionMethod, XENC11, 'MGF'), OAEP_MASKS);
  const [source] = childrenNamed(encryptionMethod, XENC, 'OAEPparams');
  const label = source === undefined ? Buffer.alloc(0) : decodeBase64(source.text);
  if (digest === undefined || mask === undefined || label === undefined) return undefined;
  return { digest, mask, label };
}

/** By default SHA-1 (XML Encryption 1.1 §5.5.2): nothing here rests on its being free of collisions. */
function hashNamed(
  elements: readonly XmlElement[],
  names: Readonly<Record<string, OaepHash>>,
): OaepHash | undefined {
  const [element] = elements;
  if (element === undefined) return 'sha1';
  const uri = attributeOf(element, 'Algorithm') ?? '';
  return Object.hasOwn(names, uri) ? names[uri] : undefined;
}

function decryptContent(cipher: ContentCipher, key: Buffer, ciphertext: Buffer): string | undefined {
  try {
    const bytes = cipher.cipher.endsWith('gcm')
      ? decryptGcm(cipher, key, ciphertext)
      : decryptCbc(cipher, key, ciphertext);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Initialisation vector, ciphertext, tag (XML Encryption 1.1 §5.2.4). */
function decryptGcm({ cipher }: ContentCipher, key: Buffer, ciphertext: Buffer): Buffer {
  const tag = ciphertext.subarray(-GCM_TAG_LENGTH);
  const body = ciphertext.subarray(GCM_IV_LENGTH, -GCM_TAG_LENGTH);
  const iv = ciphertext.subarray(0, GCM_IV_LENGTH);
  const decipher = createDecipheriv(cipher as 'aes-256-gcm', key, iv, { authTagLength: GCM_TAG_LENGTH });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/** The last byte says how many were added; what the others of them are is anybody's choice (XML Encryption 1.1 §5.2). */
function decryptCbc({ cipher }: ContentCipher, key: Buffer, ciphertext: Buffer): Buffer {
  const iv = ciphertext.subarray(0, CBC_BLOCK_LENGTH);
  const decipher = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(ciphertext.subarray(CBC_BLOCK_LENGTH)), decipher.final()]);
  const added = padded.at(-1) ?? 0;
  if (added < 1 || added > CBC_BLOCK_LENGTH || added > padded.length) throw new Error('not padded');
  return padded.subarray(0, padded.length - added);
}

function methodOf(element: XmlElement): string {
  const [method] = childrenNamed(element, XENC, 'EncryptionMethod');
  return method === undefined ? '' : (attributeOf(method, 'Algorithm') ?? '');
}

function cipherValue(element: XmlElement): Buffer | undefined {
  const [value, another] = descendantsAt(element, XENC, ['CipherData', 'CipherValue']);
  return value === undefined || another !== undefined ? undefined : decodeBase64(value.text);
}
