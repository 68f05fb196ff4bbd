import { type OperationInput, type OperationName, definitionOf } from './contract.js';
import { invalidRequest } from './errors.js';
import { type Infer, type Schema, type StringSchema } from './schema.js';
import { quote } from '../text.js';

/** One limit of the model that a value does not keep. */
export interface Violation {
  /** The member, as `SubnetIds[2]` or `Tags['owner']`. */
  readonly path: string;
  /** The limit, as a sentence about the member. */
  readonly constraint: string;
  /** The offending value, made safe to show; absent where there was none. */
  readonly value?: string;
}

interface Checked {
  /** The value with unknown members and nulls left out. */
  readonly value: unknown;
  readonly violations: readonly Violation[];
}

const NONE: readonly Violation[] = [];
const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
/** A value with more violations than this is not described to its end. */
const MAX_VIOLATIONS = 100;

/**
 * Reads an operation's input: every limit of the model is checked, and all that is wrong is said in one message.
 *
 * @param operation whose input it is
 * @param input what a client sent: nothing is assumed of it
 * @returns the input with unknown members left out (REST-JSON services ignore them) and nulls read as absent
 * @throws ServiceError InvalidRequestException that names each offending member
 */
export function parseInput<O extends OperationName>(operation: O, input: unknown): OperationInput<O> {
  const { value, violations } = check(definitionOf(operation).input, input, '');
  if (violations.length > 0) throw invalidRequest(describeViolations(violations));
  return value as OperationInput<O>; // what `check` admits is what the schema infers
}

/** What a value violates of a schema, member by member. */
export function violationsOf(schema: Schema, value: unknown, path = ''): readonly Violation[] {
  return check(schema, value, path).violations;
}

/** Whether a value is one the schema admits. */
export function admits<S extends Schema>(schema: S, value: unknown): value is Infer<S> {
  return check(schema, value, '').violations.length === 0;
}

function describeViolations(violations: readonly Violation[]): string {
  const shown = violations.slice(0, MAX_VIOLATIONS);
  const sentences = shown.map(({ path, constraint, value }) =>
    path === ''
      ? `The request ${constraint}`
      : `Value ${value ?? 'null'} at '${path}' failed to satisfy constraint: Member ${constraint}`,
  );
  const count = violations.length;
  return `${String(count)} validation error${count === 1 ? '' : 's'} detected: ${sentences.join('; ')}`;
}

function check(schema: Schema, value: unknown, path: string): Checked {
  const bad = (constraint: string): Checked => ({
    value,
    violations: [{ path, constraint, value: shown(value) }],
  });
  switch (schema.kind) {
    case 'string':
      return typeof value === 'string' ? checkString(schema, value, path) : bad('must be a string');
    case 'enum':
      return typeof value === 'string' && schema.values.includes(value)
        ? { value, violations: [] }
        : bad(`must satisfy enum value set: [${schema.values.join(', ')}]`);
    case 'boolean':
      return typeof value === 'boolean' ? { value, violations: [] } : bad('must be a boolean');
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < INT_MIN || value > INT_MAX) {
        return bad('must be a 32-bit integer');
      }
      return schema.min !== undefined && value < schema.min
        ? bad(`must have value greater than or equal to ${schema.min}`)
        : { value, violations: [] };
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime())
        ? { value, violations: [] }
        : bad('must be a timestamp');
    case 'list': {
      if (!Array.isArray(value)) return bad('must be a list');
      const elements: readonly unknown[] = value;
      const checked = elements.map((element, index) =>
        check(schema.member, element, `${path}[${String(index)}]`),
      );
      return gather(
        checked.map((element) => element.value),
        [countViolations(schema, elements.length, path), ...checked.map((element) => element.violations)],
      );
    }
    case 'map': {
      if (!isRecord(value)) return bad('must be a map');
      const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined);
      const checked = entries.map(([key, entry]) => ({
        key: check(schema.key, key, `${path} key`),
        entry: check(schema.value, entry, `${path}[${quote(key)}]`),
      }));
      return gather(
        Object.fromEntries(entries), // own properties, `__proto__` among them
        [
          countViolations(schema, entries.length, path),
          ...checked.flatMap(({ key, entry }) => [key.violations, entry.violations]),
        ],
      );
    }
    case 'structure': {
      if (!isRecord(value)) return bad('must be an object');
      const kept: [string, unknown][] = [];
      const violations: (readonly Violation[])[] = [];
      for (const [name, member] of Object.entries(schema.members)) {
        const memberPath = path === '' ? name : `${path}.${name}`;
        const given = Object.hasOwn(value, name) ? value[name] : undefined;
        if (given === undefined || given === null) {
          if (member.required) violations.push([{ path: memberPath, constraint: 'must not be null' }]);
          continue;
        }
        const checked = check(member.schema, given, memberPath);
        kept.push([name, checked.value]);
        violations.push(checked.violations);
      }
      return gather(Object.fromEntries(kept), violations);
    }
  }
}

function gather(value: unknown, violations: readonly (readonly Violation[])[]): Checked {
  // Nearly every value is as it should be.
  return { value, violations: violations.every(({ length }) => length === 0) ? NONE : violations.flat() };
}

function countViolations(
  { min, max }: { readonly min?: number; readonly max?: number },
  count: number,
  path: string,
): readonly Violation[] {
  const violation = (constraint: string): Violation[] => [
    { path, constraint, value: `of size ${String(count)}` },
  ];
  if (min !== undefined && count < min)
    return violation(`must have size greater than or equal to ${String(min)}`);
  if (max !== undefined && count > max)
    return violation(`must have size less than or equal to ${String(max)}`);
  return [];
}

function checkString(schema: StringSchema, value: string, path: string): Checked {
  const violations: Violation[] = [];
  const violate = (constraint: string): number => violations.push({ path, constraint, value: quote(value) });
  const length = codePoints(value);
  const tooLong = schema.max !== undefined && length > schema.max;
  if (schema.min !== undefined && length < schema.min) {
    violate(`must have length greater than or equal to ${String(schema.min)}`);
  }
  if (tooLong) violate(`must have length less than or equal to ${String(schema.max)}`);
  // A value beyond its length is not matched as well: the work stays bounded by the model's own limits.
  if (!tooLong && schema.pattern !== undefined && !schema.pattern.matcher.test(value)) {
    violate(`must satisfy regular expression pattern: ${schema.pattern.source}`);
  }
  return { value, violations };
}

/** The length AWS means: Unicode code points, not UTF-16 units (Smithy, length trait). */
function codePoints(value: string): number {
  let count = value.length;
  for (let index = 0; index < value.length; index += 1) {
    // Two halves of a pair are one; a half by itself is one, too.
    if (
      isBetween(value.charCodeAt(index), 0xd800, 0xdbff) &&
      isBetween(value.charCodeAt(index + 1), 0xdc00, 0xdfff)
    ) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}

/** A value of the wrong kind, as a message shows it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '(a list)' : '(an object)';
  return String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
