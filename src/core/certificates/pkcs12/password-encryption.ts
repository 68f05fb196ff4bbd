import { createDecipheriv } from 'node:crypto';
import { readAlgorithm } from '../algorithms.js';
import { DerCursor, type DerElement, TAG } from '../der/der.js';
import { readSmallInteger } from '../der/der-values.js';
import {
  derivePbkdf2,
  derivePkcs12,
  deriveScrypt,
  type HashName,
  passwordFault,
  type PasswordForm,
  PURPOSE,
  type Rounds,
  type WorkBudget,
} from './password-work.js';
import { decryptRc2Cbc } from './rc2.js';

/** How something is encrypted under a password, in words that can be shown. */
export interface EncryptionFacts {
  /** `PBE-SHA1-3DES`, `PBE-SHA1-RC2-40`, `PBES2`. */
  readonly scheme: string;
  /** `3DES-CBC`, `RC2-40-CBC`, `AES-256-CBC`. */
  readonly cipher: string;
  /** The hash that stretches the password: `SHA-1`, `HMAC-SHA-256`; `scrypt`. */
  readonly derivation: string;
  /** How often; for scrypt its cost N. */
  readonly iterations: number;
}

/** A way to decrypt what one part of a file holds. */
export interface Decryption {
  readonly facts: EncryptionFacts;
  /** @returns `undefined` where the password is another, or the data is damaged */
  readonly open: (data: Uint8Array, password: PasswordForm, budget: WorkBudget) => Uint8Array | undefined;
}

interface Cipher {
  readonly name: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
  readonly decrypt: (data: Uint8Array, key: Uint8Array, iv: Uint8Array) => Uint8Array | undefined;
}

/** A cipher of OpenSSL's, in CBC mode. */
function openssl(name: string, algorithm: string, keyBytes: number, ivBytes: number): Cipher {
  const decrypt = (data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array | undefined => {
    try {
      // Two-key 3DES uses its first key once more.
      const whole =
        algorithm === 'des-ede3-cbc' && keyBytes === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key;
      const decipher = createDecipheriv(algorithm, whole, iv);
      return Buffer.concat([decipher.update(data), decipher.final()]);
    } catch {
      return undefined;
    }
  };
  return { name, keyBytes, ivBytes, decrypt };
}

function rc2(bits: number, keyBytes = bits / 8): Cipher {
  const name = `RC2-${String(bits)}-CBC`;
  return { name, keyBytes, ivBytes: 8, decrypt: (data, key, iv) => decryptRc2Cbc(data, key, bits, iv) };
}

const TRIPLE_DES = openssl('3DES-CBC', 'des-ede3-cbc', 24, 8);

/** PKCS#12's own schemes, all with SHA-1: RFC 7292 Appendix C. The two with RC4 were never usual. */
const PKCS12_SCHEMES: Readonly<Record<string, { readonly scheme: string; readonly cipher: Cipher }>> = {
  '1.2.840.113549.1.12.1.3': { scheme: 'PBE-SHA1-3DES', cipher: TRIPLE_DES },
  '1.2.840.113549.1.12.1.4': { scheme: 'PBE-SHA1-2DES', cipher: openssl('2DES-CBC', 'des-ede3-cbc', 16, 8) },
  '1.2.840.113549.1.12.1.5': { scheme: 'PBE-SHA1-RC2-128', cipher: rc2(128) },
  '1.2.840.113549.1.12.1.6': { scheme: 'PBE-SHA1-RC2-40', cipher: rc2(40) },
};

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
const RC2_CBC = '1.2.840.113549.3.2';

/** RFC 8018 Appendix B.2, RFC 3565. */
const PBES2_CIPHERS: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.3.7': TRIPLE_DES,
  '2.16.840.1.101.3.4.1.2': openssl('AES-128-CBC', 'aes-128-cbc', 16, 16),
  '2.16.840.1.101.3.4.1.22': openssl('AES-192-CBC', 'aes-192-cbc', 24, 16),
  '2.16.840.1.101.3.4.1.42': openssl('AES-256-CBC', 'aes-256-cbc', 32, 16),
};

