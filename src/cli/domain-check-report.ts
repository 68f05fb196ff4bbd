import { type Settled } from '../core/admin/bulk.js';
import { type DomainCheck } from '../core/admin/domains/check-report.js';
import { ownError, type WorklinkError } from '../core/errors.js';
import { hasErrors } from '../core/findings.js';
import { understand } from './errors.js';
import { DOMAIN_CHECK_FIELDS } from './fields/domain-check-fields.js';
import { findingLine } from './fields/findings-field.js';
import { listing, type Listing } from './results.js';

/** The result of checking domains: a row for each that was, its findings for a person, and the exit code they call for. */
export function checkListing(
  settled: readonly Settled<string, DomainCheck>[],
  fleet: string,
  signal: AbortSignal,
): Listing {
  const rows = settled.flatMap((one) => (one.state === 'done' ? [one.value] : []));
  return listing({
    rows,
    fields: DOMAIN_CHECK_FIELDS,
    empty: `Fleet ${fleet} has no domains to check. Associate one: worklink domain associate NAME`,
    notices: () => rows.flatMap(linesOf),
    failure: () => failureOf(settled, rows, signal),
  });
}

/** What is worth knowing but calls for nothing is left to JSON. */
function linesOf({ domainName, findings }: DomainCheck): readonly string[] {
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => `${domainName}: ${findingLine(finding)}`);
}

function failureOf(
  settled: readonly Settled<string, DomainCheck>[],
  rows: readonly DomainCheck[],
  signal: AbortSignal,
): WorklinkError | undefined {
  if (signal.aborted) return understand(signal.reason);
  const [broken] = settled.flatMap((one) => (one.state === 'failed' ? [one.error] : []));
  if (broken !== undefined) return broken;
  const wrong = rows.filter(({ findings }) => hasErrors(findings)).map(({ domainName }) => domainName);
  if (wrong.length === 0) return undefined;
  const what =
    wrong.length === 1 ? `The check of ${wrong[0] ?? ''}` : `The checks of ${String(wrong.length)} domains`;
  return ownError('CheckFailed', `${what} found errors.`, {
    hint: 'What to do about each is said above. What no finding explains: search for AWS support in the AWS Management Console, and choose Create case.',
    details: { domainNames: wrong },
  });
}
