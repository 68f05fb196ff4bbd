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
  return align([...titles, ...rows.map((row) => fields.map((field) => cell(field, row, paint)))]);
}

/** One thing, a line for each member that has a value. @returns lines, the last ended */
export function renderRecord(fields: readonly Field[], data: Data, paint: Paint): string {
  return align(
    fields
      .filter((field) => valueOf(data, field) !== undefined)
      .map((field) => [paint.title(`${sentenceCase(field.title)}:`), cell(field, data, paint)]),
  );
}

function cell(field: Field, row: Data, paint: Paint): string {
  const text = cellText(valueOf(row, field));
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
      if (word === 'ARN' || word === 'ID' || word === 'URL' || word === 'CA') return word;
      const lower = word.toLowerCase();
      return index === 0 ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower;
    })
    .join(' ');
}
