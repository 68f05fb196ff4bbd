import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { type Host } from '../host.js';
import { type Instance, readInstance } from './instance.js';
import { findServer, type Found, isAlive } from './running.js';
import { placeOf, type Served } from './served.js';

/** Longer than a server's grace for what is under way. */
const STOP_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** @throws WorklinkError `NotFound` where no server runs on, or beside, the state */
export async function requireServer(state: string, served: Served): Promise<Found> {
  const found = await findServer(state, served);
  if (found === undefined) {
    throw ownError('NotFound', `No ${served.noun} runs ${served.place} ${quote(state)}.`, {
      hint: `Start one with ${served.topic} start.`,
    });
  }
  return found;
}

/**
 * Ends a server that was found to be what its instance file says, and waits until it is gone.
 *
 * @throws WorklinkError `WaitTimedOut` where it does not end
 */
export async function stopRunning(
  state: string,
  served: Served,
  running: Instance,
  { timer, signal }: Pick<Host, 'timer' | 'signal'>,
): Promise<void> {
  if (!sendTerm(running.pid, served)) return;
  const place = placeOf(state, served);
  const deadline = timer.now().getTime() + STOP_TIMEOUT_MS;
  while (await isThere(place, running)) {
    if (timer.now().getTime() >= deadline) {
      throw ownError('WaitTimedOut', `The ${served.noun} (process ${String(running.pid)}) has not ended.`, {
        hint: `It may still be answering a call: look again with ${served.topic} status.`,
      });
    }
    await timer.sleep(LOOK_EVERY_MS, signal);
  }
}

/** A server strikes itself out as its last act; a process that is gone did not get to it. */
async function isThere(place: string, { instanceId, pid }: Instance): Promise<boolean> {
  return (await readInstance(place))?.instanceId === instanceId && isAlive(pid);
}

/** @returns whether there was anybody to be told */
function sendTerm(pid: number, { noun }: Served): boolean {
  try {
    process.kill(pid, 'SIGTERM');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw ownError('InvalidInput', `The ${noun} (process ${String(pid)}) is another user's.`, {
      hint: 'Stop it as the user who started it.',
      cause: error,
    });
  }
}
