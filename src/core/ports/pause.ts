import { type Timer } from './clock.js';

/** Sleeps between two looks. @returns whether the time passed, rather than the looking being ended by the signal */
export async function pause(
  timer: Timer,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await timer.sleep(milliseconds, signal);
    return true;
  } catch (error) {
    if (isAborted(signal)) return false;
    throw error;
  }
}

/** Asked anew each time: a signal is aborted while others are awaited. */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
