import Table from 'cli-table3';
import { type Data, type Field } from '../results.js';
import { cellText, valueOf } from './cells.js';
import { type Paint } from './paint.js';

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
/** Stands where a value is absent, so that columns can be told apart by eye. */
const ABSENT = '-';
/** Short words in capitals that stay so in a label. */
const NAMES: readonly string[] = ['ARN', 'ID', 'URL', 'CA', 'ACS', 'SHA-256'];
const TRAILING_SPACE = / +$/gm;

export interface TableOptions {
  readonly header: boolean;
  readonly paint: Paint;
}

/** Rows under their titles, columns two spaces apart, nothing cut. @returns lines, the last ended */
export function renderTable(
  fields: readonly Field[],
  rows: readonly Data[],
  { header, paint }: TableOptions,
): string {
  const titles = header ? [fields.map((field) => paint.title(field.title))] : [];
  return align([
    ...titles,
    ...rows.map((row) => fields.map((field) => cell(field, valueOf(row, field), paint))),
  ]);
}

/** One thing, a line for each member that has a value, and for each element of a list. @returns lines, the last ended */
export function renderRecord(fields: readonly Field[], data: Data, paint: Paint): string {
  return align(
    fields.flatMap((field) => {
      const value = valueOf(data, field);
      if (value === undefined) return [];
      const values: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
      return values.map((element, index) => [
        index === 0 ? paint.title(`${sentenceCase(field.title)}:`) : '',
        cell(field, element, paint),
      ]);
    }),
  );
}

function cell(field: Field, value: unknown, paint: Paint): string {
  const text = cellText(value);
  if (text === '') return ABSENT;
  return field.state === true ? paint.state(text) : text;
}

function align(lines: readonly (readonly string[])[]): string {
  if (lines.length === 0) return '';
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...lines.map((line) => [...line]));
  return `${table.toString().replace(TRAILING_SPACE, '')}\n`;
}

/** `COMPANY CODE` as a label: `Company code`. Short words in capitals are names and stay. */
function sentenceCase(title: string): string {
  const words = title.split(' ');
  return words
    .map((word, index) => {
      if (NAMES.includes(word)) return word;
      const lower = word.toLowerCase();
      return index === 0 ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower;
    })
    .join(' ');
}
