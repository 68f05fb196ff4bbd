import { type Timer } from '../../../src/core/ports/clock.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop after which everybody who can go on has done so. */
const TURNS = 4;

/** A clock whose time passes only while everybody sleeps: minutes of waiting take no time, and none is left out. */
export class VirtualTimer implements Timer {
  #time = Date.UTC(2026, 0, 2, 3, 4, 5);
  readonly #sleepers: Sleeper[] = [];

  now(): Date {
    return new Date(this.#time);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.#time + Math.max(0, milliseconds), wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        const index = this.#sleepers.indexOf(sleeper);
        if (index < 0) return;
        this.#sleepers.splice(index, 1);
        reject(signal.reason as Error);
      });
    });
  }

  /** Lets time pass until the work is done. @returns how long it took, in milliseconds */
  async run(work: Promise<unknown>): Promise<number> {
    const begun = this.#time;
    const state = { over: false };
    const settled = work.finally(() => {
      state.over = true;
    });
    settled.catch(() => undefined);
    for (;;) {
      // Whoever is not asleep may need several turns of the event loop to get there.
      for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (state.over) break;
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, sleeper) => (first === undefined || sleeper.at < first.at ? sleeper : first),
        undefined,
      );
      if (next === undefined) continue; // something else than this clock is being waited for
      this.#sleepers.splice(this.#sleepers.indexOf(next), 1);
      this.#time = next.at;
      next.wake();
    }
    await settled;
    return this.#time - begun;
  }
}

/** A service that lets itself be called at a fixed rate: a token bucket, as the AWS services have it. */
export class TokenBucket {
  #tokens: number;
  #filled: number;
  rejected = 0;

  constructor(
    private readonly now: () => number,
    private readonly perSecond: number,
    private readonly capacity: number,
  ) {
    this.#tokens = capacity;
    this.#filled = now();
  }

  /** Whether one more call is allowed. */
  take(): boolean {
    const now = this.now();
    this.#tokens = Math.min(this.capacity, this.#tokens + ((now - this.#filled) / 1000) * this.perSecond);
    this.#filled = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return true;
    }
    this.rejected += 1;
    return false;
  }
}
