/** How much of an outside value a message repeats, in characters. */
const QUOTED_LENGTH = 120;

// C0, DEL and C1 controls, line and paragraph separators, bidirectional controls, byte-order mark, lone surrogates:
// what can move a cursor, turn text around or hide.
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/**
 * Makes a value from outside harmless to print: control, bidirectional and line-breaking characters become
 * visible escapes (`\u001b`); nothing else changes.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A value from outside, quoted for a message: printable, and shortened where it is long. */
export function quote(value: string): string {
  const shown = value.length > QUOTED_LENGTH ? `${value.slice(0, QUOTED_LENGTH)}…` : value;
  return `'${printable(shown)}'`;
}

/** A number of things as a sentence has it: `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
