import { type BulkProgress, type Settled } from '../../core/admin/bulk.js';
import { type DomainEntry } from '../../core/admin/domains/input.js';
import { ownError, WorklinkError } from '../../core/errors.js';
import { DOMAIN_RESULT_FIELDS } from '../fields/domain-fields.js';
import {
  type Field,
  type Listing,
  listing,
  outcome,
  type Outcome,
  planned,
  type PlannedCall,
} from '../results.js';
import { type RunAgain } from './run-again.js';

/** What many outcomes are of. */
export interface BulkSubject<Item> {
  /** `domains` */
  readonly noun: string;
  /** What an error's details call the name of one: `domainName`. */
  readonly member: string;
  readonly nameOf: (item: Item) => string;
  /** What to do where there is nothing to run again. */
  readonly later: string;
}

/** Outcomes, and what is said of them together. */
export interface BulkOutcomes<Item, Value> {
  readonly outcomes: readonly Settled<Item, Value>[];
  /** Why no more were begun, where somebody asked to stop. */
  readonly stopped: unknown;
  /** Does it again to some; absent where that cannot be said in a command line. */
  readonly runAgain?: (items: readonly Item[]) => RunAgain;
}

/** What many outcomes are of, and how each is shown: by its name, what was done, its state and its error. */
export interface BulkKind<Item> extends BulkSubject<Item> {
  readonly fields: readonly Field[];
  /** What rows call the state: `domainStatus`. */
  readonly stateMember: string;
}

/** What is said of many together. */
export interface BulkReport<Item, Value> extends Required<BulkOutcomes<Item, Value>> {
  /** What was done to those that did not fail: `revoked`. */
  readonly done: string;
}

export const BULK_DOMAINS: BulkKind<DomainEntry> = {
  fields: DOMAIN_RESULT_FIELDS,
  stateMember: 'domainStatus',
  noun: 'domains',
  member: 'domainName',
  nameOf: ({ domainName }) => domainName,
  later: 'Look again later: worklink domain list.',
};

/** Errors of waiting: what was to be done is done, so that doing it again would be wrong. */
const AFTER_THE_FACT: readonly string[] = ['WaitTimedOut', 'StateUnreachable'];

/** One line for each, and a failure that says how to go on where not all went well. */
export function bulkListing<Item, Value extends object>(
  report: BulkReport<Item, Value>,
  kind: BulkKind<Item>,
): Listing {
  const { outcomes, done } = report;
  const { failure, lines } = bulkFailure(report, kind);
  return listing({
    rows: outcomes.map((each) => rowOf(each, done, kind)),
    fields: kind.fields,
    empty: 'There was nothing to do.',
    notices: () => lines,
    failure: () => failure,
  });
}

/** The failure many outcomes amount to, and lines to go before it. A single item's own error is the failure. */
export function bulkFailure<Item, Value>(
  { outcomes, stopped, runAgain }: BulkOutcomes<Item, Value>,
  { noun, member, nameOf, later }: BulkSubject<Item>,
): {
  readonly failure: WorklinkError | undefined;
  readonly lines: readonly string[];
} {
  const failed = outcomes.filter((outcome) => outcome.state === 'failed');
  const notBegun = outcomes.filter((outcome) => outcome.state === 'notBegun');
  if (failed.length === 0 && notBegun.length === 0 && !isInterruption(stopped))
    return { failure: undefined, lines: [] };
  const [only] = failed;
  if (outcomes.length === 1 && only !== undefined) return { failure: only.error, lines: [] };
  const repeatable = [...failed.filter(({ error }) => !AFTER_THE_FACT.includes(error.code)), ...notBegun];
  const again = repeatable.length === 0 ? undefined : runAgain?.(repeatable.map(({ item }) => item));
  const lines =
    again === undefined || again.lines.length === 0 ? [] : ['To go on standard input:', ...again.lines];
  const details = {
    codes: failed.map(({ error }) => error.code),
    failed: failed.map(({ item, error }) => ({ [member]: nameOf(item), ...errorData(error) })),
    notBegun: notBegun.map(({ item }) => nameOf(item)),
    ...(again === undefined ? {} : { runAgain: again.command }),
  };
  const hint =
    again === undefined
      ? { hint: later }
      : {
          hint: `Run just ${lines.length > 0 ? 'those, the lines above,' : 'those'} again: ${again.command}`,
        };
  const count = String(outcomes.length);
  if (isInterruption(stopped)) {
    const message = `Interrupted: ${String(notBegun.length)} of ${count} ${noun} were not begun, ${String(failed.length)} failed.`;
    const failure = ownError('Interrupted', message, {
      ...(repeatable.length === 0 ? {} : hint),
      details: { ...stopped.details, ...details },
      cause: stopped,
    });
    return { failure, lines };
  }
  const message = `${String(failed.length)} of ${count} ${noun} failed.`;
  return { failure: ownError('PartialFailure', message, { ...hint, details }), lines };
}

