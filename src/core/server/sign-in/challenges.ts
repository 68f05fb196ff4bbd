import { randomBytes } from 'node:crypto';

const VALID_MS = 10 * 60_000;
const CHALLENGE_BYTES = 32;
/** Challenges remembered at one time; the oldest gives way. */
const MOST = 1_000;

/** What devices are given to sign, each good once. Kept by the process: a page of one that has ended is asked again. */
export class Challenges {
  readonly #due = new Map<string, number>();

  /** @param now in milliseconds @returns letters, digits, `-` and `_`, so that a shell takes it as it is */
  give(now: number): string {
    const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
    this.#due.set(challenge, now + VALID_MS);
    const [oldest] = this.#due.keys();
    if (this.#due.size > MOST && oldest !== undefined) this.#due.delete(oldest);
    return challenge;
  }

  /** Uses a challenge up. @returns whether it was one that had been given, and not long ago */
  take(challenge: string, now: number): boolean {
    const due = this.#due.get(challenge);
    this.#due.delete(challenge);
    return due !== undefined && now < due;
  }
}
