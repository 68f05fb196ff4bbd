import { type Talk } from './terminal.js';

/** Lines that are told one by one: what floods a stream does not flood the terminal. */
const TOLD = 5;

/** Tells of lines that are no audit records: the first of them, and how many there were. */
export class MalformedLines {
  #count = 0;

  constructor(private readonly talk: Talk) {}

  async tell(
    place: string,
    { line, problem }: { readonly line: number; readonly problem: string },
  ): Promise<void> {
    this.#count += 1;
    if (this.#count <= TOLD) await this.talk.say(`Skipped: line ${String(line)} of ${place} ${problem}.`);
  }

  notices(): readonly string[] {
    if (this.#count === 0) return [];
    const what = this.#count === 1 ? 'line that is no audit record' : 'lines that are no audit records';
    return [`Skipped ${String(this.#count)} ${what}.`];
  }
}
