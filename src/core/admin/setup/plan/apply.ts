import { WorklinkError } from '../../../errors.js';
import { type Backend } from '../../../ports/backend.js';
import { type WaitOptions } from '../../wait.js';
import { type SetupPlan } from './plan.js';
import { type PlannedChange, type SetupRun } from './planned.js';

/** What became of one change. */
export type AppliedChange = { readonly change: PlannedChange } & (
  { readonly state: 'done' } | { readonly state: 'failed'; readonly error: WorklinkError }
);

/** What a set-up came to. */
export interface AppliedSetup {
  readonly fleetArn: string;
  readonly changes: readonly AppliedChange[];
  /** What waits for somebody, as sentences. */
  readonly waits: readonly string[];
}

/** Shows that a change is under way, while it is. */
export type Progress = (change: PlannedChange, work: () => Promise<AppliedChange>) => Promise<AppliedChange>;

/**
 * Makes planned changes one after the other. What fails does not keep the others from being tried, but without its fleet
 * nothing can be.
 *
 * @throws WorklinkError where the fleet cannot be made; the signal's reason: what is done by then stays
 */
export async function applySetup(
  backend: Backend,
  { ground, changes, waits }: SetupPlan,
  wait: WaitOptions,
  progress: Progress,
): Promise<AppliedSetup> {
  const run: SetupRun = { backend, wait, fleetArn: ground.fleetArn, imported: new Map() };
  const applied: AppliedChange[] = [];
  const waiting: string[] = [...waits];
  for (const change of changes) {
    ground.signal.throwIfAborted();
    const outcome = await progress(change, async () => {
      try {
        waiting.push(...(await change.apply(run)));
        return { change, state: 'done' };
      } catch (error) {
        ground.signal.throwIfAborted();
        if (!(error instanceof WorklinkError) || change.step === 'fleet') throw error;
        return { change, state: 'failed', error: error as WorklinkError };
      }
    });
    applied.push(outcome);
  }
  return { fleetArn: run.fleetArn, changes: applied, waits: waiting };
}
