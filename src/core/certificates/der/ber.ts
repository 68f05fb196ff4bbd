import { derFault, MAX_DER_CHILDREN, MAX_DER_DEPTH, TAG } from './der.js';

/** How many elements one input may hold altogether. */
const MAX_ELEMENTS = 100_000;

const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTETS = TAG.octetString | CONSTRUCTED;
const INDEFINITE = 0x80;

/** The length octets of DER: definite, and as short as can be (X.690 §10.1). */
export function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Uint8Array.of(0x80 | bytes.length), bytes]);
}

/** Rewrites one buffer of BER, element by element. */
class BerReader {
  #position = 0;
  #elements = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get position(): number {
    return this.#position;
  }

  /** The next element as DER. */
  element(end: number, depth: number): Uint8Array {
    const { tag, contentEnd } = this.#header(end, depth);
    if ((tag & CONSTRUCTED) === 0) {
      if (contentEnd === undefined) throw derFault(this.#position, 'a primitive of indefinite length');
      return Buffer.concat([
        Uint8Array.of(tag),
        derLength(contentEnd - this.#position),
        this.#take(contentEnd),
      ]);
    }
    const children = this.#children(contentEnd, end, depth);
    const content = Buffer.concat(tag === CONSTRUCTED_OCTETS ? children.map(octets) : children);
    const name = tag === CONSTRUCTED_OCTETS ? TAG.octetString : tag;
    return Buffer.concat([Uint8Array.of(name), derLength(content.length), content]);
  }

  #children(contentEnd: number | undefined, end: number, depth: number): Uint8Array[] {
    const children: Uint8Array[] = [];
    for (;;) {
      if (
        contentEnd === undefined &&
        this.bytes[this.#position] === 0 &&
        this.bytes[this.#position + 1] === 0
      ) {
        this.#position += 2;
        return children;
      }
      if (contentEnd !== undefined && this.#position === contentEnd) return children;
      if (children.length >= MAX_DER_CHILDREN) {
        throw derFault(this.#position, `more than ${String(MAX_DER_CHILDREN)} elements in one`);
      }
      children.push(this.element(contentEnd ?? end, depth + 1));
    }
  }

  #header(end: number, depth: number): { readonly tag: number; readonly contentEnd: number | undefined } {
    const start = this.#position;
    if (depth > MAX_DER_DEPTH) throw derFault(start, `nesting deeper than ${String(MAX_DER_DEPTH)}`);
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw derFault(start, `more than ${String(MAX_ELEMENTS)} elements`);
    const tag = this.#byte(end);
    if ((tag & 0x1f) === 0x1f) throw derFault(start, 'a tag number above 30');
    const first = this.#byte(end);
    if (first === INDEFINITE) return { tag, contentEnd: undefined };
    let length = first;
    if (first > INDEFINITE) {
      const count = first & 0x7f;
      if (count > 4) throw derFault(start, `a length written in ${String(count)} bytes`);
      length = 0;
      for (let index = 0; index < count; index += 1) length = length * 256 + this.#byte(end);
    }
    const contentEnd = this.#position + length;
    if (contentEnd > end)
      throw derFault(start, `an element claims ${String(length)} bytes, more than there are`);
    return { tag, contentEnd };
  }

  #byte(end: number): number {
    const byte = this.#position < end ? this.bytes[this.#position] : undefined;
    if (byte === undefined) throw derFault(this.#position, 'it ends within an element');
    this.#position += 1;
    return byte;
  }

  #take(end: number): Uint8Array {
    const content = this.bytes.subarray(this.#position, end);
    this.#position = end;
    return content;
  }
}

/** The content of an OCTET STRING that is a piece of a constructed one. */
function octets(der: Uint8Array): Uint8Array {
  if (der[0] !== TAG.octetString) throw derFault(0, 'a piece of an OCTET STRING that is none');
  const first = der[1] ?? 0;
  return der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}

/**
 * Writes BER as DER, as far as containers of certificates go (PKCS#7, PKCS#12): indefinite lengths and lengths in longer
 * forms become definite and short, an OCTET STRING in pieces becomes one (X.690 §8.1.3.6, §8.7.3). What stands inside
 * primitives, such as a signed certificate, is not touched.
 *
 * @returns the same bytes where they are DER already in that respect
 * @throws WorklinkError `InvalidInput` where it is not BER, nested too deep, of too many elements, or followed by more bytes
 */
export function berToDer(bytes: Uint8Array): Uint8Array {
  const reader = new BerReader(bytes);
  const der = reader.element(bytes.length, 1);
  if (reader.position < bytes.length) {
    const left = bytes.length - reader.position;
    throw derFault(reader.position, `${String(left)} more bytes after the end`);
  }
  return der;
}

/** Whether the outermost element has an indefinite length: then it is BER, which CMS and PKCS#12 may be. */
export function hasIndefiniteLength(bytes: Uint8Array): boolean {
  return bytes[0] === TAG.sequence && bytes[1] === INDEFINITE;
}