/** What became of each item: of its plan where that failed, else of what was done. */
export function mergeOutcomes<Item, Plan, Value>(
  plans: readonly Settled<Item, Plan>[],
  acted: readonly Settled<Plan, Value>[],
): readonly Settled<Item, Value>[] {
  const results = acted.values();
  return plans.map((plan): Settled<Item, Value> => {
    if (plan.state !== 'done') return plan;
    const { item } = plan;
    const result = results.next().value;
    return result === undefined ? { item, state: 'notBegun' } : { ...result, item };
  });
}

/** The result of a dry run over many items: what would be done, and what of it could not be. */
export function plannedMany<Item, Value>(
  message: string,
  calls: readonly PlannedCall[],
  report: BulkOutcomes<Item, Value>,
  subject: BulkSubject<Item>,
): Outcome {
  const { failure, lines } = bulkFailure(report, subject);
  if (failure !== undefined && report.outcomes.length === 1) throw failure;
  const result = planned(message, calls);
  const failed = failure?.details?.['failed'];
  return outcome({
    ...result,
    data: { ...result.data, ...(failed === undefined ? {} : { failed }) },
    notices: () => lines,
    failure: () => failure,
  });
}

function isInterruption(reason: unknown): reason is WorklinkError {
  return reason instanceof WorklinkError && reason.code === 'Interrupted';
}

function rowOf<Item, Value extends object>(
  outcome: Settled<Item, Value>,
  done: string,
  { member, nameOf, stateMember }: BulkKind<Item>,
): object {
  const name = nameOf(outcome.item);
  switch (outcome.state) {
    // The thing itself knows best how its name is written.
    case 'done':
      return { [member]: name, result: done, ...outcome.value };
    case 'notBegun':
      return { [member]: name, result: 'notBegun' };
    case 'failed': {
      const state = outcome.error.details?.['state'];
      const known = typeof state === 'string' ? { [stateMember]: state } : {};
      return { [member]: name, result: 'failed', ...known, error: errorData(outcome.error) };
    }
  }
}

export function errorData({ code, message, hint }: WorklinkError): object {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** How far it is, on one line: count, failures, rate, and time left where it is known of how many. */
export function progressText(
  doing: string,
  {
    total,
    done,
    failed,
    perSecond,
    leftMs,
  }: Omit<BulkProgress, 'total'> & { readonly total: number | undefined },
): string {
  const parts = [`${doing}: ${String(done)} ${total === undefined ? 'so far' : `of ${String(total)}`}`];
  if (failed > 0) parts.push(`${String(failed)} failed`);
  if (perSecond !== undefined) parts.push(`${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`);
  if (leftMs !== undefined && total !== undefined && done < total)
    parts.push(`${String(Math.ceil(leftMs / 1000))}s left`);
  return parts.join(', ');
}
