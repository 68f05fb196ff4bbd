import {
  constants,
  createHash,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  timingSafeEqual,
} from 'node:crypto';
import { type OaepHash } from './algorithms.js';

export interface OaepParameters {
  readonly digest: OaepHash;
  readonly mask: OaepHash;
  readonly label: Uint8Array;
}

/**
 * RSA-OAEP with any pair of hashes (RFC 8017 §7.1). node:crypto has one hash for both purposes, while XML Encryption's common
 * algorithm pairs a digest of choice with a mask by SHA-1.
 * @returns undefined where the padding isn't right, without saying why
 */
export function decryptOaep(
  key: KeyObject,
  ciphertext: Uint8Array,
  parameters: OaepParameters,
): Buffer | undefined {
  let encoded: Buffer;
  try {
    encoded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, ciphertext);
  } catch {
    return undefined;
  }
  const length = hashOf(parameters.digest, parameters.label).length;
  if (encoded.length < 2 * length + 2) return undefined;
  const maskedSeed = encoded.subarray(1, 1 + length);
  const maskedBlock = encoded.subarray(1 + length);
  const seed = xor(maskedSeed, mgf1(maskedBlock, length, parameters.mask));
  const block = xor(maskedBlock, mgf1(seed, maskedBlock.length, parameters.mask));
  // All is looked at before anything is answered (RFC 8017 §7.1.2, note).
  const isLabel = timingSafeEqual(block.subarray(0, length), hashOf(parameters.digest, parameters.label));
  let separator = 0;
  let isPadding = encoded[0] === 0;
  for (let index = length; index < block.length; index += 1) {
    const byte = block[index] ?? 0;
    if (separator === 0 && byte === 1) separator = index;
    else if (separator === 0 && byte !== 0) isPadding = false;
  }
  return isLabel && isPadding && separator !== 0 ? block.subarray(separator + 1) : undefined;
}

/** @param seed random bytes, as many as the digest has */
export function encryptOaep(
  key: KeyObject,
  message: Uint8Array,
  parameters: OaepParameters,
  seed: Uint8Array,
): Buffer {
  const modulusBytes = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const label = hashOf(parameters.digest, parameters.label);
  const block = Buffer.alloc(modulusBytes - label.length - 1);
  label.copy(block);
  block[block.length - message.length - 1] = 1;
  block.set(message, block.length - message.length);
  const maskedBlock = xor(block, mgf1(seed, block.length, parameters.mask));
  const maskedSeed = xor(seed, mgf1(maskedBlock, label.length, parameters.mask));
  const encoded = Buffer.concat([Buffer.of(0), maskedSeed, maskedBlock]);
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

/** The mask generation function of RFC 8017 §B.2.1. */
function mgf1(seed: Uint8Array, length: number, hash: OaepHash): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0, made = 0; made < length; counter += 1) {
    const suffix = Buffer.alloc(4);
    suffix.writeUInt32BE(counter);
    const block = createHash(hash).update(seed).update(suffix).digest();
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function hashOf(hash: OaepHash, bytes: Uint8Array): Buffer {
  return createHash(hash).update(bytes).digest();
}

function xor(bytes: Uint8Array, mask: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)));
}
