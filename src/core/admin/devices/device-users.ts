import { ownError, type WorklinkError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { quote } from '../../text.js';

/** A line of a list of users. */
export interface DeviceUser {
  readonly user: string;
  /** Path of the user's PKCS#12 file, and of the file with its password. */
  readonly p12?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** Where it stands in the list. */
  readonly line: number;
}

/** More than this in one list is taken for a slip. */
const MAX_USERS = 10_000;
const MAX_LINE_LENGTH = 10_000;

const COLUMNS = ['user', 'p12', 'passwordFile'] as const;
type Column = (typeof COLUMNS)[number];

function columnOf(title: string): Column | undefined {
  const name = title.toLowerCase().replace(/[-_ ]/g, '');
  return COLUMNS.find((column) => column.toLowerCase() === name);
}

function refused(message: string, hint: string, cause?: unknown): WorklinkError {
  return ownError('InvalidInput', message, { hint, ...(cause === undefined ? {} : { cause }) });
}

function readHeader(titles: readonly string[], needed: readonly Column[]): readonly Column[] {
  const columns = titles.map((title) => {
    const column = columnOf(title);
    if (column !== undefined) return column;
    const [near] = nearest(title, COLUMNS);
    throw refused(
      `The list has a column ${quote(title)}, which means nothing here.`,
      `${near === undefined ? '' : `Did you mean ${near}? `}Its columns are ${COLUMNS.join(', ')}.`,
    );
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw refused(`The list has two columns ${twice}.`, 'Leave one out.');
  const missing = needed.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    throw refused(`The list has no column ${missing}.`, 'Its first line names its columns.');
  }
  return columns;
}

async function parseRecords(
  text: string,
): Promise<readonly { readonly cells: readonly string[]; readonly line: number }[]> {
  const { parse, CsvError } = await import('csv-parse/sync');
  const lines: number[] = [];
  try {
    const records: readonly (readonly string[])[] = parse(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_LINE_LENGTH,
      to: MAX_USERS + 2,
      on_record: (record: string[], { lines: line }) => {
        lines.push(line);
        return record;
      },
    });
    return records.map((cells, index) => ({ cells, line: lines[index] ?? 0 }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(`The list is not CSV: ${error.message}.`, 'Quote values that hold commas.', error);
  }
}

/**
 * Reads a list of users: CSV whose first line names its columns, `user` among them, as `worklink device-cert issue` writes it.
 *
 * @param text at most 10,000 users
 * @param needed the columns that must be there, with a value on each line
 * @throws WorklinkError `InvalidInput` naming the line
 */
export async function parseDeviceUsers(
  text: string,
  needed: readonly Column[],
): Promise<readonly DeviceUser[]> {
  const [header, ...rows] = await parseRecords(text);
  const columns = readHeader(header?.cells ?? [], needed);
  if (rows.length === 0) throw refused('The list names no user.', 'Give a line for each.');
  if (rows.length > MAX_USERS)
    throw refused(`The list names more than ${String(MAX_USERS)} users.`, 'Split it.');
  const users = rows.map(({ cells, line }): DeviceUser => {
    const cell = (column: Column): string | undefined => {
      const value = cells[columns.indexOf(column)] ?? '';
      if (value !== '') return value;
      if (!needed.includes(column)) return undefined;
      throw refused(
        `The list has no ${column} on line ${String(line)}.`,
        'Fill it in, or leave the line out.',
      );
    };
    return { user: cell('user') ?? '', p12: cell('p12'), passwordFile: cell('passwordFile'), line };
  });
  refuseRepetition(users);
  return users;
}

function refuseRepetition(users: readonly DeviceUser[]): void {
  const lines = new Map<string, number>();
  for (const { user, line } of users) {
    const first = lines.get(user);
    if (first !== undefined) {
      throw refused(
        `The list names ${quote(user)} on line ${String(first)} and on line ${String(line)}.`,
        'Leave one of them out.',
      );
    }
    lines.set(user, line);
  }
}

/** The list of users whose certificates were issued, for what is done with them next. RFC 4180. */
export function deviceUsersCsv(users: readonly Omit<DeviceUser, 'line'>[]): string {
  const cell = (text: string): string =>
    /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = users.map(({ user, p12 = '', passwordFile = '' }) => [user, p12, passwordFile]);
  return [[...COLUMNS], ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}
