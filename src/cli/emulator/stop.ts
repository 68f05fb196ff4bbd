import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { type Timer } from '../../core/ports/clock.js';
import { readInstance } from './instance.js';
import { findRunning, isAlive, type Running } from './running.js';

/** Longer than a server's grace for what is under way. */
const STOP_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** @throws WorklinkError `NotFound` where no server runs on the state */
export async function requireRunning(state: string): Promise<Running> {
  const running = await findRunning(state);
  if (running === undefined) {
    throw ownError('NotFound', `No emulator runs on ${quote(state)}.`, {
      hint: 'Start one with worklink emulator start.',
    });
  }
  return running;
}

/**
 * Ends a server that was found to be what its instance file says, and waits until it is gone.
 *
 * @throws WorklinkError `WaitTimedOut` where it does not end
 */
export async function stopRunning(
  state: string,
  running: Running,
  timer: Timer,
  signal: AbortSignal,
): Promise<void> {
  if (!sendTerm(running.pid)) return;
  const deadline = timer.now().getTime() + STOP_TIMEOUT_MS;
  while (await isThere(state, running)) {
    if (timer.now().getTime() >= deadline) {
      throw ownError('WaitTimedOut', `The emulator (process ${String(running.pid)}) has not ended.`, {
        hint: 'It may still be answering a call: look again with worklink emulator status.',
      });
    }
    await timer.sleep(LOOK_EVERY_MS, signal);
  }
}

/** A server strikes itself out as its last act; a process that is gone did not get to it. */
async function isThere(state: string, { instanceId, pid }: Running): Promise<boolean> {
  return (await readInstance(state))?.instanceId === instanceId && isAlive(pid);
}

/** @returns whether there was anybody to be told */
function sendTerm(pid: number): boolean {
  try {
    process.kill(pid, 'SIGTERM');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw ownError('InvalidInput', `The emulator (process ${String(pid)}) is another user's.`, {
      hint: 'Stop it as the user who started it.',
      cause: error,
    });
  }
}
