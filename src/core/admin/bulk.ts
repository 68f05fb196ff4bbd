import { setImmediate as nextTurn } from 'node:timers/promises';
import { ownError, WorklinkError } from '../errors.js';
import { type Clock } from '../ports/clock.js';

/** How far a long piece of work is. */
export interface BulkProgress {
  readonly total: number;
  /** Those that are through, failed ones among them. */
  readonly done: number;
  readonly failed: number;
  /** Items a second so far; absent before there is anything to measure. */
  readonly perSecond?: number;
  /** How long the rest will take at that rate, in milliseconds. */
  readonly leftMs?: number;
}

export interface BulkOptions {
  /** How many items are worked on at a time, at least 1. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** Once aborted, no further item is begun; those that are, are ended. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BulkProgress) => void;
  /** Which errors are no item's own but end the whole, such as a question left by Ctrl-C. */
  readonly isFatal?: (error: unknown) => boolean;
}

/** What became of one item. */
export type Settled<Item, Value> =
  | { readonly item: Item; readonly state: 'done'; readonly value: Value }
  | { readonly item: Item; readonly state: 'failed'; readonly error: WorklinkError }
  | { readonly item: Item; readonly state: 'notBegun' };

/**
 * Does the same to many items, a few at a time. That one fails does not stop the others.
 *
 * @param act does it to one item
 * @returns what became of each, in their order
 * @throws what is fatal by the options, and nothing else
 */
export async function runBulk<Item, Value>(
  items: readonly Item[],
  act: (item: Item) => Promise<Value>,
  { concurrency, clock, signal, onProgress, isFatal = () => false }: BulkOptions,
): Promise<readonly Settled<Item, Value>[]> {
  const settled = items.map((item): Settled<Item, Value> => ({ item, state: 'notBegun' }));
  const begun = clock.now().getTime();
  let failed = 0;
  let done = 0;
  const queue = items.entries();
  const work = async (): Promise<void> => {
    // Workers share the iterator, so that each item is taken once.
    for (const [index, item] of queue) {
      // A backend in this process answers without the event loop: the wish to stop could not be heard.
      await nextTurn();
      if (signal?.aborted === true) return;
      const result = await settle(item, act, isFatal);
      settled[index] = result;
      done += 1;
      if (result.state === 'failed') failed += 1;
      onProgress?.(progressOf(items.length, done, failed, clock.now().getTime() - begun));
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, concurrency), items.length) }, work));
  return settled;
}

async function settle<Item, Value>(
  item: Item,
  act: (item: Item) => Promise<Value>,
  isFatal: (error: unknown) => boolean,
): Promise<Settled<Item, Value>> {
  try {
    return { item, state: 'done', value: await act(item) };
  } catch (error) {
    if (isFatal(error)) throw error;
    return { item, state: 'failed', error: understood(error) };
  }
}

/** A bug met on one item is reported as that item's failure: what was done to the others must still be told. */
function understood(error: unknown): WorklinkError {
  if (isUnderstood(error)) return error;
  return ownError(
    'Internal',
    error instanceof Error ? error.message : 'Something that is no error was thrown.',
    {
      hint: 'This is a bug in worklink. Run the command again with --debug to see where it happened.',
      cause: error,
    },
  );
}

function isUnderstood(error: unknown): error is WorklinkError {
  return error instanceof WorklinkError;
}

/** How far it is. @param elapsedMs since it was begun */
export function progressOf(total: number, done: number, failed: number, elapsedMs: number): BulkProgress {
  if (elapsedMs <= 0) return { total, done, failed };
  const perSecond = (done * 1000) / elapsedMs;
  return { total, done, failed, perSecond, leftMs: ((total - done) * 1000) / perSecond };
}