/** RFC 8018 Appendix B.1. */
const HMACS: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
};

/** Algorithms by name that files are met with and nothing here opens. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.12.1.1': 'PBE-SHA1-RC4-128',
  '1.2.840.113549.1.12.1.2': 'PBE-SHA1-RC4-40',
  '1.2.840.113549.1.5.3': 'PBE-MD5-DES',
  '1.2.840.113549.1.5.10': 'PBE-SHA1-DES',
  '1.3.14.3.2.7': 'DES-CBC',
  '2.16.840.1.101.3.4.1.6': 'AES-128-GCM',
  '2.16.840.1.101.3.4.1.46': 'AES-256-GCM',
};

/** A `PasswordFault` of an algorithm that is not known here. */
export function unsupportedAlgorithm(what: string, oid: string): Error {
  return passwordFault(
    'unsupported',
    `Its ${what} (${UNSUPPORTED[oid] ?? oid}) is not supported.`,
    'Export it again with AES-256 or with 3DES: openssl pkcs12 -export.',
  );
}

/** How a hash is called in its standard. */
export function hashTitle(hash: HashName): string {
  return hash === 'md5' ? 'MD5' : `SHA-${hash.slice(3).replace('-', '/')}`;
}

function readRounds(parameters: DerElement | undefined): {
  readonly rounds: Rounds;
  readonly rest: DerCursor;
} {
  if (parameters?.tag !== TAG.sequence) {
    throw passwordFault('damaged', 'Its encryption has no parameters.', 'Export it again.');
  }
  const rest = DerCursor.within(parameters);
  const salt = rest.read('a salt', TAG.octetString).content;
  const iterations = readSmallInteger(rest.read('an iteration count', TAG.integer), 'an iteration count');
  return { rounds: { salt, iterations }, rest };
}

type Derive = (password: PasswordForm, length: number, budget: WorkBudget) => Buffer;

interface Derivation {
  readonly name: string;
  readonly iterations: number;
  readonly derive: Derive;
  /** How long a key it names, in bytes, where it does. */
  readonly keyLength: number | undefined;
}

/** The longest key that anything here is used with, in bytes. */
const MAX_DERIVED_BYTES = 64;

function keyLengthOf(element: DerElement): number {
  const length = readSmallInteger(element, 'a key length');
  if (length >= 1 && length <= MAX_DERIVED_BYTES) return length;
  throw passwordFault('damaged', 'Its encryption names a length of key that cannot be.', 'Export it again.');
}

/** PBKDF2-params, RFC 8018 Appendix A.2; HMAC with SHA-1 where it names none. */
export function readPbkdf2(parameters: DerElement | undefined): Derivation {
  const { rounds, rest } = readRounds(parameters);
  const length = rest.optional('a key length', TAG.integer);
  const prf = rest.optional('a pseudo-random function', TAG.sequence);
  rest.finish('PBKDF2-params');
  const hash = prf === undefined ? 'sha1' : readHmac(prf);
  return {
    name: `HMAC-${hashTitle(hash)}`,
    iterations: rounds.iterations,
    keyLength: length === undefined ? undefined : keyLengthOf(length),
    derive: (password, bytes, budget) => derivePbkdf2(hash, password, rounds, { length: bytes, budget }),
  };
}

/** The hash of an HMAC's AlgorithmIdentifier. */
export function readHmac(element: DerElement): HashName {
  const { oid } = readAlgorithm(element);
  const hash = HMACS[oid];
  if (hash === undefined) throw unsupportedAlgorithm('pseudo-random function', oid);
  return hash;
}

