import { progressOf } from '../core/admin/bulk.js';
import { type Watch } from '../core/admin/devices/devices.js';
import { progressText } from './many/bulk-report.js';
import { type Presentation } from './output/render.js';
import { type Host } from './host.js';
import { type Talk } from './terminal.js';

/** Rows between two words on how far it is. */
const ROWS_A_WORD = 100;

/** Reading that may take a while, with how far it is on stderr where a person waits for it. */
export class Reading {
  #update: (text: string) => void = () => undefined;
  /** When it was begun, in milliseconds since the epoch. */
  readonly #begun: number;
  #isTold = false;

  /** @param what is being read: "Reading devices" */
  constructor(
    private readonly what: string,
    private readonly host: Host,
    private readonly talk: Talk,
    private readonly presentation: Presentation,
    /** Whether the list is read again and again: the screen is then the list's. */
    private readonly watching = false,
  ) {
    this.#begun = host.timer.now().getTime();
  }

  get watch(): Watch {
    const { timer: clock, signal, stderr } = this.host;
    return {
      clock,
      signal,
      wantsTotal: stderr.isTTY === true && !this.watching,
      onRead: (count, total) => {
        this.#isTold = true;
        this.#tell(count, total);
      },
    };
  }

  /** Does something that reads all before it answers. */
  during<T>(work: () => Promise<T>): Promise<T> {
    if (this.watching) return work();
    return this.talk.during(this.what, (update) => {
      this.#update = update;
      return work();
    });
  }

  /** Rows as they are read. Where they appear on the terminal as they come, that is progress enough. */
  async *rows<T>(rows: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    const { format, query, terminal } = this.presentation;
    if (terminal && format !== 'table' && query === undefined) {
      yield* rows;
      return;
    }
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const shown = this.during(() => finished);
    let count = 0;
    try {
      for await (const row of rows) {
        count += 1;
        // What is read to find the rows says more, where somebody tells of it.
        if (!this.#isTold && count % ROWS_A_WORD === 0) this.#tell(count, undefined);
        yield row;
      }
    } finally {
      finish();
      await shown;
    }
  }

  #tell(count: number, total: number | undefined): void {
    this.#update(readingText(this.what, count, total, this.host.timer.now().getTime() - this.#begun));
  }
}

/** How far reading is: count and rate, and time left where it is known of how many. */
export function readingText(
  what: string,
  count: number,
  total: number | undefined,
  elapsedMs: number,
): string {
  return progressText(what, { ...progressOf(total ?? count, count, 0, elapsedMs), total });
}
