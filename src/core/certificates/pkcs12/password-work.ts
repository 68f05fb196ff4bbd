import { createHash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { ownError, type WorklinkError } from '../../errors.js';

/** How the OpenSSL inside Node calls a hash. */
export type HashName =
  'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha512-224' | 'sha512-256';

/** What went wrong with a password-protected file, for whoever goes on from it. */
export type PasswordFault =
  'password-needed' | 'password-wrong' | 'damaged' | 'unsupported' | 'too-much-work';

/** An `InvalidInput` that carries its {@link PasswordFault} in `details.fault`. */
export function passwordFault(fault: PasswordFault, message: string, hint: string): WorklinkError {
  return ownError('InvalidInput', message, { hint, details: { fault } });
}

/**
 * What one step of a derivation costs, in nanoseconds of a machine of 2026: PKCS#12's own is hashed by JavaScript's calls,
 * the others run inside OpenSSL.
 */
const COST = { hashRound: 1700, hmacRound: 250, longHmacRound: 600, scryptUnit: 400 } as const;

/** Room for what the most thorough programs ask for: 600,000 rounds for each of a file's three derivations. */
const MAX_WORK = 1_600_000_000;

/** How much memory scrypt may take: N × r × 128 bytes, 128 MiB. */
const MAX_SCRYPT_MEMORY = 2 ** 27;

/** Salts are 8 to 32 bytes; none is longer than this. */
const MAX_SALT_BYTES = 4096;

/**
 * How much stretching of passwords one file may ask for. A file says itself how often its password is to be hashed, for
 * each of its parts anew, and may say two thousand million times: each derivation is paid for here before it is begun.
 */
export class WorkBudget {
  #left = MAX_WORK;

  /** @throws WorklinkError `InvalidInput` (`too-much-work`) where that is more than is left */
  spend(cost: number): void {
    this.#left -= cost;
    if (this.#left >= 0) return;
    throw passwordFault(
      'too-much-work',
      'Its encryption asks for more work than is done here: a password hashed too many times.',
      'Export it again with a usual number of iterations: 2,048 to 600,000.',
    );
  }
}

/** One password, in the forms in which it is put into derivations. */
export interface PasswordForm {
  /** For PKCS#12's own derivation: RFC 7292 §B.1. */
  readonly bmp: Uint8Array;
  /** For PBKDF2 and scrypt. */
  readonly bytes: Uint8Array;
}

function bmpString(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, 'utf16le').swap16();
}

/**
 * The forms that programs have given a password. RFC 7292 §B.1 has it as a BMPString ended by two zero bytes; for none
 * at all, Java and others leave the zero bytes out too; and OpenSSL before 1.1 took each byte of the terminal's UTF-8 for
 * a character of its own.
 *
 * @param password `undefined` for none
 */
export function passwordForms(password: string | undefined): readonly PasswordForm[] {
  const nothing: PasswordForm = { bmp: new Uint8Array(0), bytes: new Uint8Array(0) };
  if (password === undefined) return [nothing, { ...nothing, bmp: bmpString('') }];
  if (password === '') return [{ ...nothing, bmp: bmpString('') }, nothing];
  const bytes = Buffer.from(password, 'utf8');
  const usual: PasswordForm = { bmp: bmpString(password), bytes };
  if (bytes.length === password.length) return [usual];
  const latin1 = Buffer.from(password, 'latin1');
  const other = latin1.toString('latin1') === password ? latin1 : bytes;
  return [usual, { bmp: bmpString(bytes.toString('latin1')), bytes: other }];
}

/** Salt and count of a derivation. */
export interface Rounds {
  readonly salt: Uint8Array;
  readonly iterations: number;
}

function checked({ salt, iterations }: Rounds): void {
  if (salt.length > MAX_SALT_BYTES || iterations < 1) {
    throw passwordFault(
      'damaged',
      'Its encryption has a salt or a number of iterations that cannot be.',
      'Export it again.',
    );
  }
}

/** Output and block size of a hash, in bytes. */
const SIZES: Readonly<Record<HashName, readonly [number, number]>> = {
  md5: [16, 64],
  sha1: [20, 64],
  sha224: [28, 64],
  sha256: [32, 64],
  sha384: [48, 128],
  sha512: [64, 128],
  'sha512-224': [28, 128],
  'sha512-256': [32, 128],
};

/** What the bytes derived are for: RFC 7292 §B.3. */
export const PURPOSE = { key: 1, initialVector: 2, mac: 3 } as const;

function repeated(bytes: Uint8Array, block: number): Buffer {
  if (bytes.length === 0) return Buffer.alloc(0);
  const length = Math.ceil(bytes.length / block) * block;
  return Buffer.alloc(length, bytes);
}

/** Adds a block and one to every block of `target`, modulo the size of a block: RFC 7292 §B.2, step 6C. */
function addToBlocks(target: Uint8Array, block: Uint8Array): void {
  for (let start = 0; start < target.length; start += block.length) {
    let carry = 1;
    for (let index = block.length - 1; index >= 0; index -= 1) {
      carry += (target[start + index] ?? 0) + (block[index] ?? 0);
      target[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** PKCS#12's own derivation: RFC 7292 Appendix B.2. */
export function derivePkcs12(
  hash: HashName,
  password: PasswordForm,
  rounds: Rounds,
  options: { readonly purpose: number; readonly length: number; readonly budget: WorkBudget },
): Buffer {
  checked(rounds);
  const { purpose, length, budget } = options;
  const [size, block] = SIZES[hash];
  const count = Math.ceil(length / size);
  budget.spend(count * rounds.iterations * COST.hashRound);
  const diversifier = Buffer.alloc(block, purpose);
  const input = Buffer.concat([repeated(rounds.salt, block), repeated(password.bmp, block)]);
  const pieces: Buffer[] = [];
  for (let piece = 0; piece < count; piece += 1) {
    let digest = createHash(hash).update(diversifier).update(input).digest();
    for (let round = 1; round < rounds.iterations; round += 1)
      digest = createHash(hash).update(digest).digest();
    pieces.push(digest);
    addToBlocks(input, Buffer.alloc(block, digest));
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** PBKDF2: RFC 8018 §5.2. */
export function derivePbkdf2(
  hash: HashName,
  password: PasswordForm,
  rounds: Rounds,
  { length, budget }: { readonly length: number; readonly budget: WorkBudget },
): Buffer {
  checked(rounds);
  const [size, block] = SIZES[hash];
  const cost = block > 64 ? COST.longHmacRound : COST.hmacRound;
  budget.spend(Math.ceil(length / size) * rounds.iterations * cost);
  return pbkdf2Sync(password.bytes, rounds.salt, rounds.iterations, length, hash);
}

/** scrypt: RFC 7914. N must be a power of two, which OpenSSL checks. */
export function deriveScrypt(
  password: PasswordForm,
  salt: Uint8Array,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
  { length, budget }: { readonly length: number; readonly budget: WorkBudget },
): Buffer {
  checked({ salt, iterations: Math.min(n, r, p) });
  if (128 * n * r > MAX_SCRYPT_MEMORY) {
    throw passwordFault(
      'too-much-work',
      'Its encryption asks for more memory than is used here.',
      'Export it again.',
    );
  }
  budget.spend(n * r * p * COST.scryptUnit);
  try {
    return scryptSync(password.bytes, salt, length, { N: n, r, p, maxmem: 2 * MAX_SCRYPT_MEMORY });
  } catch {
    throw passwordFault(
      'damaged',
      'Its encryption has parameters of scrypt that cannot be.',
      'Export it again.',
    );
  }
}
