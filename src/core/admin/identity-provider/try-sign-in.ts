import { ownError, WorklinkError } from '../../errors.js';
import { type Timer } from '../../ports/clock.js';
import { type SignInOutcome, type SignIns, type SignInTrial } from '../../ports/sign-ins.js';
import { waitUntil } from '../wait.js';

export interface TrialWait {
  readonly timer: Timer;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A browser is quick, and a look is one read of the state file. */
const LOOK_EVERY_MS = 200;

/**
 * Waits until somebody has signed in, or failed to.
 *
 * @throws WorklinkError `WaitTimedOut`; the signal's reason once aborted
 */
export async function awaitTrial(
  signIns: SignIns,
  { id }: SignInTrial,
  wait: TrialWait,
): Promise<SignInOutcome> {
  try {
    const outcome = await waitUntil(
      {
        what: 'the sign-in in the browser',
        look: () => Promise.resolve(signIns.outcomeOf(id)),
        judge: (seen) => (seen === undefined ? 'pending' : 'reached'),
        stateOf: (seen) => seen?.verdict ?? 'not answered',
      },
      { ...wait, intervalMs: LOOK_EVERY_MS },
    );
    if (outcome === undefined) throw ownError('Internal', 'A sign-in was answered by nothing.');
    return outcome;
  } catch (error) {
    if (!(error instanceof WorklinkError) || error.code !== 'WaitTimedOut') throw error;
    throw ownError('WaitTimedOut', error.message, {
      hint: "Where the identity provider's own page showed an error, its log has the reason: it may not know the fleet's service provider metadata. Else wait longer with --timeout.",
      ...(error.details !== undefined && { details: error.details }),
    });
  } finally {
    signIns.endTrial(id);
  }
}
