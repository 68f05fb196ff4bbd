import { ownError, type WorklinkError } from '../../errors.js';

/** How deep elements may nest. Real certificates stay under 12. */
export const MAX_DER_DEPTH = 32;

/** How many elements one SEQUENCE or SET may hold. */
export const MAX_DER_CHILDREN = 10_000;

/** Identifier octets (class, constructed bit and number) of the types that certificates use: X.690 §8.1.2. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of a context-specific tag: `[number]`, primitive or constructed. */
export function contextTag(number: number, form: 'primitive' | 'constructed'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

/** One element: where it is and what it holds. The byte arrays are views, not copies. */
export interface DerElement {
  /** The identifier octet. */
  readonly tag: number;
  /** Identifier, length and content. */
  readonly encoded: Uint8Array;
  readonly content: Uint8Array;
  /** Where the identifier octet is in the outermost buffer. */
  readonly offset: number;
  /** Where the content begins in the outermost buffer. */
  readonly contentOffset: number;
  /** 1 for the outermost element. */
  readonly depth: number;
}

/** An `InvalidInput` that says where the encoding is wrong. */
export function derFault(offset: number, fault: string): WorklinkError {
  return ownError('InvalidInput', `Not valid DER at byte ${offset}: ${fault}.`, { details: { offset } });
}

interface DerLength {
  readonly length: number;
  readonly contentStart: number;
}

/** Reads a definite length in its shortest form: X.690 §8.1.3 and §10.1. */
function readLength(bytes: Uint8Array, start: number, base: number): DerLength {
  const first = bytes[start];
  if (first === undefined) throw derFault(base + start, 'it ends where a length should be');
  if (first < 0x80) return { length: first, contentStart: start + 1 };
  if (first === 0x80) throw derFault(base + start, 'an indefinite length (this is BER, not DER)');
  const count = first & 0x7f;
  if (count > 4) throw derFault(base + start, `a length written in ${count} bytes`);
  let length = 0;
  for (let index = 1; index <= count; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw derFault(base + start, 'it ends within a length');
    length = length * 256 + byte;
  }
  const shortest = length < 0x80 ? 0 : Math.ceil((32 - Math.clz32(length)) / 8);
  if (shortest !== count) throw derFault(base + start, 'a length that is not in its shortest form');
  return { length, contentStart: start + 1 + count };
}

/**
 * Walks through the elements of one buffer, in order, without ever looking past its end.
 *
 * Strict: definite shortest lengths, tag numbers under 31, bounded depth and count.
 */
export class DerCursor {
  readonly #bytes: Uint8Array;
  readonly #base: number;
  readonly #depth: number;
  #position = 0;
  #count = 0;

  /**
   * @param bytes what to read, whole
   * @param base where `bytes` begins in the outermost buffer, for messages
   * @param depth how deep the elements read here are
   */
  constructor(bytes: Uint8Array, base = 0, depth = 1) {
    this.#bytes = bytes;
    this.#base = base;
    this.#depth = depth;
  }

  /** A cursor over what a constructed element (or an OCTET STRING that wraps DER) holds. */
  static within(element: DerElement): DerCursor {
    return new DerCursor(element.content, element.contentOffset, element.depth + 1);
  }

  /** Where the next element begins, in the outermost buffer. */
  get offset(): number {
    return this.#base + this.#position;
  }

  get atEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  /** The identifier octet of the next element, if there is one. */
  peek(): number | undefined {
    return this.#bytes[this.#position];
  }

  /**
   * Reads the next element.
   *
   * @param what its name in the standard, for messages
   * @param tags the identifier octets it may have; any when left out
   * @throws WorklinkError `InvalidInput` when it is missing, of another type, or wrongly encoded
   */
  read(what: string, ...tags: readonly number[]): DerElement {
    const start = this.#position;
    const tag = this.#bytes[start];
    if (tag === undefined) throw derFault(this.offset, `it ends where ${what} should be`);
    if (tags.length > 0 && !tags.includes(tag)) {
      const found = tag.toString(16).padStart(2, '0');
      throw derFault(this.offset, `tag 0x${found} where ${what} should be`);
    }
    if ((tag & 0x1f) === 0x1f) throw derFault(this.offset, 'a tag number above 30');
    if (this.#depth > MAX_DER_DEPTH) throw derFault(this.offset, `nesting deeper than ${MAX_DER_DEPTH}`);
    this.#count += 1;
    if (this.#count > MAX_DER_CHILDREN) {
      throw derFault(this.offset, `more than ${MAX_DER_CHILDREN} elements in one`);
    }
    const { length, contentStart } = readLength(this.#bytes, start + 1, this.#base);
    const end = contentStart + length;
    if (end > this.#bytes.length) {
      throw derFault(
        this.offset,
        `${what} claims ${length} bytes, ${this.#bytes.length - contentStart} are there`,
      );
    }
    this.#position = end;
    return {
      tag,
      encoded: this.#bytes.subarray(start, end),
      content: this.#bytes.subarray(contentStart, end),
      offset: this.#base + start,
      contentOffset: this.#base + contentStart,
      depth: this.#depth,
    };
  }

  /** Reads the next element when it has this identifier octet; leaves it in place otherwise. */
  optional(what: string, tag: number): DerElement | undefined {
    return this.peek() === tag ? this.read(what, tag) : undefined;
  }

  /** Reads all that remains. */
  rest(what: string, ...tags: readonly number[]): DerElement[] {
    const elements: DerElement[] = [];
    while (!this.atEnd) elements.push(this.read(what, ...tags));
    return elements;
  }

  /** Refuses anything that remains. */
  finish(what: string): void {
    if (!this.atEnd) {
      throw derFault(this.offset, `${this.#bytes.length - this.#position} more bytes after ${what}`);
    }
  }
}

/**
 * Reads a buffer that holds exactly one element.
 *
 * @throws WorklinkError `InvalidInput` on a wrong encoding or on bytes after the element
 */
export function readDer(bytes: Uint8Array, what: string, ...tags: readonly number[]): DerElement {
  const cursor = new DerCursor(bytes);
  const element = cursor.read(what, ...tags);
  cursor.finish(what);
  return element;
}
