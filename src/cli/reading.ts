import { type Watch } from '../core/admin/devices/devices.js';
import { type Presentation } from './output/render.js';
import { type Host } from './host.js';
import { type Talk } from './terminal.js';

/** Reading that may take a while, with how far it is on stderr where a person waits for it. */
export class Reading {
  #update: (text: string) => void = () => undefined;

  /** @param what is being read: "Reading devices" */
  constructor(
    private readonly what: string,
    private readonly host: Host,
    private readonly talk: Talk,
    private readonly presentation: Presentation,
    /** Whether the list is read again and again: the screen is then the list's. */
    private readonly watching = false,
  ) {}

  get watch(): Watch {
    const { timer: clock, signal } = this.host;
    return {
      clock,
      signal,
      onRead: (count) => {
        this.#update(`${this.what}: ${String(count)} so far`);
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
    try {
      yield* rows;
    } finally {
      finish();
      await shown;
    }
  }
}
