import { ownError, type WorklinkError } from '../../errors.js';
import { addressKey, readAddress } from '../../invites/address.js';
import { type InvitedUser } from '../../invites/invite.js';
import { quote } from '../../text.js';

/** More than this in one list is taken for a slip. */
const MAX_RECIPIENTS = 20_000;
const MAX_RECORD_LENGTH = 20_000;
const MAX_COLUMNS = 50;
const MAX_CELL_LENGTH = 1000;
/** How many mistakes are worth telling at once. */
const TOLD = 10;

/** Recipients, each once, and how many repetitions were left out. */
export interface Recipients {
  readonly items: readonly InvitedUser[];
  readonly duplicates: number;
}

interface Row {
  readonly line: number;
  readonly email: string;
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** Recipients by their addresses alone. @throws WorklinkError `InvalidInput` naming all that are none */
export function recipientsOf(addresses: readonly string[]): Recipients {
  return validated(
    addresses.map((email, index) => ({ line: index + 1, email, name: '', columns: new Map() })),
    'Address',
  );
}

/**
 * Reads a list of recipients: an address on each line, `#` before a comment; or CSV (RFC 4180) whose first line names its
 * columns, `email` among them. Further columns are the recipient's own placeholders.
 *
 * @param text at most 20,000 recipients
 * @param needed columns that a template speaks of, with where it does
 * @throws WorklinkError `InvalidInput` naming each line that is wrong
 */
export async function parseRecipients(
  text: string,
  needed: ReadonlyMap<string, string> = new Map(),
): Promise<Recipients> {
  const rows = isCsv(text) ? await parseCsv(text, needed) : parseLines(text, needed);
  if (rows.length === 0)
    throw refused('The list names nobody.', 'Give an address on each line, or CSV with a column email.');
  if (rows.length > MAX_RECIPIENTS) {
    throw refused(`The list names more than ${String(MAX_RECIPIENTS)} people.`, 'Split it.');
  }
  return validated(rows, 'Line');
}

function validated(rows: readonly Row[], what: 'Line' | 'Address'): Recipients {
  const faults: { readonly line: number; readonly message: string }[] = [];
  const items = new Map<string, InvitedUser>();
  for (const { line, email, name, columns } of rows) {
    const read = readAddress(email);
    const long = [name, ...columns.values()].find((value) => value.length > MAX_CELL_LENGTH);
    const isStrange = [name, ...columns.values()].some((value) => /[\p{Cc}\u2028\u2029]/u.test(value));
    if ('fault' in read) faults.push({ line, message: `${quote(email)}: ${read.fault}` });
    else if (long !== undefined) {
      faults.push({ line, message: `A value has more than ${String(MAX_CELL_LENGTH)} characters.` });
    } else if (isStrange)
      faults.push({ line, message: 'A value has a line end or another control character.' });
    else {
      const key = addressKey(read.address);
      if (!items.has(key)) items.set(key, { email: read.address, name, columns });
    }
  }
  if (faults.length > 0) {
    const told = faults.slice(0, TOLD).map(({ line, message }) => `${what} ${String(line)}: ${message}`);
    const more = faults.length > TOLD ? ` And ${String(faults.length - TOLD)} more.` : '';
    throw refused(`${told.join(' ')}${more}`, 'Mend the list; nobody was mailed.', { faults });
  }
  return { items: [...items.values()], duplicates: rows.length - items.size };
}

function parseLines(text: string, needed: ReadonlyMap<string, string>): readonly Row[] {
  refuseMissing([], needed);
  return text.split(/\r\n|\n|\r/).flatMap((content, index) => {
    const hash = content.indexOf('#');
    const email = (hash === -1 ? content : content.slice(0, hash)).trim();
    return email === '' ? [] : [{ line: index + 1, email, name: '', columns: new Map<string, string>() }];
  });
}

/** Whether the first line with something on it names columns. */
function isCsv(text: string): boolean {
  const first =
    text
      .replace(/^\ufeff/, '')
      .split(/\r\n|\n|\r/, 20)
      .find((line) => line.trim() !== '') ?? '';
  return first.split(',').some((cell) => isTitle(cell.trim().replace(/^"(.*)"$/, '$1'), EMAIL));
}

const EMAIL = ['email', 'e-mail', 'mail', 'address'];
const NAME = ['name', 'full name', 'display name'];

function isTitle(title: string, known: readonly string[]): boolean {
  return known.includes(title.trim().toLowerCase());
}

async function parseCsv(text: string, needed: ReadonlyMap<string, string>): Promise<readonly Row[]> {
  const { parse, CsvError } = await import('csv-parse/sync');
  const lines: number[] = [];
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_RECORD_LENGTH,
      to: MAX_RECIPIENTS + 2,
      on_record: (record: string[], { lines: line }) => {
        lines.push(line);
        return record;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(
      `The list is not CSV: ${error.message}.`,
      'Quote values that hold commas.',
      undefined,
      error,
    );
  }
  const [titles = [], ...rows] = records;
  const columns = readTitles(titles);
  refuseMissing(columns, needed);
  return rows.map((record, index): Row => {
    const cells = new Map(columns.map((column, at) => [column, record[at] ?? '']));
    const { email = '', name = '' } = Object.fromEntries(cells);
    cells.delete('email');
    cells.delete('name');
    return { line: lines[index + 1] ?? 0, email, name, columns: cells };
  });
}

function readTitles(titles: readonly string[]): readonly string[] {
  if (titles.length > MAX_COLUMNS) {
    throw refused(
      `The list has more than ${String(MAX_COLUMNS)} columns.`,
      'Leave out those that are not needed.',
    );
  }
  const columns = titles.map((title) => {
    if (isTitle(title, EMAIL)) return 'email';
    return isTitle(title, NAME) ? 'name' : title.trim();
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw refused(`The list has two columns ${quote(twice)}.`, 'Leave one out.');
  return columns;
}

function refuseMissing(columns: readonly string[], needed: ReadonlyMap<string, string>): void {
  for (const [column, where] of needed) {
    if (columns.includes(column)) continue;
    throw refused(
      `The invitation speaks of {{user.${column}}} (${where}), and the list has no column ${quote(column)}.`,
      'Give the list that column, or edit the invitation.',
    );
  }
}

function refused(
  message: string,
  hint: string,
  details?: Readonly<Record<string, unknown>>,
  cause?: unknown,
): WorklinkError {
  return ownError('InvalidInput', message, {
    hint,
    ...(details === undefined ? {} : { details }),
    ...(cause === undefined ? {} : { cause }),
  });
}
