import { readAlgorithm } from './algorithms.js';
import { DerCursor, type DerElement, readDer, TAG } from './der/der.js';
import { readInteger } from './der/der-values.js';

/** How many rounds a passphrase may be stretched by: some seconds of work, ten times what anyone recommends. */
const MAX_DERIVATION_ROUNDS = 10_000_000n;

/** The most that scrypt's N × r × p may come to: some seconds of work. */
const MAX_SCRYPT_COST = 2n ** 23n;

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
const PBES1_ARCS = ['1.2.840.113549.1.5.', '1.2.840.113549.1.12.1.'];

function parameterCursor(parameters: DerElement | undefined): DerCursor | undefined {
  return parameters?.tag === TAG.sequence ? DerCursor.within(parameters) : undefined;
}

/** PBEParameter and PBKDF2-params begin alike: a salt, then the iteration count. RFC 8018 §A.2 and §A.3. */
function iterationsAreBounded(parameters: DerElement | undefined): boolean {
  const cursor = parameterCursor(parameters);
  cursor?.read('a salt');
  return (
    cursor !== undefined &&
    readInteger(cursor.read('an iteration count', TAG.integer)) <= MAX_DERIVATION_ROUNDS
  );
}

/** RFC 7914 §7. */
function scryptIsBounded(parameters: DerElement | undefined): boolean {
  const cursor = parameterCursor(parameters);
  if (cursor === undefined) return false;
  cursor.read('a salt', TAG.octetString);
  const [n, r, p] = ['N', 'r', 'p'].map((what) => readInteger(cursor.read(what, TAG.integer)));
  if (n === undefined || r === undefined || p === undefined || n <= 0n || r <= 0n || p <= 0n) return false;
  return n * r * p <= MAX_SCRYPT_COST;
}

/**
 * Whether an encrypted PKCS#8 key (RFC 5958 §3) can be opened within a bounded time, judged before any work is done:
 * the file itself says how often its passphrase is to be hashed, and may say two thousand million times.
 *
 * @throws WorklinkError `InvalidInput` when it is no EncryptedPrivateKeyInfo
 */
export function isDerivationBounded(der: Uint8Array): boolean {
  const outer = DerCursor.within(readDer(der, 'an EncryptedPrivateKeyInfo', TAG.sequence));
  const { oid, parameters } = readAlgorithm(outer.read('an encryption algorithm', TAG.sequence));
  outer.read('encrypted data', TAG.octetString);
  outer.finish('an EncryptedPrivateKeyInfo');
  if (PBES1_ARCS.some((arc) => oid.startsWith(arc)) && oid !== PBES2) return iterationsAreBounded(parameters);
  const cursor = parameterCursor(parameters);
  if (oid !== PBES2 || cursor === undefined) return false;
  const derivation = readAlgorithm(cursor.read('a key derivation function', TAG.sequence));
  if (derivation.oid === PBKDF2) return iterationsAreBounded(derivation.parameters);
  return derivation.oid === SCRYPT && scryptIsBounded(derivation.parameters);
}
