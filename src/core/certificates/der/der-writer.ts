import { derLength } from './ber.js';
import { contextTag, TAG } from './der.js';

/** An element from its identifier octet and what it holds. */
export function derElement(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  return Buffer.concat([Uint8Array.of(tag), derLength(length), ...contents]);
}

export function derSequence(...contents: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.sequence, ...contents);
}

/** SET OF: its elements in the order of their encodings (X.690 §11.6). */
export function derSetOf(...contents: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.set, ...[...contents].sort((a, b) => Buffer.compare(a, b)));
}

/** `[number]` around elements: EXPLICIT, or IMPLICIT of what is constructed. */
export function derContext(number: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return derElement(contextTag(number, 'constructed'), ...contents);
}

export function derOctets(bytes: Uint8Array): Uint8Array {
  return derElement(TAG.octetString, bytes);
}

export function derNull(): Uint8Array {
  return derElement(TAG.null);
}

/** @param value from 0 to 2^53 − 1 */
export function derInteger(value: number): Uint8Array {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return derElement(TAG.integer, ...((bytes[0] ?? 0) >= 0x80 ? [Uint8Array.of(0), bytes] : [bytes]));
}

/** OBJECT IDENTIFIER from its dotted form: X.690 §8.19. */
export function derOid(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...arcs] = dotted.split('.').map(Number);
  const bytes = [root * 40 + second, ...arcs].flatMap((arc) => {
    const septets = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      septets.unshift(128 | (rest % 128));
    return septets;
  });
  return derElement(TAG.objectIdentifier, Uint8Array.from(bytes));
}

/** AlgorithmIdentifier: RFC 5280 §4.1.1.2. */
export function derAlgorithm(oid: string, ...parameters: readonly Uint8Array[]): Uint8Array {
  return derSequence(derOid(oid), ...parameters);
}

/** BMPString, two bytes for each UTF-16 unit. */
export function derBmpString(text: string): Uint8Array {
  return derElement(TAG.bmpString, Buffer.from(text, 'utf16le').swap16());
}

/** UTCTime until 2049, GeneralizedTime from then on: RFC 5652 §11.3, RFC 5280 §4.1.2.5. */
export function derTime(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  const isUtcTime = date.getUTCFullYear() >= 1950 && date.getUTCFullYear() < 2050;
  return derElement(
    isUtcTime ? TAG.utcTime : TAG.generalizedTime,
    Buffer.from(isUtcTime ? digits.slice(2) : digits, 'latin1'),
  );
}
