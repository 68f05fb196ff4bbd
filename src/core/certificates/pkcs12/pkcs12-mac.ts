import { createHmac, timingSafeEqual } from 'node:crypto';
import { readAlgorithm } from '../algorithms.js';
import { DerCursor, type DerElement, TAG } from '../der/der.js';
import { readSmallInteger } from '../der/der-values.js';
import { hashTitle, readHmac, readPbkdf2, unsupportedAlgorithm } from './password-encryption.js';
import { derivePkcs12, type HashName, type PasswordForm, PURPOSE, type WorkBudget } from './password-work.js';

/** How a file is protected against changes, in words that can be shown. */
export interface MacFacts {
  /** `PKCS#12` (RFC 7292) or `PBMAC1` (RFC 9579). */
  readonly scheme: 'PKCS#12' | 'PBMAC1';
  /** `SHA-1`, `SHA-256`. */
  readonly hash: string;
  readonly iterations: number;
}

/** The message authentication code of a file. */
export interface Mac {
  readonly facts: MacFacts;
  /** Whether the content is what somebody with this password wrote. */
  readonly verifies: (content: Uint8Array, password: PasswordForm, budget: WorkBudget) => boolean;
}

const PBMAC1 = '1.2.840.113549.1.5.14';

const HASHES: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.5': 'sha512-224',
  '2.16.840.1.101.3.4.2.6': 'sha512-256',
};

const DIGEST_BYTES: Readonly<Record<HashName, number>> = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  'sha512-224': 28,
  'sha512-256': 32,
};

function isSame(hash: HashName, key: Uint8Array, content: Uint8Array, expected: Uint8Array): boolean {
  const actual = createHmac(hash, key).update(content).digest();
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/**
 * Reads MacData: RFC 7292 §4, and PBMAC1 in its place, RFC 9579 §4, whose own salt and count do not matter then.
 *
 * @throws WorklinkError `InvalidInput` (`unsupported`) naming an algorithm that is not known here
 */
export function readMac(element: DerElement): Mac {
  const cursor = DerCursor.within(element);
  const digestInfo = DerCursor.within(cursor.read('a DigestInfo', TAG.sequence));
  const { oid, parameters } = readAlgorithm(digestInfo.read('a digest algorithm', TAG.sequence));
  const expected = digestInfo.read('a digest', TAG.octetString).content;
  const salt = cursor.read('a salt', TAG.octetString).content;
  const count = cursor.optional('an iteration count', TAG.integer);
  const iterations = count === undefined ? 1 : readSmallInteger(count, 'an iteration count');
  cursor.finish('MacData');
  if (oid === PBMAC1) return readPbmac1(parameters, expected);
  const hash = HASHES[oid];
  if (hash === undefined) throw unsupportedAlgorithm('hash of the integrity check', oid);
  return {
    facts: { scheme: 'PKCS#12', hash: hashTitle(hash), iterations },
    verifies: (content, password, budget) => {
      const options = { purpose: PURPOSE.mac, length: DIGEST_BYTES[hash], budget };
      return isSame(hash, derivePkcs12(hash, password, { salt, iterations }, options), content, expected);
    },
  };
}

/** PBMAC1-params: RFC 8018 Appendix A.5. */
function readPbmac1(parameters: DerElement | undefined, expected: Uint8Array): Mac {
  if (parameters?.tag !== TAG.sequence) throw unsupportedAlgorithm('integrity check', PBMAC1);
  const cursor = DerCursor.within(parameters);
  const kdf = readAlgorithm(cursor.read('a key derivation function', TAG.sequence));
  const { iterations, derive, keyLength } = readPbkdf2(kdf.parameters);
  const hash = readHmac(cursor.read('a message authentication scheme', TAG.sequence));
  return {
    facts: { scheme: 'PBMAC1', hash: hashTitle(hash), iterations },
    verifies: (content, password, budget) =>
      isSame(hash, derive(password, keyLength ?? DIGEST_BYTES[hash], budget), content, expected),
  };
}
