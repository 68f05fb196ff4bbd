import { ownError, type WorklinkError } from '../errors.js';
import { type Timer } from '../ports/clock.js';

/** Between two looks at a state there is at least this much, whatever was asked for: a service is not hammered. */
const SHORTEST_INTERVAL_MS = 10;

export interface WaitOptions {
  readonly timer: Timer;
  /** How long to wait at most, in milliseconds. With 0 the state is looked at once. */
  readonly timeoutMs: number;
  /** How long between two looks, in milliseconds. */
  readonly intervalMs: number;
  readonly signal?: AbortSignal;
}

/** What is waited for. */
export interface Awaited<T> {
  /** What is waited for and its goal, for messages: "fleet 'sales' to be ACTIVE". */
  readonly what: string;
  /** Looks once. */
  readonly look: () => Promise<T>;
  /** What a look means: there, on the way, or a state from which the goal can no longer come. */
  readonly judge: (seen: T) => 'reached' | 'pending' | 'unreachable';
  /** The state a look found, for messages. */
  readonly stateOf: (seen: T) => string;
  /** What an error that ends the waiting adds to its details: which thing it was. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Told of each look that found it still on the way. */
  readonly onPending?: (state: string) => void;
}

/**
 * Looks until a goal is reached.
 *
 * @returns what the last look found
 * @throws WorklinkError `WaitTimedOut`, or `StateUnreachable` as soon as waiting is in vain; the signal's reason once aborted
 */
export async function waitUntil<T>(awaited: Awaited<T>, options: WaitOptions): Promise<T> {
  const { timer, timeoutMs, intervalMs, signal } = options;
  const deadline = timer.now().getTime() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const seen = await awaited.look();
    const state = awaited.stateOf(seen);
    const judgement = awaited.judge(seen);
    if (judgement === 'reached') return seen;
    if (judgement === 'unreachable') throw unreachable(awaited, state);
    const left = deadline - timer.now().getTime();
    if (left <= 0) throw timedOut(awaited, state, timeoutMs);
    awaited.onPending?.(state);
    await timer.sleep(Math.min(Math.max(intervalMs, SHORTEST_INTERVAL_MS), left), signal);
  }
}

type Named = Pick<Awaited<unknown>, 'what' | 'details'>;

function unreachable({ what, details }: Named, state: string): WorklinkError {
  return ownError('StateUnreachable', `Waiting for ${what} is in vain: it is ${state}.`, {
    hint: 'Nothing but another change can lead there.',
    details: { ...details, state },
  });
}

function timedOut({ what, details }: Named, state: string, timeoutMs: number): WorklinkError {
  return ownError(
    'WaitTimedOut',
    `Waited ${String(timeoutMs / 1000)} seconds for ${what}: it is still ${state}.`,
    {
      hint: 'The change goes on. Look again later, or wait longer with --timeout.',
      details: { ...details, state, timeoutMs },
    },
  );
}
