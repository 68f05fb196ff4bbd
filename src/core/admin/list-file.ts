import { ownError, type WorklinkError } from '../errors.js';
import { nearest } from '../nearest.js';
import { quote } from '../text.js';

/** How lists of one kind of things are written. */
export interface ListForm {
  /** What the list names, as a sentence has it: `domain`. */
  readonly noun: string;
  /** The column that names the thing. */
  readonly key: string;
  /** The columns, and the titles they go by in whatever case, the first as it is written. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** One thing of a list. */
export interface ListRow {
  readonly name: string;
  /** What its other columns say, by their names, where they say anything. */
  readonly others: ReadonlyMap<string, string>;
}

/** More than this in one list is taken for a slip. */
const MAX_ROWS = 10_000;
const MAX_LINE_LENGTH = 10_000;

/**
 * Reads a list: a name on each line, `#` before a comment; or CSV whose first line names its columns, the key among them.
 *
 * @param text at most 10,000 things
 * @param allColumns whether all columns of the form are read, and others refused; else only the key
 * @throws WorklinkError `InvalidInput` naming the line, where it is no such list or names nothing
 */
export async function parseListFile(
  text: string,
  form: ListForm,
  allColumns = false,
): Promise<readonly ListRow[]> {
  const { noun } = form;
  const rows = isCsv(text, form) ? await parseCsv(text, form, allColumns) : parseLines(text);
  if (rows.length === 0) {
    throw refused(
      `The list names no ${noun}.`,
      `Give a name on each line, or CSV with a column ${titleOf(form, form.key)}.`,
    );
  }
  if (rows.length > MAX_ROWS) {
    throw refused(`The list names more than ${String(MAX_ROWS)} ${noun}s.`, 'Split it.');
  }
  return rows;
}

function parseLines(text: string): ListRow[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const hash = line.indexOf('#');
    const name = (hash === -1 ? line : line.slice(0, hash)).trim();
    return name === '' ? [] : [{ name, others: new Map<string, string>() }];
  });
}

/** Whether the first line with something on it names columns. */
function isCsv(text: string, form: ListForm): boolean {
  for (const line of text.split(/\r\n|\n|\r/)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    return content
      .split(',')
      .some((cell) => columnOf(cell.trim().replace(/^"(.*)"$/, '$1'), form) === form.key);
  }
  return false;
}

function columnOf(title: string, { columns }: ListForm): string | undefined {
  const name = title.trim().toLowerCase();
  return Object.keys(columns).find((column) =>
    columns[column]?.some((known) => known.toLowerCase() === name),
  );
}

function titleOf({ columns }: ListForm, column: string): string {
  return columns[column]?.[0] ?? column;
}

async function parseCsv(text: string, form: ListForm, allColumns: boolean): Promise<ListRow[]> {
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
      to: MAX_ROWS + 2,
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
  const columns = readHeader(header, form, allColumns);
  return rows.map((record, index) => readRow(form, columns, record, lines[index + 1] ?? 0));
}

function readHeader(
  titles: readonly string[],
  form: ListForm,
  allColumns: boolean,
): readonly (string | undefined)[] {
  const columns = titles.map((title) => {
    const column = columnOf(title, form);
    if (!allColumns) return column === form.key ? column : undefined;
    if (column !== undefined) return column;
    const known = Object.keys(form.columns).map((each) => titleOf(form, each));
    const [near] = nearest(title, known);
    const all = `${known.slice(0, -1).join(', ')} and ${known.at(-1) ?? ''}`;
    throw refused(
      `The list has a column ${quote(title)}, which means nothing here.`,
      `${near === undefined ? '' : `Did you mean ${near}? `}Its columns are ${all}.`,
    );
  });
  const twice = columns.find((column, index) => column !== undefined && columns.indexOf(column) !== index);
  if (twice !== undefined) throw refused(`The list has two columns for ${twice}.`, 'Leave one out.');
  return columns;
}

function readRow(
  { noun, key }: ListForm,
  columns: readonly (string | undefined)[],
  record: readonly string[],
  line: number,
): ListRow {
  const name = record[columns.indexOf(key)] ?? '';
  if (name === '')
    throw refused(`The list has no ${noun} on line ${String(line)}.`, 'Name it, or leave the line out.');
  const others = new Map<string, string>();
  for (const [index, column] of columns.entries()) {
    const value = record[index] ?? '';
    if (column !== undefined && column !== key && value !== '') others.set(column, value);
  }
  return { name, others };
}

function refused(message: string, hint: string, cause?: unknown): WorklinkError {
  return ownError('InvalidInput', message, { hint, ...(cause === undefined ? {} : { cause }) });
}
