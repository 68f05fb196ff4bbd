import { performance } from 'node:perf_hooks';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type FuzzTarget } from '../../test/fuzz/target.js';

const DEFAULT_MAX_MILLISECONDS = 2000;
const SHOWN_INPUT = 2000;

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
  readonly seconds: number;
  /** Where a find was, as a run before has said. */
  readonly path?: string | undefined;
}

export interface FuzzResult {
  /** Inputs tried. */
  readonly runs: number;
  readonly slowestMilliseconds: number;
  readonly find?: FuzzFind;
}

/** The smallest input found that shows a fault. */
export interface FuzzFind {
  readonly path: string;
  readonly input: Uint8Array | string;
  readonly error: string;
}

/** Feeds one target with broken input, until it trips or a time or a count is up. */
export async function fuzz<T>(
  { inputs, check, maxMilliseconds = DEFAULT_MAX_MILLISECONDS }: FuzzTarget<T>,
  { seed, runs, seconds, path }: FuzzOptions,
): Promise<FuzzResult> {
  let slowestMilliseconds = 0;
  const property = fc.asyncProperty(inputs, async (input) => {
    const start = performance.now();
    await check(input);
    const taken = performance.now() - start;
    slowestMilliseconds = Math.max(slowestMilliseconds, taken);
    if (taken > maxMilliseconds)
      throw new Error(`took ${taken.toFixed(0)} ms, the limit being ${String(maxMilliseconds)} ms`);
  });
  const result = await fc.check(property, {
    seed,
    numRuns: runs,
    interruptAfterTimeLimit: seconds * 1000,
    ...(path === undefined ? {} : { path }),
  });
  const counted = { runs: result.numRuns, slowestMilliseconds };
  if (!result.failed) return counted;
  const [input] = result.counterexample ?? [];
  const text = (): string =>
    inspect(input, { depth: null, maxArrayLength: SHOWN_INPUT, maxStringLength: SHOWN_INPUT });
  const find = {
    path: result.counterexamplePath ?? '',
    input: input instanceof Uint8Array ? input : text(),
    error: inspect(result.errorInstance),
  };
  return { ...counted, find };
}
