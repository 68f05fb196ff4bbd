import { ownError } from '../../core/errors.js';
import {
  assertSameTarget,
  assertStillGood,
  digestOfChanges,
  MAX_PLAN_CHARACTERS,
  type PlanTarget,
  readPlanFile,
  type ReviewedPlan,
} from '../../core/fleet-plan/plan-file.js';
import { type MadePlans } from '../../core/admin/fleet-plan/make.js';
import { quote } from '../../core/text.js';
import { type Host } from '../host.js';
import { readNamedFile } from '../values.js';

/** Reads a plan that was reviewed. @throws WorklinkError `NotFound`; `InvalidInput` for what is none */
export async function readReviewed(path: string, host: Host): Promise<ReviewedPlan> {
  const bytes = await readNamedFile(path, host, { flag: '--plan', maxBytes: MAX_PLAN_CHARACTERS });
  const what = path === '-' ? 'Standard input' : `The file ${quote(path)}`;
  try {
    return readPlanFile(new TextDecoder('utf-8', { fatal: true }).decode(bytes), what);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw ownError('InvalidInput', `${what} is not UTF-8 text.`, { cause });
  }
}

/** @throws WorklinkError `WrongState` where a plan is for other fleets, or not what would be done now */
export function assertReviewed(reviewed: ReviewedPlan, made: MadePlans, target: PlanTarget): void {
  assertSameTarget(reviewed, target);
  const now = { target, digests: made.digests, changesDigest: digestOfChanges(made.plans) };
  assertStillGood(reviewed, now);
}
