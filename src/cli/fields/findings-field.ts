import { ownError, type WorklinkError } from '../../core/errors.js';
import { type Finding } from '../../core/findings.js';
import { type Field } from '../results.js';

/** The member `findings` of anything that was judged, a line for each. */
export const FINDINGS_FIELD: Field = { name: 'findings', title: 'FINDINGS', read: findingTexts };

function findingTexts(data: object): readonly string[] | undefined {
  if (!('findings' in data) || !Array.isArray(data.findings) || data.findings.length === 0) return undefined;
  const findings: readonly Finding[] = data.findings; // of every judge's type
  return findings.map(findingLine);
}

/** A finding as one line for a person: how bad it is, what, where, and what to do. */
export function findingLine({ id, severity, subject, message, fix }: Finding): string {
  return `${severity} ${id}: ${message} (${subject}) ${fix}`;
}

/** What a check fails with where it found errors: its result is shown all the same. */
export function checkFailure(findings: readonly Finding[]): WorklinkError | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return undefined;
  const more = errors.length === 1 ? '' : ` There are ${String(errors.length)} errors in all.`;
  return ownError('CheckFailed', `${first.subject}: ${first.message}${more}`, { hint: first.fix });
}