/** RFC 7914 §7. */
function readScrypt(parameters: DerElement | undefined): Derivation {
  const { rounds, rest } = readRounds(parameters);
  const small = (what: string): number => readSmallInteger(rest.read(what, TAG.integer), what);
  const cost = { n: rounds.iterations, r: small('r'), p: small('p') };
  return {
    name: 'scrypt',
    iterations: cost.n,
    keyLength: undefined,
    derive: (password, length, budget) => deriveScrypt(password, rounds.salt, cost, { length, budget }),
  };
}

/** RC2-CBC-Parameter, RFC 8018 Appendix B.2.3: a version that stands for the size, and the initial vector. */
function readRc2(parameters: DerElement | undefined): { readonly cipher: Cipher; readonly iv: Uint8Array } {
  if (parameters?.tag !== TAG.sequence) throw unsupportedAlgorithm('encryption', RC2_CBC);
  const cursor = DerCursor.within(parameters);
  const version = readSmallInteger(cursor.read('a version', TAG.integer), 'a version');
  const bits = ({ 160: 40, 120: 64, 58: 128 } as Readonly<Record<number, number>>)[version];
  if (bits === undefined) throw unsupportedAlgorithm('encryption', RC2_CBC);
  return { cipher: rc2(bits), iv: cursor.read('an initial vector', TAG.octetString).content };
}

/** PBES2-params, RFC 8018 Appendix A.4. */
function readPbes2(parameters: DerElement | undefined): Decryption {
  if (parameters?.tag !== TAG.sequence) throw unsupportedAlgorithm('encryption', PBES2);
  const cursor = DerCursor.within(parameters);
  const kdf = readAlgorithm(cursor.read('a key derivation function', TAG.sequence));
  const encryption = readAlgorithm(cursor.read('an encryption scheme', TAG.sequence));
  if (kdf.oid !== PBKDF2 && kdf.oid !== SCRYPT) throw unsupportedAlgorithm('key derivation', kdf.oid);
  const derivation = kdf.oid === PBKDF2 ? readPbkdf2(kdf.parameters) : readScrypt(kdf.parameters);
  const { cipher, iv } =
    encryption.oid === RC2_CBC
      ? readRc2(encryption.parameters)
      : { cipher: PBES2_CIPHERS[encryption.oid], iv: encryption.parameters?.content };
  if (cipher === undefined) throw unsupportedAlgorithm('encryption', encryption.oid);
  if (iv?.length !== cipher.ivBytes) {
    throw passwordFault(
      'damaged',
      'Its encryption has no initial vector of the right length.',
      'Export it again.',
    );
  }
  return {
    facts: {
      scheme: 'PBES2',
      cipher: cipher.name,
      derivation: derivation.name,
      iterations: derivation.iterations,
    },
    open: (data, password, budget) =>
      cipher.decrypt(data, derivation.derive(password, cipher.keyBytes, budget), iv),
  };
}

/**
 * Reads the AlgorithmIdentifier of something encrypted under a password: the schemes of RFC 7292 Appendix C, and PBES2
 * (RFC 8018 §6.2) with PBKDF2 or scrypt.
 *
 * @throws WorklinkError `InvalidInput` (`unsupported`) naming an algorithm that is not known here
 */
export function readDecryption(element: DerElement): Decryption {
  const { oid, parameters } = readAlgorithm(element);
  if (oid === PBES2) return readPbes2(parameters);
  const known = PKCS12_SCHEMES[oid];
  if (known === undefined) throw unsupportedAlgorithm('encryption', oid);
  const { rounds, rest } = readRounds(parameters);
  rest.finish('pkcs-12PbeParams');
  const { scheme, cipher } = known;
  return {
    facts: { scheme, cipher: cipher.name, derivation: 'SHA-1', iterations: rounds.iterations },
    open: (data, password, budget) => {
      const derive = (purpose: number, length: number): Buffer =>
        derivePkcs12('sha1', password, rounds, { purpose, length, budget });
      const key = derive(PURPOSE.key, cipher.keyBytes);
      return cipher.decrypt(data, key, derive(PURPOSE.initialVector, cipher.ivBytes));
    },
  };
}
