/** Stands for exactly one character in a {@link WildcardPattern}. */
const ONE = -1;
/** Stands for any run of characters, the empty one included. */
const MANY = -2;
const BITS_PER_WORD = 32;

/** Code points, {@link ONE} and {@link MANY}. */
export type WildcardPattern = readonly number[];

/** A run of policy text: with its wildcards, or to be taken literally (what a policy variable stood for). */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** Reads `*` as any run of characters and `?` as one character, except in literal pieces. */
export function wildcardPattern(pieces: readonly Piece[]): WildcardPattern {
  return pieces.flatMap(({ text, literal }) =>
    Array.from(text, (character) => {
      if (!literal && character === '*') return MANY;
      if (!literal && character === '?') return ONE;
      return character.codePointAt(0) ?? 0;
    }),
  );
}

/** Splits a pattern at a character's first occurrences, into at most `limit` parts; the last one keeps the rest. */
export function splitPattern(pattern: WildcardPattern, separator: string, limit: number): WildcardPattern[] {
  const [code] = codePoints(separator);
  const parts: number[][] = [[]];
  for (const element of pattern) {
    if (element === code && parts.length < limit) parts.push([]);
    else parts.at(-1)?.push(element);
  }
  return parts;
}

function segmentsOf(pattern: WildcardPattern): WildcardPattern[] {
  const segments: number[][] = [[]];
  for (const element of pattern) {
    if (element === MANY) segments.push([]);
    else segments.at(-1)?.push(element);
  }
  return segments;
}

function matchesAt(segment: WildcardPattern, text: readonly number[], start: number): boolean {
  return segment.every((element, offset) => element === ONE || element === text[start + offset]);
}

/**
 * Finds a segment's first occurrence by the Shift-And method: a bit per position of the segment, all advanced at once.
 *
 * @returns the index after the occurrence, or -1
 */
function endOfFirst(segment: WildcardPattern, text: readonly number[], start: number, limit: number): number {
  if (segment.length === 0) return start;
  if (limit - start < segment.length) return -1;
  const words = Math.ceil(segment.length / BITS_PER_WORD);
  const lastBit = 1 << ((segment.length - 1) % BITS_PER_WORD);
  const anywhere = new Uint32Array(words);
  const masks = new Map<number, Uint32Array>();
  const mark = (mask: Uint32Array, position: number): void => {
    const word = Math.floor(position / BITS_PER_WORD);
    mask[word] = (mask[word] ?? 0) | (1 << (position % BITS_PER_WORD));
  };
  segment.forEach((element, position) => {
    if (element === ONE) mark(anywhere, position);
  });
  segment.forEach((element, position) => {
    if (element === ONE) return;
    const mask = masks.get(element) ?? anywhere.slice();
    mark(mask, position);
    masks.set(element, mask);
  });

  const state = new Uint32Array(words);
  for (let index = start; index < limit; index += 1) {
    const mask = masks.get(text[index] ?? ONE) ?? anywhere;
    let carry = 1;
    state.forEach((before, word) => {
      state[word] = ((before << 1) | carry) & (mask[word] ?? 0);
      carry = before >>> (BITS_PER_WORD - 1);
    });
    if (((state.at(-1) ?? 0) & lastBit) !== 0) return index + 1;
  }
  return -1;
}

/**
 * Whether a pattern matches a text as a whole, case-sensitively.
 *
 * The pattern is the policy author's, so there is no backtracking: each stretch between two `*` is looked for once,
 * from where the one before it ended. The work is at most the text's length times the pattern's length over 32.
 */
export function matchesWildcards(pattern: WildcardPattern, value: string): boolean {
  const text = codePoints(value);
  const segments = segmentsOf(pattern);
  const needed = segments.reduce((sum, segment) => sum + segment.length, 0);
  if (needed > text.length) return false;
  const [first = [], ...others] = segments;
  const last = others.pop();
  if (last === undefined) return first.length === text.length && matchesAt(first, text, 0);
  const limit = text.length - last.length;
  if (!matchesAt(first, text, 0) || !matchesAt(last, text, limit)) return false;
  let cursor = first.length;
  for (const segment of others) {
    cursor = endOfFirst(segment, text, cursor, limit);
    if (cursor === -1) return false;
  }
  return true;
}
