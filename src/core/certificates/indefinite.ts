import { DerCursor, derFault, MAX_DER_DEPTH, TAG } from './der.js';

/** How many elements may be written with an indefinite length: each takes reading and copying what it holds. */
const MAX_INDEFINITE = 1000;

/** How many elements may stand in them, all together. */
const MAX_ELEMENTS = 100_000;

const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTET_STRING = TAG.octetString | CONSTRUCTED;
const INDEFINITE = 0x80;

interface Budget {
  indefinite: number;
  elements: number;
}

interface Rewritten {
  readonly encoded: Uint8Array;
  /** Where the next element begins. */
  readonly next: number;
}

/** Identifier and shortest length (X.690 §10.1) before a content. */
function wrap(tag: number, contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, { length: each }) => sum + each, 0);
  const size: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return Buffer.concat([Uint8Array.from(head), ...contents]);
}

/** The pieces of a string sent in pieces are one string in DER: X.690 §10.2. */
function joined(pieces: readonly Uint8Array[], offset: number): Uint8Array {
  const contents = pieces.map(
    (piece) => new DerCursor(piece, offset).read('a piece of an OCTET STRING', TAG.octetString).content,
  );
  return wrap(TAG.octetString, contents);
}

function isEnd(bytes: Uint8Array, position: number): boolean {
  return bytes[position] === 0 && bytes[position + 1] === 0;
}

function rewrite(bytes: Uint8Array, start: number, depth: number, budget: Budget): Rewritten {
  const tag = bytes[start];
  budget.elements -= 1;
  if (budget.elements < 0) throw derFault(start, `more than ${String(MAX_ELEMENTS)} elements`);
  const isIndefinite = tag !== undefined && (tag & CONSTRUCTED) !== 0 && bytes[start + 1] === INDEFINITE;
  if (tag === undefined || !isIndefinite) {
    // What has a definite length stays as it is, byte for byte: a signature may rest on it.
    const { encoded } = new DerCursor(bytes.subarray(start), start, depth).read('an element');
    return { encoded, next: start + encoded.length };
  }
  budget.indefinite -= 1;
  if (budget.indefinite < 0) throw derFault(start, `more than ${String(MAX_INDEFINITE)} indefinite lengths`);
  if (depth > MAX_DER_DEPTH) throw derFault(start, `nesting deeper than ${String(MAX_DER_DEPTH)}`);
  const contents: Uint8Array[] = [];
  let next = start + 2;
  while (!isEnd(bytes, next)) {
    if (next >= bytes.length) throw derFault(start, 'an indefinite length that never ends');
    const child = rewrite(bytes, next, depth + 1, budget);
    contents.push(child.encoded);
    next = child.next;
  }
  const isString = tag === CONSTRUCTED_OCTET_STRING;
  return { encoded: isString ? joined(contents, start) : wrap(tag, contents), next: next + 2 };
}

/** Whether the outermost element has an indefinite length, as CMS may be written (X.690 §8.1.3.6). */
export function hasIndefiniteLength(bytes: Uint8Array): boolean {
  return bytes[0] === TAG.sequence && bytes[1] === INDEFINITE;
}

/**
 * Gives every element of an indefinite length a definite one, from the outermost inwards, so that a strict reader can
 * read it. Programs that write as they go (Java's, NSS's, OpenSSL's with `-stream`) make such CMS.
 *
 * @throws WorklinkError `InvalidInput` where an end is missing, or bytes follow it
 */
export function withDefiniteLengths(bytes: Uint8Array): Uint8Array {
  const { encoded, next } = rewrite(bytes, 0, 1, { indefinite: MAX_INDEFINITE, elements: MAX_ELEMENTS });
  if (next < bytes.length) {
    throw derFault(next, `${String(bytes.length - next)} more bytes after the outermost element`);
  }
  return encoded;
}
