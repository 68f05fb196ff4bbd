import { type BulkProgress, type Settled } from '../core/admin/bulk.js';
import { type Domain } from '../core/admin/domains/domains.js';
import { type DomainEntry } from '../core/admin/domains/input.js';
import { ownError, WorklinkError } from '../core/errors.js';
import { DOMAIN_RESULT_FIELDS } from './domain-fields.js';
import { type Listing, listing } from './results.js';
import { type RunAgain } from './run-again.js';

/** What became of one domain. */
export type DomainOutcome = Settled<DomainEntry, Domain>;

/** What is said of many outcomes together. */
export interface BulkReport {
  readonly outcomes: readonly DomainOutcome[];
  /** What was done to those that did not fail: `revoked`. */
  readonly done: string;
  /** Why no more were begun, where somebody asked to stop. */
  readonly stopped: unknown;
  readonly runAgain: (entries: readonly DomainEntry[]) => RunAgain;
}

/** Errors of waiting: what was to be done is done, so that doing it again would be wrong. */
const AFTER_THE_FACT: readonly string[] = ['WaitTimedOut', 'StateUnreachable'];

/** One line for each domain, and a failure that says how to go on where not all went well. */
export function bulkListing(report: BulkReport): Listing {
  const { outcomes, done } = report;
  const { failure, lines } = bulkFailure(report);
  return listing({
    rows: outcomes.map((outcome) => rowOf(outcome, done)),
    fields: DOMAIN_RESULT_FIELDS,
    empty: 'There was nothing to do.',
    notices: () => lines,
    failure: () => failure,
  });
}

/** The failure many outcomes amount to, and lines to go before it. A single domain's own error is the failure. */
export function bulkFailure({ outcomes, stopped, runAgain }: BulkReport): {
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
  const again = repeatable.length === 0 ? undefined : runAgain(repeatable.map(({ item }) => item));
  const lines =
    again === undefined || again.lines.length === 0 ? [] : ['To go on standard input:', ...again.lines];
  const details = {
    codes: failed.map(({ error }) => error.code),
    failed: failed.map(({ item, error }) => ({ domainName: item.domainName, ...errorData(error) })),
    notBegun: notBegun.map(({ item }) => item.domainName),
    ...(again === undefined ? {} : { runAgain: again.command }),
  };
  const hint =
    again === undefined
      ? { hint: 'Look again later: worklink domain list.' }
      : {
          hint: `Run just ${lines.length > 0 ? 'those, the lines above,' : 'those'} again: ${again.command}`,
        };
  const count = String(outcomes.length);
  if (isInterruption(stopped)) {
    const message = `Interrupted: ${String(notBegun.length)} of ${count} domains were not begun, ${String(failed.length)} failed.`;
    const failure = ownError('Interrupted', message, {
      ...(repeatable.length === 0 ? {} : hint),
      details: { ...stopped.details, ...details },
      cause: stopped,
    });
    return { failure, lines };
  }
  const message = `${String(failed.length)} of ${count} domains failed.`;
  return { failure: ownError('PartialFailure', message, { ...hint, details }), lines };
}

function isInterruption(reason: unknown): reason is WorklinkError {
  return reason instanceof WorklinkError && reason.code === 'Interrupted';
}

function rowOf(outcome: DomainOutcome, done: string): object {
  const { domainName } = outcome.item;
  switch (outcome.state) {
    case 'done': {
      const { domainName: name, ...rest } = outcome.value;
      return { domainName: name, result: done, ...rest };
    }
    case 'notBegun':
      return { domainName, result: 'notBegun' };
    case 'failed': {
      const state = outcome.error.details?.['state'];
      const known = typeof state === 'string' ? { domainStatus: state } : {};
      return { domainName, result: 'failed', ...known, error: errorData(outcome.error) };
    }
  }
}

function errorData({ code, message, hint }: WorklinkError): object {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** How far it is, on one line: count, failures, rate, time left. */
export function progressText(
  doing: string,
  { total, done, failed, perSecond, leftMs }: BulkProgress,
): string {
  const parts = [`${doing}: ${String(done)} of ${String(total)}`];
  if (failed > 0) parts.push(`${String(failed)} failed`);
  if (perSecond !== undefined) parts.push(`${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`);
  if (leftMs !== undefined && done < total) parts.push(`${String(Math.ceil(leftMs / 1000))}s left`);
  return parts.join(', ');
}
