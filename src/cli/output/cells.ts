import { printable } from '../../core/text.js';
import { type Data, type Field } from '../results.js';

/** Any value of a result as one piece of plain text; nothing where it is absent. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((element: unknown) => plainText(element)).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => `${key}=${plainText(entry)}`)
      .join(', ');
  }
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : '';
}

/** A value made harmless to print on a terminal. */
export function cellText(value: unknown): string {
  return printable(plainText(value));
}

/** What a field shows of a row: what it reads, else the member of its name. */
export function valueOf(row: Data, { name, read }: Pick<Field, 'name' | 'read'>): unknown {
  if (read !== undefined) return read(row);
  return Object.hasOwn(row, name) ? (row as Readonly<Record<string, unknown>>)[name] : undefined; // only read
}

/** The fields tables show where nobody chose. */
export function usualFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => field.extra !== true);
}

/** Fields for data nobody described: every member of any row, in the order met. */
export function fieldsOf(rows: readonly Data[]): readonly Field[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].map((name) => ({ name, title: titleOf(name) }));
}

/** A member's name as a table's title: `fleetStatus` becomes `FLEET STATUS`. */
function titleOf(name: string): string {
  return printable(name)
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toUpperCase();
}
