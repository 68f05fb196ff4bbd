/** How much of a document's own text a message repeats, in code points. */
export const EXCERPT_LENGTH = 120;

// Controls, format characters (bidirectional, zero width, byte-order mark), line separators, surrogates, private use and
// unassigned code points: whatever could move a cursor, hide, or turn text around.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/**
 * A piece of a document's text fit for a message: on one line, without control or invisible characters, and
 * at most {@link EXCERPT_LENGTH} code points long, an ellipsis included.
 */
export function excerpt(text: string): string {
  // No more than this is looked at, so that a megabyte of white space costs nothing. A surrogate pair cut in half
  // goes with the unprintable characters.
  const head = text.slice(0, 16 * EXCERPT_LENGTH);
  const line = head
    .replace(/[\t\n\r]+/g, ' ')
    .replace(UNPRINTABLE, '')
    .trim();
  const points = Array.from(line);
  if (points.length <= EXCERPT_LENGTH && head.length === text.length) return line;
  return `${points.slice(0, EXCERPT_LENGTH - 1).join('')}…`;
}
