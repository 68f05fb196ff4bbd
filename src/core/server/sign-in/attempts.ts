/** How many wrong company codes one address may enter within how long, in milliseconds. */
const MOST = 20;
const WITHIN_MS = 10 * 60_000;
/** Addresses remembered at one time. */
const MOST_ADDRESSES = 1_000;

/** Counts wrong company codes, so that nobody tries them all. Kept by the process: who ends it begins anew. */
export class Attempts {
  readonly #failed = new Map<string, number[]>();

  /** @param now in milliseconds */
  mayTry(address: string, now: number): boolean {
    return this.#recent(address, now).length < MOST;
  }

  failed(address: string, now: number): void {
    const recent = this.#recent(address, now);
    this.#failed.delete(address);
    this.#failed.set(address, [...recent, now]);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MOST_ADDRESSES && oldest !== undefined) this.#failed.delete(oldest);
  }

  #recent(address: string, now: number): number[] {
    return (this.#failed.get(address) ?? []).filter((time) => time > now - WITHIN_MS);
  }
}
