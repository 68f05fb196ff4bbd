import { type FleetFileFinding, placeText } from '../../core/admin/fleet-file/files.js';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { counted } from '../../core/text.js';
import { type Presentation } from '../output/render.js';
import { details, type Details, type Field, listing, type Listing } from '../results.js';
import { type ReadFleets } from './read.js';

/** One thing found out about a file of fleets. */
export const FLEET_FILE_FINDING_FIELDS: readonly Field[] = [
  { name: 'place', title: 'PLACE', read: placeOf },
  { name: 'severity', title: 'SEVERITY', state: true },
  { name: 'message', title: 'MESSAGE' },
  { name: 'fix', title: 'WHAT TO DO' },
  { name: 'id', title: 'FINDING', extra: true },
  { name: 'subject', title: 'SUBJECT', extra: true },
  { name: 'file', title: 'FILE', extra: true },
  { name: 'line', title: 'LINE', extra: true },
  { name: 'column', title: 'COLUMN', extra: true },
];

function placeOf(data: object): string | undefined {
  if (!('file' in data && 'line' in data && 'column' in data)) return undefined;
  const { file, line, column } = data;
  return typeof file === 'string' && typeof line === 'number' && typeof column === 'number'
    ? placeText(file, { line, column })
    : undefined;
}

/**
 * What was found out about files of fleets: a row for each finding, or for a script one object.
 *
 * @param isStrict whether warnings refuse, too
 */
export function validation(
  { specs, files, findings }: ReadFleets,
  isStrict: boolean,
  { format, query }: Pick<Presentation, 'format' | 'query'>,
): Listing | Details {
  const failure = findingsFailure(findings, isStrict);
  const fails = failure === undefined ? {} : { failure: () => failure };
  if (query !== undefined || format === 'json' || format === 'yaml') {
    const verdict = failure === undefined ? 'accepted' : 'refused';
    const fleets = specs.map(({ spec }) => spec.name);
    return details({ data: { verdict, files, fleets, findings }, fields: [], ...fails });
  }
  return listing({
    rows: findings,
    fields: FLEET_FILE_FINDING_FIELDS,
    empty: `${counted(specs.length, 'fleet')} in ${counted(files.length, 'file')}: nothing is wrong.`,
    ...fails,
  });
}

/** The failure that findings are, where they are one. @param isStrict whether warnings are errors, too */
export function findingsFailure(
  findings: readonly FleetFileFinding[],
  isStrict = false,
): WorklinkError | undefined {
  const refusing = findings.filter(
    ({ severity }) => severity === 'error' || (isStrict && severity === 'warning'),
  );
  const [first] = refusing;
  if (first === undefined) return undefined;
  const more = refusing.length === 1 ? '' : ` There are ${String(refusing.length)} such findings in all.`;
  return ownError('CheckFailed', `${placeText(first.file, first)}: ${first.message}${more}`, {
    hint: first.fix,
    details: { findings },
  });
}
