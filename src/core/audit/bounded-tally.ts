/** How much a tally keeps. Within both limits its counts are exact. */
export interface TallyLimits {
  /** Different keys. */
  readonly keys: number;
  /** Characters of all keys. */
  readonly characters: number;
}

/** What was counted of one key. */
export interface Tallied<Facts> {
  readonly key: string;
  /** The how-manieth key it was, from 0. */
  readonly index: number;
  /** What came with the key first. */
  readonly facts: Facts;
  /** Never more than there were. */
  accesses: number;
  refused: number;
  /** How many accesses there may be beyond those counted; 0 where the count is exact. */
  readonly mayMiss: number;
  /** In milliseconds since the epoch. */
  firstMs: number;
  lastMs: number;
}

/**
 * Counts accesses by key, in bounded memory. As long as the keys are within the limits, all is exact. Beyond them, the half with
 * the fewest accesses is forgotten whenever the limit is reached, and what is said stays true: a count is never too high, it is
 * too low by {@link Tallied.mayMiss} at most, and what is not there had {@link unlistedAtMost} accesses at most. The bound is that of
 * Misra and Gries (Finding repeated elements, 1982): about the number of accesses by half the limit.
 */
export class BoundedTally<Facts> {
  readonly #entries = new Map<string, Tallied<Facts>>();
  #characters = 0;
  #made = 0;
  #forgottenAtMost = 0;
  #mostKeys = 0;

  constructor(private readonly limits: TallyLimits) {}

  /** @param facts of the key, asked for when it is new */
  count(key: string, timeMs: number, isRefused: boolean, facts: () => Facts): Tallied<Facts> {
    const entry = this.#entries.get(key) ?? this.#make(key, timeMs, facts());
    entry.accesses += 1;
    if (isRefused) entry.refused += 1;
    if (timeMs < entry.firstMs) entry.firstMs = timeMs;
    if (timeMs > entry.lastMs) entry.lastMs = timeMs;
    this.#forget(entry);
    return entry;
  }

  /** How many different keys there were: exactly, else that many at least. */
  get keyCount(): number {
    return Math.max(this.#mostKeys, this.#entries.size);
  }

  /** Whether every count is exact, and every key there. */
  get isExact(): boolean {
    return this.#forgottenAtMost === 0;
  }

  /** How many accesses a key had at most that is not among {@link entries}. */
  get unlistedAtMost(): number {
    return this.#forgottenAtMost;
  }

  entries(): Iterable<Tallied<Facts>> {
    return this.#entries.values();
  }

  /** Those with the most accesses, and of as many the first by key. */
  top(count: number): readonly Tallied<Facts>[] {
    return [...this.#entries.values()].sort(byAccesses).slice(0, count);
  }

  #make(key: string, timeMs: number, facts: Facts): Tallied<Facts> {
    const entry = {
      key,
      index: this.#made,
      facts,
      accesses: 0,
      refused: 0,
      mayMiss: this.#forgottenAtMost,
      firstMs: timeMs,
      lastMs: timeMs,
    };
    this.#made += 1;
    this.#characters += key.length;
    this.#entries.set(key, entry);
    return entry;
  }

  /** Forgets half of the keys where there are too many, but not the one that has just been counted. */
  #forget(latest: Tallied<Facts>): void {
    const { keys, characters } = this.limits;
    if (this.#entries.size <= keys && this.#characters <= characters) return;
    this.#mostKeys = Math.max(this.#mostKeys, this.#entries.size);
    const sorted = [...this.#entries.values()].sort((one, other) => mostOf(other) - mostOf(one));
    const kept = Math.floor(keys / 2);
    let keptCharacters = 0;
    for (const [place, entry] of sorted.entries()) {
      const fits = place < kept && keptCharacters + entry.key.length <= characters / 2;
      if (fits || entry === latest) {
        keptCharacters += entry.key.length;
        continue;
      }
      this.#entries.delete(entry.key);
      this.#forgottenAtMost = Math.max(this.#forgottenAtMost, mostOf(entry));
    }
    this.#characters = keptCharacters;
  }
}

function mostOf({ accesses, mayMiss }: Tallied<unknown>): number {
  return accesses + mayMiss;
}

function byAccesses(one: Tallied<unknown>, other: Tallied<unknown>): number {
  return other.accesses - one.accesses || (one.key < other.key ? -1 : 1);
}

/** No index of a key is larger: what is beyond it is not counted apart. */
const INDEXES = 2 ** 26;

/** Counts the different users of each of several things, as long as there are not too many pairs. */
export class PairCounts {
  readonly #pairs = new Set<number>();
  readonly #counts = new Map<number, number>();
  #isExact = true;

  constructor(private readonly limit: number) {}

  add(thing: number, user: number): void {
    if (!this.#isExact) return;
    const pair = thing * INDEXES + user;
    if (this.#pairs.has(pair)) return;
    if (this.#pairs.size >= this.limit || user >= INDEXES || thing >= INDEXES) {
      this.#isExact = false;
      this.#pairs.clear();
      this.#counts.clear();
      return;
    }
    this.#pairs.add(pair);
    this.#counts.set(thing, (this.#counts.get(thing) ?? 0) + 1);
  }

  /** @returns nothing where it is not known exactly */
  of(thing: number): number | undefined {
    return this.#isExact ? (this.#counts.get(thing) ?? 0) : undefined;
  }
}
