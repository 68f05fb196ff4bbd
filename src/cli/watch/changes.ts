import { cellText, valueOf } from '../output/cells.js';
import { renderJson } from '../output/json.js';
import { type Data, type Field } from '../results.js';

/** One row's difference between two looks at a list, in the words of the Kubernetes API's watch events. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** When it was seen, which is up to an interval after it happened. */
  readonly time: Date;
  /** The row as it is then; of a deleted one, as it was last. */
  readonly object: Data;
}

/** The rows of a look by what names them, in the list's order. */
export type Look = ReadonlyMap<string, Data>;

/** A look's rows by the value of a member; what shares it is told apart by its place. */
export function lookOf(rows: readonly Data[], key: string): Look {
  const look = new Map<string, Data>();
  for (const row of rows) {
    const name = cellText(valueOf(row, { name: key }));
    let unique = name;
    for (let place = 2; look.has(unique); place += 1) unique = `${name} (${String(place)})`;
    look.set(unique, row);
  }
  return look;
}

/** What differs between two looks: new and changed rows in the list's order, then those that are gone. */
export function changesBetween(before: Look, after: Look, time: Date): readonly Change[] {
  const changes: Change[] = [];
  for (const [name, object] of after) {
    const past = before.get(name);
    if (past === undefined) changes.push({ type: 'ADDED', time, object });
    else if (renderJson(past) !== renderJson(object)) changes.push({ type: 'MODIFIED', time, object });
  }
  for (const [name, object] of before) {
    if (!after.has(name)) changes.push({ type: 'DELETED', time, object });
  }
  return changes;
}

/** A change's members, as CSV, text and piped tables show them: its own, then the row's. */
export function changeFields(fields: readonly Field[]): readonly Field[] {
  return [
    { name: 'type', title: 'EVENT' },
    { name: 'time', title: 'TIME' },
    ...fields.map((field) => ({
      ...field,
      read: (change: Data) => valueOf('object' in change ? objectOf(change.object) : change, field),
    })),
  ];
}

function objectOf(value: unknown): Data {
  return typeof value === 'object' && value !== null ? value : {};
}

/** A change as a line for a person: `+ a.example.com`, `~ a.example.com: STATUS ASSOCIATING → ACTIVE`, `- a.example.com`. */
export function describeChange(
  { type, object }: Change,
  before: Data | undefined,
  fields: readonly Field[],
  key: string,
): string {
  const name = cellText(valueOf(object, { name: key }));
  if (type === 'ADDED') return `+ ${name}`;
  if (type === 'DELETED') return `- ${name}`;
  const shown = (row: Data | undefined, field: Field): string =>
    (row === undefined ? '' : cellText(valueOf(row, field))) || '-';
  const parts = fields.flatMap((field) => {
    const [was, is] = [shown(before, field), shown(object, field)];
    return was === is ? [] : [`${field.title} ${was} → ${is}`];
  });
  return parts.length === 0 ? `~ ${name}` : `~ ${name}: ${parts.join(', ')}`;
}
