import { type Position } from './tree.js';

/** Where every document begins. */
export const DOCUMENT_START: Position = { line: 1, column: 1 };

/** Finds the line and column of offsets in one text; CR, LF and CR LF each end a line (XML 1.0 §2.11). */
export class PositionIndex {
  readonly #lineStarts: readonly number[];

  /** @param origin where the text begins, where it was taken out of a longer one */
  constructor(
    text: string,
    private readonly origin: Position = DOCUMENT_START,
  ) {
    const starts = [0];
    for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
    this.#lineStarts = starts;
  }

  /** @param offset in UTF-16 code units from the start of the text */
  at(offset: number): Position {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (this.#lineStarts[low] ?? 0);
    return { line: low + this.origin.line, column: column + (low === 0 ? this.origin.column : 1) };
  }
}

/** The line and column of one offset. */
export function positionIn(text: string, offset: number): Position {
  return new PositionIndex(text).at(offset);
}
