import { type Timer } from '../../ports/clock.js';

/** How much more is asked of a service that throttles than it last delivered: so little that few calls are refused,
 * and enough to notice when it gives more. */
const OVERDRIVE = 1.15;
/** How many calls have to be answered without a refusal before twice as much is asked. */
const DOUBLING_CALLS = 24;
/** Over how many answers the delivered rate is measured, and over how long at least, in milliseconds. */
const MEASURED_ANSWERS = 40;
const MEASURED_MS = 250;
/** The slowest that is ever asked, in calls a second: a service that refuses everything is still tried. */
const SLOWEST_PER_SECOND = 0.5;
/** Once nothing was under way for this long, what was learnt no longer counts, in milliseconds. */
const FORGOTTEN_AFTER_MS = 5_000;

/**
 * Finds out how fast a service lets itself be called, and keeps calls just above that rate.
 *
 * Until the service refuses a call for the first time, nothing is held back. From then on calls are spaced by the rate
 * at which it answers, which is the rate it allows, times a little more. A client that asks for more than is delivered
 * loses nothing of what it may have, whatever the rate; one that asks for less does.
 */
export class DeliveredRate {
  #answered: number[] = [];
  #measuredSince = 0;
  #refused = false;
  #sinceRefusal = 0;
  #nextSlot = 0;
  #underWay = 0;
  #lastEnd = 0;

  constructor(private readonly timer: Timer) {}

  /** Waits until one more call may be sent. Each wait is followed by one of {@link answered}, {@link throttled}, {@link ended}. */
  async take(signal?: AbortSignal): Promise<void> {
    const now = this.#now();
    if (this.#underWay === 0 && now - this.#lastEnd > FORGOTTEN_AFTER_MS) this.#forget(now);
    this.#underWay += 1;
    if (!this.#refused) return;
    const slot = Math.max(now, this.#nextSlot);
    this.#nextSlot = slot + 1000 / this.perSecond();
    if (slot <= now) return;
    try {
      await this.timer.sleep(slot - now, signal);
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  /** The service dealt with a call: it answered, or refused it for another reason than its rate. */
  answered(): void {
    this.#end();
    this.#sinceRefusal += 1;
    this.#answered.push(this.#lastEnd);
    if (this.#answered.length > MEASURED_ANSWERS) this.#measuredSince = this.#answered.shift() ?? 0;
  }

  /** The service refused a call because there were too many. */
  throttled(): void {
    this.#end();
    this.#sinceRefusal = 0;
    if (this.#refused) return;
    this.#refused = true;
    this.#nextSlot = this.#lastEnd;
  }

  /** A call ended without an answer. */
  ended(): void {
    this.#end();
  }

  /** What is asked now, in calls a second, once the service has refused any. */
  perSecond(): number {
    const elapsed = Math.max(this.#now() - this.#measuredSince, MEASURED_MS);
    const delivered = (this.#answered.length * 1000) / elapsed;
    const growth = OVERDRIVE * 2 ** Math.floor(this.#sinceRefusal / DOUBLING_CALLS);
    return Math.max(delivered * growth, SLOWEST_PER_SECOND);
  }

  #end(): void {
    this.#underWay -= 1;
    this.#lastEnd = this.#now();
  }

  #forget(now: number): void {
    this.#answered = [];
    this.#measuredSince = now;
    this.#refused = false;
    this.#sinceRefusal = 0;
  }

  #now(): number {
    return this.timer.now().getTime();
  }
}
