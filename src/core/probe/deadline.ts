import { type ProbeFailure } from '../ports/site-probe.js';

/** A step took longer than it may. */
class TimedOut extends Error {
  readonly code = 'TIMEOUT';
}

/**
 * Does a step that may not take longer than a time, nor go on once it is no longer wanted.
 *
 * @param step is given a signal that ends it either way
 * @throws the outer signal's reason; an error with the code `TIMEOUT`; what the step throws
 */
export async function within<T>(
  timeoutMs: number,
  outer: AbortSignal,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const inner = new AbortController();
  const stop = (): void => {
    inner.abort(outer.reason);
  };
  outer.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => {
    inner.abort(new TimedOut(`No answer within ${String(timeoutMs / 1000)} seconds.`));
  }, timeoutMs);
  try {
    // Not every step can be ended: what is still under way then is left behind.
    return await Promise.race([step(inner.signal), aborted(inner.signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error); // both who abort give errors
      },
      { once: true },
    );
  });
}

/** What an error of a step says, unless it is the wish to stop. @throws that wish */
export function failureOf(error: unknown, outer: AbortSignal): ProbeFailure {
  outer.throwIfAborted();
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: 'It failed for no known reason.' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
  return { code, message: error.message };
}
