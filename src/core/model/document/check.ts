import { nearest } from '../../nearest.js';
import { quote } from '../../text.js';
import { type AnyField, type Field, type ObjectField, type TextField } from './fields.js';
import { parseMoment } from '../moment.js';
import { type Position } from './position.js';

export type Path = readonly (string | number)[];

/** Something that is wrong with a document, and where. */
export interface DocumentFault {
  readonly path: Path;
  /** What is wrong, as a sentence about what is there. */
  readonly message: string;
  /** Where it is in the text, for what is wrong with the text itself: the path is then empty. */
  readonly position?: Position;
}

/** More faults than a person reads at once are counted only. */
export const MAX_FAULTS = 100;
/** IAM's grammar has no need of deeper documents; ours only for the sake of whoever writes them out. */
const MAX_POLICY_DEPTH = 32;

/** Takes faults down, the first of them with their words. */
export class Faults {
  readonly shown: DocumentFault[] = [];
  count = 0;

  /** @param most how many are taken down with their words */
  constructor(private readonly most = MAX_FAULTS) {}

  isEmpty(): boolean {
    return this.count === 0;
  }

  add(path: Path, message: string): void {
    this.count += 1;
    if (this.shown.length < this.most) this.shown.push({ path: [...path], message });
  }

  /** Takes down what is wrong with the text itself. */
  addAt(position: Position, message: string): void {
    this.count += 1;
    if (this.shown.length < this.most) this.shown.push({ path: [], message, position });
  }
}

/** Holds a value against a format. @returns whether it is a document of it; what is wrong goes to the faults */
export function checkDocument<T extends object>(
  format: Field<T> & ObjectField,
  value: unknown,
  faults: Faults,
): value is T {
  const before = faults.count;
  check(format, value, [], faults);
  return faults.count === before;
}

/** Where a fault is, as `fleets[0].tags['owner']`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${String(step)}]`;
      if (!/^[A-Za-z]\w{0,63}$/.test(step)) return `[${quote(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** @param path one array for the whole walk: grown and shrunk, and copied where there is a fault */
function check(field: AnyField, value: unknown, path: (string | number)[], faults: Faults): void {
  const must = (what: string): void => {
    faults.add(path, `must be ${what}, not ${shown(value)}`);
  };
  switch (field.kind) {
    case 'text':
      if (typeof value !== 'string')
        must(`${field.what}${typeof value === 'number' ? ', as a text in quotes' : ''}`);
      else checkText(field, value, path, faults);
      return;
    case 'choice':
      if (typeof value !== 'string' || !field.values.includes(value))
        must(`one of ${field.values.join(', ')}`);
      return;
    case 'truth':
      if (typeof value !== 'boolean') must('true or false');
      return;
    case 'whole':
      if (
        typeof value !== 'number' ||
        !Number.isSafeInteger(value) ||
        value < field.min ||
        value > field.max
      ) {
        must(`a whole number from ${String(field.min)} to ${String(field.max)}`);
      }
      return;
    case 'share':
      if (typeof value !== 'number' || !(value > 0 && value <= 1)) must('a number above 0 and at most 1');
      return;
    case 'moment':
      if (typeof value !== 'string' || !isInRange(value)) {
        must('a time with its zone, such as 2026-01-31T12:00:00Z');
      }
      return;
    case 'version':
      if (value !== field.version) must(`${String(field.version)}, the version this program reads`);
      return;
    case 'policy':
      if (typeof value !== 'string' && !(isRecord(value) && isShallow(value, MAX_POLICY_DEPTH))) {
        must('the name of a managed policy, or a policy document');
      }
      return;
    case 'list':
      if (!Array.isArray(value)) {
        must('a list');
        return;
      }
      if (value.length < field.min) faults.add(path, `must have ${String(field.min)} or more elements`);
      if (value.length > field.max) faults.add(path, `must have at most ${String(field.max)} elements`);
      for (const [index, element] of (value as readonly unknown[]).entries()) {
        path.push(index);
        check(field.of, element, path, faults);
        path.pop();
      }
      return;
    case 'map':
      if (!isRecord(value)) {
        must('a map of texts');
        return;
      }
      checkMap(field, value, path, faults);
      return;
    case 'object':
      if (isRecord(value)) checkMembers(field, value, path, faults);
      else must('a map of members');
      return;
  }
}

function checkMap(
  field: Extract<AnyField, { kind: 'map' }>,
  value: Readonly<Record<string, unknown>>,
  path: (string | number)[],
  faults: Faults,
): void {
  const entries = Object.entries(value);
  if (entries.length > field.max) faults.add(path, `must have at most ${String(field.max)} entries`);
  for (const [key, entry] of entries) {
    path.push(key);
    checkText(field.key, key, path, faults);
    check(field.value, entry, path, faults);
    path.pop();
  }
}

function checkMembers(
  { members }: ObjectField,
  value: Readonly<Record<string, unknown>>,
  path: (string | number)[],
  faults: Faults,
): void {
  for (const name of Object.keys(value)) {
    path.push(name);
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) {
      const [near] = nearest(name, Object.keys(members));
      faults.add(path, `is not known here${near === undefined ? '' : `: did you mean ${near}?`}`);
    } else if (value[name] !== undefined) check(member.field, value[name], path, faults);
    path.pop();
  }
  for (const [name, member] of Object.entries(members)) {
    if (member.required && value[name] === undefined) faults.add([...path, name], 'is missing');
  }
}

function checkText({ what, min, max, pattern }: TextField, value: string, path: Path, faults: Faults): void {
  // UTF-16 units are at least as many as code points: only a value beyond a limit by them is counted.
  const length =
    value.length > max || value.length < 2 * min ? Array.from(value.slice(0, 2 * max + 2)).length : min;
  if (length < min || length > max) {
    faults.add(path, `must have from ${String(min)} to ${String(max)} characters`);
  } else if (pattern !== undefined && !pattern.test(value)) {
    faults.add(path, `must be ${what}, not ${quote(value)}`);
  }
}

/** From 1970 to 9999, as the emulator's clock goes; the expression that reads a moment knows no later year. */
function isInRange(text: string): boolean {
  const moment = parseMoment(text);
  return moment !== undefined && moment.getTime() >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((element) => isShallow(element, depth - 1));
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a map';
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}
