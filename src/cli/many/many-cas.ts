import { type BulkProgress, runBulk, type Settled } from '../../core/admin/bulk.js';
import { ownError } from '../../core/errors.js';
import { BaseCommand } from '../base-command.js';
import {
  bulkFailure,
  type BulkOutcomes,
  type BulkSubject,
  errorData,
  mergeOutcomes,
  plannedMany,
  progressText,
} from './bulk-report.js';
import { CA_QUESTION } from '../website-ca-choice.js';
import { WEBSITE_CA_RESULT_FIELDS } from '../fields/website-ca-fields.js';
import { type Field, listing, type PlannedCall, type Result } from '../results.js';

/** Calls under way at a time. */
const AT_A_TIME = 4;

/** What is to be done to several website certificate authorities. */
export interface CaWork<Item, Plan> {
  readonly plans: readonly Settled<Item, Plan>[];
  readonly subject: BulkSubject<Item>;
  /** "Uploading" */
  readonly doing: string;
  /** What one is then: "uploaded". */
  readonly done: string;
  /** What a dry run says of those that can be done, and of each its call; absent for what changes nothing. */
  readonly dryRun?: {
    readonly says: (plans: readonly Plan[]) => string;
    readonly call: (plan: Plan) => PlannedCall;
  };
  /** Asks, where there is something to ask. */
  readonly before?: (plans: readonly Plan[]) => Promise<void>;
  readonly act: (plan: Plan) => Promise<object>;
  readonly rowOf: (item: Item) => object;
  /** What tables show of each, where it is not the usual. */
  readonly fields?: readonly Field[];
}

/** A command on several website certificate authorities: one that fails does not stop the others. */
export abstract class ManyCasCommand extends BaseCommand {
  protected override readonly fields: readonly Field[] = WEBSITE_CA_RESULT_FIELDS;

  /** The website CAs that arguments name; asked for where there are none, and nothing where `--all` is given. */
  protected async references(
    given: readonly string[] | undefined,
    all?: boolean,
  ): Promise<readonly string[] | undefined> {
    if (given !== undefined && all === true) {
      throw ownError('Usage', 'Website CAs are named, and --all is given.', { hint: 'Give one of the two.' });
    }
    if (given !== undefined || all === true) return given;
    const flag = all === undefined ? 'CA' : 'CA or --all';
    return [await this.asker.required(undefined, { message: CA_QUESTION, flag })];
  }

  protected async work<Item, Plan>(work: CaWork<Item, Plan>, isDryRun = false): Promise<Result> {
    const { plans, subject, doing, dryRun } = work;
    const ready = plans.flatMap((plan) => (plan.state === 'done' ? [plan.value] : []));
    const { signal, timer: clock } = this.host;
    const stopped = (): unknown => (signal.aborted ? signal.reason : undefined);
    if (isDryRun && dryRun !== undefined) {
      return plannedMany(
        dryRun.says(ready),
        ready.map(dryRun.call),
        { outcomes: plans, stopped: stopped() },
        subject,
      );
    }
    if (work.before !== undefined && ready.length > 0) await work.before(ready);
    const acted = await this.talk.during(doing, (update) =>
      runBulk(ready, work.act, {
        concurrency: AT_A_TIME,
        clock,
        signal,
        onProgress: (progress: BulkProgress) => {
          update(progressText(doing, progress));
        },
      }),
    );
    return resultOf(work, { outcomes: mergeOutcomes(plans, acted), stopped: stopped() });
  }
}

function resultOf<Item, Plan>(
  { subject, done, rowOf, fields = WEBSITE_CA_RESULT_FIELDS }: CaWork<Item, Plan>,
  report: BulkOutcomes<Item, object>,
): Result {
  const { failure, lines } = bulkFailure(report, subject);
  // The failure of the only one is the command's own.
  if (failure !== undefined && report.outcomes.length === 1) throw failure;
  const rows = report.outcomes.map((outcome) => {
    const row = rowOf(outcome.item);
    if (outcome.state === 'done') return { ...row, result: done, ...outcome.value };
    const error = outcome.state === 'failed' ? { error: errorData(outcome.error) } : {};
    return { ...row, result: outcome.state, ...error };
  });
  return listing({
    rows,
    fields,
    empty: 'There was nothing to do.',
    notices: () => lines,
    failure: () => failure,
  });
}
