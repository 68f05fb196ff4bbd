import { ownError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { printable, quote } from '../../core/text.js';
import { type Data, type Field, type Listing, type Result, type TextDocument } from '../results.js';
import { cellText, fieldsOf, usualFields, valueOf } from './cells.js';
import { renderJson, renderJsonElement, renderJsonLine } from './json.js';
import { type Paint } from './paint.js';
import { type Query } from './query.js';
import { type Writer } from './writer.js';

export const FORMATS = ['table', 'json', 'yaml', 'csv', 'text', 'off'] as const;
export type Format = (typeof FORMATS)[number];

/** The fields tables, CSV and text show: by name and in order; all there are; or the one alone that names a row. */
export type Columns = readonly string[] | 'all' | 'key';

/** How a result is to be shown. */
export interface Presentation {
  readonly format: Format;
  readonly header: boolean;
  readonly paint: Paint;
  readonly query?: Query;
  readonly columns?: Columns;
  /** Whether the result goes to a terminal. */
  readonly terminal: boolean;
}

/** What of a result a person is told besides it. */
export interface Shown {
  readonly empty: boolean;
}

/** Writes a result in the form asked for. */
export async function render(result: Result, asked: Presentation, out: Writer): Promise<Shown> {
  const how = withKey(asked, result);
  if (result.kind === 'listing' && result.isLive === true) return renderLive(result, how, out);
  if (how.query !== undefined) {
    await renderAnswer(how.query(await wholeOf(result)), how, out);
    return { empty: false };
  }
  if (result.kind === 'listing') return renderRows(result.rows, result.fields, how, out);
  if (result.kind === 'document' && result.bytes !== undefined && isText(result, how.format)) {
    if (how.terminal) throw binary();
    await out.writeBytes(result.bytes);
  } else if (result.kind === 'document' && result.painted !== undefined && isText(result, how.format)) {
    await out.write(result.painted(how.paint));
  } else if (result.kind === 'document' && isText(result, how.format)) {
    await out.write(how.terminal ? result.text.split('\n').map(printable).join('\n') : result.text);
  } else if (
    result.kind === 'outcome' &&
    (result.fields === undefined
      ? how.format === 'table' || how.columns === 'key'
      : how.format === 'table' && (how.columns === undefined || how.columns === 'all'))
  ) {
    await out.write(`${printable(result.message)}\n`);
  } else {
    const described = result.kind === 'document' ? undefined : result.fields;
    await renderOne(result.data, described ?? fieldsOf([result.data]), how, out);
  }
  return { empty: false };
}

/** What names a row is its list's to say; the first field does elsewhere. */
function withKey(how: Presentation, result: Result): Presentation {
  if (how.columns !== 'key' || how.query !== undefined || result.kind !== 'listing') return how;
  const key = result.fields.find(({ name }) => name === result.key);
  return key === undefined ? how : { ...how, columns: [key.name] };
}

function binary(): Error {
  return ownError('Usage', 'The result is binary: it is not written to a terminal.', {
    hint: 'Send it into a file or another program.',
  });
}

function isText({ isYaml = false }: TextDocument, format: Format): boolean {
  return format === 'table' || format === 'text' || (format === 'yaml' && isYaml);
}

async function wholeOf(result: Result): Promise<unknown> {
  return result.kind === 'listing' ? await collect(result.rows) : result.data;
}

async function collect(rows: AsyncIterable<Data> | Iterable<Data>): Promise<Data[]> {
  const all: Data[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function renderRows(
  rows: AsyncIterable<Data> | Iterable<Data>,
  described: readonly Field[],
  how: Presentation,
  out: Writer,
): Promise<Shown> {
  const { format, header } = how;
  if (format === 'table') {
    const fields = tableFields(described, how);
    const all = await collect(rows);
    const { renderTable } = await import('./table.js');
    if (all.length > 0) await out.write(renderTable(fields, all, how));
    return { empty: all.length === 0 };
  }
  const fields = chosenFields(described, how.columns) ?? described;
  const write = await rowWriter(format, fields, header, out);
  let count = 0;
  for await (const row of rows) {
    await write.row(row, count);
    count += 1;
  }
  await write.end(count);
  return { empty: count === 0 };
}

/** Writes each row when it comes. Nobody knows how wide a column will be: a table's are two spaces apart and no more. */
async function renderLive(
  { rows, fields: described }: Listing,
  how: Presentation,
  out: Writer,
): Promise<Shown> {
  const { format, query, header } = how;
  const fields =
    format === 'table' ? tableFields(described, how) : (chosenFields(described, how.columns) ?? described);
  const writer =
    format === 'json' || format === 'table' ? undefined : await rowWriter(format, fields, header, out);
  if (format === 'table' && header && query === undefined)
    await out.write(`${fields.map(({ title }) => how.paint.title(title)).join('  ')}\n`);
  let count = 0;
  for await (const row of rows) {
    if (format === 'json') await out.write(renderJsonLine(query === undefined ? row : query(row)));
    else if (query !== undefined) await renderAnswer(query(row), how, out);
    else if (writer !== undefined) await writer.row(row, count);
    else await out.write(`${fields.map((field) => cellText(valueOf(row, field)) || '-').join('  ')}\n`);
    await out.flush();
    count += 1;
  }
  return { empty: count === 0 };
}

interface RowWriter {
  row(row: Data, index: number): Promise<void>;
  end(count: number): Promise<void>;
}

/** Writes a list row by row, for the forms that need not see all of it first. */
async function rowWriter(
  format: Exclude<Format, 'table'>,
  fields: readonly Field[],
  header: boolean,
  out: Writer,
): Promise<RowWriter> {
  const nothing = (): Promise<void> => Promise.resolve();
  switch (format) {
    case 'json':
      return {
        row: (row, index) => out.write(`${index === 0 ? '[\n' : ',\n'}${renderJsonElement(row)}`),
        end: (count) => out.write(count === 0 ? '[]\n' : '\n]\n'),
      };
    case 'yaml': {
      const { renderYaml } = await import('./yaml.js');
      return {
        row: (row) => out.write(renderYaml([row])),
        end: (count) => (count === 0 ? out.write('[]\n') : nothing()),
      };
    }
    case 'csv': {
      const { headerOf, recordOf, renderCsv } = await import('./delimited.js');
      if (header) await out.write(renderCsv([headerOf(fields)]));
      return { row: (row) => out.write(renderCsv([recordOf(fields, row)])), end: nothing };
    }
    case 'text': {
      const { recordOf, renderText } = await import('./delimited.js');
      return { row: (row) => out.write(renderText([recordOf(fields, row)])), end: nothing };
    }
    case 'off':
      return { row: nothing, end: nothing };
  }
}

async function renderOne(
  data: Data,
  described: readonly Field[],
  how: Presentation,
  out: Writer,
): Promise<void> {
  const fields = chosenFields(described, how.columns) ?? described;
  switch (how.format) {
    case 'table':
      if (how.columns !== undefined && how.columns !== 'all') {
        await renderRows([data], described, how, out);
        return;
      }
      return out.write((await import('./table.js')).renderRecord(fields, data, how.paint));
    case 'json':
      return out.write(`${renderJson(data)}\n`);
    case 'yaml':
      return out.write((await import('./yaml.js')).renderYaml(data));
    case 'csv':
    case 'text':
      await renderRows([data], fields, { ...how, columns: fields.map((field) => field.name) }, out);
      return;
    case 'off':
      return;
  }
}

/** Writes what a query answered, which may be of any shape. */
async function renderAnswer(answer: unknown, how: Presentation, out: Writer): Promise<void> {
  const { format } = how;
  if (format === 'off') return;
  if (format === 'json') return out.write(`${renderJson(answer)}\n`);
  if (format === 'yaml') return out.write((await import('./yaml.js')).renderYaml(answer));
  if (isList(answer) && answer.every(isObject)) {
    if (answer.length > 0) await renderRows(answer, fieldsOf(answer), how, out);
    return;
  }
  if (isObject(answer)) return renderOne(answer, fieldsOf([answer]), how, out);
  const records = isList(answer)
    ? answer.map((element) => (isList(element) ? element : [element]))
    : [[answer]];
  const { renderCsv, renderText } = await import('./delimited.js');
  if (format === 'csv') return out.write(renderCsv(records));
  if (format === 'text' || records.every((record) => record.length === 1))
    return out.write(renderText(records));
  const { renderTable } = await import('./table.js');
  const width = Math.max(...records.map((record) => record.length));
  const fields = Array.from({ length: width }, (_, index) => ({ name: String(index), title: '' }));
  return out.write(
    renderTable(
      fields,
      records.map((record) => Object.fromEntries(record.entries())),
      { ...how, header: false },
    ),
  );
}

/** The fields a table shows: those chosen, else those it usually has. */
export function tableFields(
  fields: readonly Field[],
  { columns }: Pick<Presentation, 'columns'>,
): readonly Field[] {
  return chosenFields(fields, columns) ?? usualFields(fields);
}

function chosenFields(fields: readonly Field[], columns: Columns | undefined): readonly Field[] | undefined {
  if (columns === 'all') return fields;
  if (columns === 'key') return fields.slice(0, 1);
  return columns?.map((column) => {
    const field = fields.find(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (field !== undefined) return field;
    const names = fields.map(({ name }) => name);
    const [near] = nearest(column, names);
    throw ownError('Usage', `--columns names ${quote(column)}, which this result does not have.`, {
      hint: `${near === undefined ? '' : `Did you mean ${near}? `}It has: ${names.map(cellText).join(', ')}.`,
    });
  });
}

/** Refuses a column that none of the fields is, before a command does anything. @throws WorklinkError `Usage` */
export function checkColumns({ columns, query }: Presentation, fields: readonly Field[] | undefined): void {
  // What a query answers has fields of its own.
  if (fields !== undefined && query === undefined) chosenFields(fields, columns);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
