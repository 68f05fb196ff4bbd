import { type Settled } from '../../core/admin/bulk.js';
import { type ChangeOutcome } from '../../core/admin/fleet-plan/apply.js';
import { type NotReached } from '../../core/admin/fleet-plan/end-states.js';
import { type Change } from '../../core/fleet-plan/change.js';
import { titleOfChange } from '../../core/fleet-plan/words.js';
import { bulkFailure, type BulkOutcomes, type BulkSubject, errorData } from '../many/bulk-report.js';
import { type Field, type Listing, listing } from '../results.js';
import { CHANGE_FIELDS } from './diff-result.js';

export const APPLY_FIELDS: readonly Field[] = [
  ...CHANGE_FIELDS,
  { name: 'result', title: 'RESULT', state: true },
  { name: 'error', title: 'ERROR', read: messageOf },
];

function messageOf(data: object): unknown {
  const error: unknown = 'error' in data ? data.error : undefined;
  return typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
}

/** What is said of all changes together. */
export interface ApplyReport extends Pick<BulkOutcomes<Row, object>, 'stopped' | 'runAgain'> {
  readonly outcomes: readonly ChangeOutcome[];
  readonly notReached: readonly NotReached[];
  readonly notices: readonly string[];
  /** What to do where there is nothing to run again. */
  readonly later: string;
}

type Row = Pick<Change, 'fleetName' | 'kind' | 'subject'> & { readonly action: Change['action'] | 'wait' };

/** A line for each change, and a failure that says how to go on where not all went well. */
export function applyResult({ outcomes, notReached, notices, later, ...rest }: ApplyReport): Listing {
  const settled = [
    ...outcomes.map(settledOf),
    ...notReached.map(({ fleetName, domainName, error }): Settled<Row, object> => {
      const item = { fleetName, kind: 'domain', subject: domainName, action: 'wait' } as const;
      return { item, state: 'failed', error };
    }),
  ];
  const subject: BulkSubject<Row> = {
    noun: 'changes',
    member: 'change',
    nameOf: ({ fleetName, action, ...row }) =>
      action === 'wait'
        ? `${fleetName}: wait for domain ${row.subject}`
        : `${fleetName}: ${titleOfChange({ ...row, action })}`,
    later,
  };
  const { failure, lines } = bulkFailure<Row, object>({ outcomes: settled, ...rest }, subject);
  return listing({
    rows: [
      ...outcomes.map(rowOf),
      ...notReached.map(({ fleetName, domainName, error }) => ({
        fleetName,
        action: 'wait',
        kind: 'domain',
        subject: domainName,
        result: 'failed',
        error: errorData(error),
      })),
    ],
    fields: APPLY_FIELDS,
    empty: 'Nothing to change.',
    notices: () => [...notices, ...lines],
    failure: () => failure,
  });
}

function settledOf(outcome: ChangeOutcome): Settled<Row, object> {
  const { change: item } = outcome;
  switch (outcome.state) {
    case 'done':
      return { item, state: 'done', value: {} };
    case 'failed':
      return { item, state: 'failed', error: outcome.error };
    case 'skipped':
    case 'notBegun':
      return { item, state: 'notBegun' };
  }
}

function rowOf(outcome: ChangeOutcome): object {
  const { fleetName, action, kind, subject } = outcome.change;
  const row = { fleetName, action, kind, subject, result: outcome.state };
  switch (outcome.state) {
    case 'failed':
      return { ...row, error: errorData(outcome.error) };
    case 'skipped':
      return {
        ...row,
        error: { code: 'Skipped', message: `It needs what failed: ${titleOfChange(outcome.because)}.` },
      };
    case 'done':
    case 'notBegun':
      return row;
  }
}
