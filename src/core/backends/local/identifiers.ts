/** A source of random bytes. */
export type Random = (bytes: number) => Uint8Array;

/** How many bytes are asked for at a time, for all the short ids that are made of them. */
const POOL_BYTES = 4_096;

/** A source of random bytes that asks another for many at a time: each asking of the system has its price. No byte is given twice. */
export function pooled(random: Random): Random {
  let pool: Uint8Array = new Uint8Array(0);
  return (bytes) => {
    if (bytes > POOL_BYTES) return random(bytes);
    if (pool.length < bytes) pool = random(POOL_BYTES);
    const taken = pool.slice(0, bytes);
    pool = pool.subarray(bytes);
    return taken;
  };
}

const COMPANY_CODE_BYTES = 4;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A company code as known samples have it: eight lower-case hexadecimal digits. */
export function companyCode(random: Random): string {
  return Buffer.from(random(COMPANY_CODE_BYTES)).toString('hex');
}

/** A random UUID (RFC 9562, version 4). */
export function uuid(random: Random): string {
  const bytes = Buffer.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** An id in the form IAM gives its own: a prefix that says the kind (`AKIA`, `AIDA`, `AROA`), then base 32. */
export function iamId(prefix: 'AKIA' | 'AIDA' | 'AROA', random: Random): string {
  const length = 16;
  return prefix + Array.from(random(length), (byte) => BASE32.charAt(byte % BASE32.length)).join('');
}

/** A secret access key: 40 characters, as IAM's. */
export function secretAccessKey(random: Random): string {
  return Buffer.from(random(30)).toString('base64').replaceAll('+', 'A').replaceAll('/', 'B');
}

/** A short id for a fault: eight hexadecimal digits. */
export function faultId(random: Random): string {
  return Buffer.from(random(4)).toString('hex');
}
