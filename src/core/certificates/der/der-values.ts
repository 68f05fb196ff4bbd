import { type DerElement, derFault, TAG } from './der.js';

/** How long an INTEGER may be, in bytes: an RSA modulus of 32,768 bits. */
const MAX_INTEGER_BYTES = 4097;

/** How long an OBJECT IDENTIFIER may be, in bytes. */
const MAX_OID_BYTES = 128;

/** Bytes as lower-case hexadecimal digits, two each. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** BOOLEAN, one byte of 00 or FF: X.690 §11.1. */
export function readBoolean(element: DerElement): boolean {
  const [value] = element.content;
  if (element.content.length !== 1 || (value !== 0x00 && value !== 0xff)) {
    throw derFault(element.offset, 'a BOOLEAN that is neither 00 nor FF');
  }
  return value === 0xff;
}

/** INTEGER in its shortest form, X.690 §8.3.2, signed and of any size up to 4,096 bytes. */
export function readInteger(element: DerElement): bigint {
  const { content } = element;
  const [first, second] = content;
  if (first === undefined) throw derFault(element.offset, 'an INTEGER without content');
  if (content.length > MAX_INTEGER_BYTES) {
    throw derFault(element.offset, `an INTEGER of ${content.length} bytes`);
  }
  if (second !== undefined && ((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw derFault(element.offset, 'an INTEGER that is not in its shortest form');
  }
  const unsigned = BigInt(`0x${toHex(content)}`);
  return first < 0x80 ? unsigned : unsigned - (1n << BigInt(content.length * 8));
}

/** INTEGER from 0 to 2^31 − 1, as a number. */
export function readSmallInteger(element: DerElement, what: string): number {
  const value = readInteger(element);
  if (value < 0n || value > 0x7fffffffn) throw derFault(element.offset, `${what} is out of range`);
  return Number(value);
}

/** How many bits a positive number takes. */
export function bitLength(value: bigint): number {
  return value <= 0n ? 0 : value.toString(2).length;
}

/** BIT STRING: its bytes, and how many bits of the last one do not count (they must be zero: X.690 §11.2). */
export function readBitString(element: DerElement): {
  readonly bytes: Uint8Array;
  readonly unusedBits: number;
} {
  const [unusedBits] = element.content;
  const bytes = element.content.subarray(1);
  const last = bytes.at(-1);
  if (unusedBits === undefined || unusedBits > 7 || (last === undefined && unusedBits !== 0)) {
    throw derFault(element.offset, 'a BIT STRING with a wrong count of unused bits');
  }
  if (last !== undefined && (last & ((1 << unusedBits) - 1)) !== 0) {
    throw derFault(element.offset, 'a BIT STRING whose unused bits are set');
  }
  return { bytes, unusedBits };
}

/** OBJECT IDENTIFIER in dotted form: X.690 §8.19. */
export function readOid(element: DerElement): string {
  const { content } = element;
  const last = content.at(-1);
  if (last === undefined || last >= 0x80 || content.length > MAX_OID_BYTES) {
    throw derFault(element.offset, 'an OBJECT IDENTIFIER that is empty, cut off or too long');
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  let atStart = true;
  for (const byte of content) {
    if (atStart && byte === 0x80) throw derFault(element.offset, 'an OBJECT IDENTIFIER with a padded arc');
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    atStart = byte < 0x80;
    if (atStart) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [head = 0n, ...tail] = arcs;
  const root = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [root, head - root * 40n, ...tail].join('.');
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|([+-])(\d\d)(\d\d))$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)(\d\d))$/;

/**
 * UTCTime or GeneralizedTime as an instant.
 *
 * RFC 5280 §4.1.2.5 asks for seconds and `Z`; certificates of the 1990s also come without seconds or with an offset,
 * which X.680 allows and which mean one instant just the same. Two-digit years are 1950 to 2049 (§4.1.2.5.1).
 */
export function readTime(element: DerElement): Date {
  const text = Buffer.from(element.content.subarray(0, 32)).toString('latin1');
  const isUtcTime = element.tag === TAG.utcTime;
  const match = (isUtcTime ? UTC_TIME : GENERALIZED_TIME).exec(text);
  const fault = derFault(element.offset, `a ${isUtcTime ? 'UTCTime' : 'GeneralizedTime'} that is no date`);
  if (match === null || element.content.length > 32) throw fault;
  const [years = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((digits) =>
    // An absent group (no seconds) is `undefined` at run time, whatever the type of a match says.
    Number((digits as string | undefined) ?? '0'),
  );
  const year = isUtcTime ? years + (years < 50 ? 2000 : 1900) : years;
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59) throw fault;
  const [, , , , , , , sign, offsetHours, offsetMinutes] = match;
  if (sign === undefined) return date;
  const offset = Number(offsetHours) * 60 + Number(offsetMinutes);
  if (Number(offsetMinutes) > 59 || offset > 24 * 60) throw fault;
  return new Date(date.getTime() - (sign === '+' ? offset : -offset) * 60_000);
}
