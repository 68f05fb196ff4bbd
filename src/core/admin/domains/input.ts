import { ownError, type WorklinkError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { quote } from '../../text.js';
import { domainKey } from './names.js';

/** A domain as a list names it. */
export interface DomainEntry {
  readonly domainName: string;
  /** ARN or domain name of its certificate. */
  readonly certificate?: string | undefined;
  readonly displayName?: string | undefined;
}

export interface DomainList {
  /** Each domain once, in the order given. */
  readonly entries: readonly DomainEntry[];
  /** How many repetitions were left out. */
  readonly duplicates: number;
}

/** More than this in one list is taken for a slip. */
const MAX_DOMAINS = 10_000;
const MAX_LINE_LENGTH = 10_000;
/** The columns of a CSV list, and the names they go by, in lower case. */
const COLUMNS = {
  domainName: ['domain', 'domainname'],
  certificate: ['certificate', 'acmcertificatearn'],
  displayName: ['displayname'],
} as const;
type Column = keyof typeof COLUMNS;

/** The names given as arguments, each once. */
export function listOfDomains(names: readonly string[]): DomainList {
  return withoutDuplicates(names.map((domainName) => ({ domainName })));
}

/**
 * Reads a list of domains: a name on each line, `#` before a comment; or CSV whose first line names its columns,
 * `domain` (or `domainName`) among them, as `worklink domain list -o csv` writes it.
 *
 * @param text at most 10,000 domains
 * @param allColumns whether `certificate` and `displayName` are read too, and other columns refused; else only the name is
 * @throws WorklinkError `InvalidInput` naming the line, where it is no such list or names no domain
 */
export async function parseDomainList(text: string, allColumns: boolean): Promise<DomainList> {
  const entries = isCsv(text) ? await parseCsv(text, allColumns) : parseLines(text);
  if (entries.length === 0) {
    throw refused('The list names no domain.', 'Give a name on each line, or CSV with a column domain.');
  }
  if (entries.length > MAX_DOMAINS) {
    throw refused(`The list names more than ${String(MAX_DOMAINS)} domains.`, 'Split it.');
  }
  return withoutDuplicates(entries);
}

function parseLines(text: string): DomainEntry[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const hash = line.indexOf('#');
    const domainName = (hash === -1 ? line : line.slice(0, hash)).trim();
    return domainName === '' ? [] : [{ domainName }];
  });
}

/** Whether the first line with something on it names columns. */
function isCsv(text: string): boolean {
  for (const line of text.split(/\r\n|\n|\r/)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    return content
      .split(',')
      .some((cell) => columnOf(cell.trim().replace(/^"(.*)"$/, '$1')) === 'domainName');
  }
  return false;
}

function columnOf(title: string): Column | undefined {
  const name = title.trim().toLowerCase();
  const columns: readonly Column[] = ['domainName', 'certificate', 'displayName'];
  return columns.find((column) => COLUMNS[column].some((known) => known === name));
}

async function parseCsv(text: string, allColumns: boolean): Promise<DomainEntry[]> {
  const { parse, CsvError } = await import('csv-parse/sync');
  const lines: number[] = [];
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      comment: '#',
      comment_no_infix: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_LINE_LENGTH,
      to: MAX_DOMAINS + 2,
      on_record: (record: string[], { lines: line }) => {
        lines.push(line);
        return record;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(`The list is not CSV: ${error.message}.`, 'Quote values that hold commas.', error);
  }
  const [header = [], ...rows] = records;
  const columns = readHeader(header, allColumns);
  return rows.map((record, index) => readRow(columns, record, lines[index + 1] ?? 0));
}

function readHeader(titles: readonly string[], allColumns: boolean): readonly (Column | undefined)[] {
  const columns = titles.map((title) => {
    const column = columnOf(title);
    if (!allColumns) return column === 'domainName' ? column : undefined;
    if (column !== undefined) return column;
    const [near] = nearest(title, ['domain', 'certificate', 'displayName']);
    throw refused(
      `The list has a column ${quote(title)}, which means nothing here.`,
      `${near === undefined ? '' : `Did you mean ${near}? `}Its columns are domain, certificate and displayName.`,
    );
  });
  const twice = columns.find((column, index) => column !== undefined && columns.indexOf(column) !== index);
  if (twice !== undefined) throw refused(`The list has two columns for ${twice}.`, 'Leave one out.');
  return columns;
}

function readRow(
  columns: readonly (Column | undefined)[],
  record: readonly string[],
  line: number,
): DomainEntry {
  const cell = (column: Column): string => record[columns.indexOf(column)] ?? '';
  const domainName = cell('domainName');
  if (domainName === '')
    throw refused(`The list has no domain on line ${String(line)}.`, 'Name it, or leave the line out.');
  const certificate = cell('certificate');
  const displayName = cell('displayName');
  return {
    domainName,
    ...(certificate === '' ? {} : { certificate }),
    ...(displayName === '' ? {} : { displayName }),
  };
}

function withoutDuplicates(entries: readonly DomainEntry[]): DomainList {
  const byKey = new Map<string, DomainEntry>();
  for (const entry of entries) {
    const key = domainKey(entry.domainName);
    const first = byKey.get(key);
    if (first === undefined) {
      byKey.set(key, entry);
    } else if (first.certificate !== entry.certificate || first.displayName !== entry.displayName) {
      throw refused(
        `The list names ${quote(entry.domainName)} twice, with different certificates or display names.`,
        'Leave one of them out.',
      );
    }
  }
  return { entries: [...byKey.values()], duplicates: entries.length - byKey.size };
}

function refused(message: string, hint: string, cause?: unknown): WorklinkError {
  return ownError('InvalidInput', message, { hint, ...(cause === undefined ? {} : { cause }) });
}
