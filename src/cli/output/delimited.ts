import { stringify } from 'csv-stringify/sync';
import { type Data, type Field } from '../results.js';
import { cellText, plainText, valueOf } from './cells.js';
import { printable } from '../../core/text.js';

const LINE_ENDS_AND_TABS = /([\t\n\r])/;

/** Records of comma-separated values (RFC 4180, with a bare line feed), each ended. */
export function renderCsv(records: readonly (readonly unknown[])[]): string {
  return stringify(records.map((record) => record.map(csvValue)));
}

/** Records of tab-separated values, each on one line. */
export function renderText(records: readonly (readonly unknown[])[]): string {
  return records.map((record) => `${record.map(cellText).join('\t')}\n`).join('');
}

/** The names of fields, as a CSV header has them. */
export function headerOf(fields: readonly Field[]): readonly string[] {
  return fields.map((field) => field.name);
}

/** The values of a row, field by field. */
export function recordOf(fields: readonly Field[], row: Data): readonly unknown[] {
  return fields.map((field) => valueOf(row, field));
}

/** CSV quotes line ends and tabs, so they stay; what else a terminal would act on does not. */
function csvValue(value: unknown): string {
  return plainText(value)
    .split(LINE_ENDS_AND_TABS)
    .map((piece, index) => (index % 2 === 1 ? piece : printable(piece)))
    .join('');
}
