import { type AuditLine, MAX_LINE_BYTES, NEWLINE, readLine } from './record.js';

/** Reads the records of a file piece by piece, however large it is: no more than one line is kept. */
export class AuditRecordReader {
  #rest: Uint8Array = new Uint8Array();
  #line = 1;
  /** Whether the line that is being read was too long, and told. */
  #skipping = false;

  /** @param piece what comes next. @returns the lines that end in it */
  *read(piece: Uint8Array): Generator<AuditLine, void, undefined> {
    const data = this.#rest.length === 0 ? piece : joined(this.#rest, piece);
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
      yield* this.#ended(data.subarray(start, end));
      start = end + 1;
    }
    this.#rest = data.slice(start);
    if (this.#rest.length <= MAX_LINE_BYTES) return;
    if (!this.#skipping) {
      this.#skipping = true;
      yield {
        line: this.#line,
        problem: `has more than the ${String(MAX_LINE_BYTES)} bytes that a record has at most`,
      };
    }
    this.#rest = new Uint8Array();
  }

  /** The last line, where it has no end of its own. */
  *end(): Generator<AuditLine, void, undefined> {
    yield* this.#ended(this.#rest);
    this.#rest = new Uint8Array();
  }

  *#ended(bytes: Uint8Array): Generator<AuditLine, void, undefined> {
    const read = this.#skipping ? undefined : readLine(bytes);
    if (read !== undefined) yield { line: this.#line, ...read };
    this.#skipping = false;
    this.#line += 1;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
