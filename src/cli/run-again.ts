import { type DomainEntry } from '../core/admin/domains/input.js';

/** Up to this many names a command line is still read; beyond, a list is better. */
const NAMES_ON_A_LINE = 20;

/** A flag as it was typed. */
export interface TypedFlag {
  readonly name: string;
  /** Absent for a switch. */
  readonly value?: string;
}

/** How to do the same again to some of the items. */
export interface RunAgain {
  readonly command: string;
  /** What the command is to read from standard input; nothing where the command line says it all. */
  readonly lines: readonly string[];
}

/**
 * The command line that does the same again to some domains.
 *
 * @param words the command's own: `worklink domain revoke`
 * @param flags those that were typed, without `--from`
 */
export function runAgain(
  words: readonly string[],
  flags: readonly TypedFlag[],
  entries: readonly DomainEntry[],
): RunAgain {
  const typed = flags.flatMap(({ name, value }) => [`--${name}`, ...(value === undefined ? [] : [value])]);
  const names = entries.map(({ domainName }) => domainName);
  const isPlain = entries.every(
    ({ certificate, displayName }) => certificate === undefined && displayName === undefined,
  );
  if (isPlain && names.length <= NAMES_ON_A_LINE)
    return { command: line([...words, ...names, ...typed]), lines: [] };
  const command = line([...words, '--from', '-', ...typed]);
  if (isPlain) return { command, lines: names };
  const rows = entries.map(({ domainName, certificate = '', displayName = '' }) =>
    [domainName, certificate, displayName].map(csvCell).join(','),
  );
  return { command, lines: ['domain,certificate,displayName', ...rows] };
}

function line(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** A word as a POSIX shell takes it. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** RFC 4180. A leading `#` would begin a comment. */
function csvCell(text: string): string {
  return /^[\s#]|[",\r\n]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
