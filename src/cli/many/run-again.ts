import { type DomainEntry } from '../../core/admin/domains/input.js';
import { shellLine } from '../../core/shell-words.js';

/** Up to this many names a command line is still read; beyond, a list is better. */
const NAMES_ON_A_LINE = 20;

/** A flag as it was typed. */
export interface TypedFlag {
  readonly name: string;
  /** Absent for a switch. */
  readonly value?: string;
}

/** A flag or argument as the parser met it. */
export interface Token {
  readonly type: string;
  readonly flag?: string;
  readonly input?: string;
}

/** What of a command is known of its flags. */
interface FlagKinds {
  readonly flags: Readonly<Record<string, { readonly type: string }>>;
  readonly baseFlags: Readonly<Record<string, { readonly type: string }>>;
}

/** The flags that were typed, as they were. @param without those that are left out */
export function typedFlags(
  { flags, baseFlags }: FlagKinds,
  tokens: readonly Token[],
  without: readonly string[],
): readonly TypedFlag[] {
  const known = { ...baseFlags, ...flags };
  return tokens.flatMap(({ type, flag: name, input }) => {
    if (type !== 'flag' || name === undefined || without.includes(name)) return [];
    if (known[name]?.type === 'boolean')
      return [{ name: input?.startsWith('--no-') === true ? input.slice(2) : name }];
    return input === undefined ? [] : [{ name, value: input }];
  });
}

/** How to do the same again to some of the items. */
export interface RunAgain {
  readonly command: string;
  /** What the command is to read from standard input; nothing where the command line says it all. */
  readonly lines: readonly string[];
}

/**
 * The command line that does the same again to some things.
 *
 * @param words the command's own: `worklink domain revoke`
 * @param flags those that were typed, without `--from`
 * @param names of the things
 * @param table what is to be said of them beside their names: a line for each, below one of titles
 */
export function runAgainOn(
  words: readonly string[],
  flags: readonly TypedFlag[],
  names: readonly string[],
  table?: readonly (readonly string[])[],
): RunAgain {
  const typed = flags.flatMap(({ name, value }) => [`--${name}`, ...(value === undefined ? [] : [value])]);
  if (table === undefined && names.length <= NAMES_ON_A_LINE)
    return { command: shellLine([...words, ...names, ...typed]), lines: [] };
  const lines = table?.map((row) => row.map(csvCell).join(',')) ?? names;
  return { command: shellLine([...words, '--from', '-', ...typed]), lines };
}

/** As {@link runAgainOn}, for domains, which may be given with their certificates and display names. */
export function runAgain(
  words: readonly string[],
  flags: readonly TypedFlag[],
  entries: readonly DomainEntry[],
): RunAgain {
  const names = entries.map(({ domainName }) => domainName);
  const isPlain = entries.every(
    ({ certificate, displayName }) => certificate === undefined && displayName === undefined,
  );
  if (isPlain) return runAgainOn(words, flags, names);
  const rows = entries.map(({ domainName, certificate = '', displayName = '' }) => [
    domainName,
    certificate,
    displayName,
  ]);
  return runAgainOn(words, flags, names, [['domain', 'certificate', 'displayName'], ...rows]);
}

/** RFC 4180. A leading `#` would begin a comment. */
function csvCell(text: string): string {
  return /^[\s#]|[",\r\n]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
