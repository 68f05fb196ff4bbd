import { type Schema } from '../../contract/schema.js';

export interface ReadOutput {
  /** The value with unknown and absent members left out. */
  readonly value: unknown;
  /** What is not as the schema has it: the first that was found. */
  readonly fault?: string;
}

/**
 * Reads what a service answered by the contract: kinds are checked, limits are not, since they bind who asks.
 *
 * @param schema what the answer should be
 * @param value what the SDK made of the answer: it takes some members as they come
 */
export function readOutput(schema: Schema, value: unknown, path = ''): ReadOutput {
  switch (schema.kind) {
    case 'string':
      return typeof value === 'string' ? { value } : wrong(path, 'a string');
    case 'boolean':
      return typeof value === 'boolean' ? { value } : wrong(path, 'true or false');
    case 'integer':
      return Number.isSafeInteger(value) ? { value } : wrong(path, 'a whole number');
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? { value } : wrong(path, 'a time');
    case 'enum':
      return typeof value === 'string' && schema.values.includes(value)
        ? { value }
        : wrong(path, `one of ${schema.values.join(', ')}`);
    case 'list':
      return Array.isArray(value)
        ? collect(
            value.map((element, index) => [index, schema.member, element]),
            path,
            (read) => read.map(([, element]) => element),
          )
        : wrong(path, 'a list');
    case 'map':
      return isObject(value)
        ? collect(
            Object.entries(value).map(([key, element]) => [key, schema.value, element]),
            path,
            fromEntries,
          )
        : wrong(path, 'an object');
    case 'structure': {
      if (!isObject(value)) return wrong(path, 'an object');
      const given = new Map(Object.entries(value));
      const members = Object.entries(schema.members)
        .filter(([name]) => given.get(name) !== undefined && given.get(name) !== null)
        .map(([name, member]) => [name, member.schema, given.get(name)] as const);
      return collect(members, path, fromEntries);
    }
  }
}

type Part = readonly [name: string | number, schema: Schema, value: unknown];
type ReadPart = readonly [name: string | number, value: unknown];

function collect(
  parts: readonly Part[],
  path: string,
  combine: (read: readonly ReadPart[]) => unknown,
): ReadOutput {
  const read: ReadPart[] = [];
  for (const [name, schema, value] of parts) {
    const inner =
      typeof name === 'number' ? `${path}[${String(name)}]` : path === '' ? name : `${path}.${name}`;
    const { value: part, fault } = readOutput(schema, value, inner);
    if (fault !== undefined) return { value: undefined, fault };
    read.push([name, part]);
  }
  return { value: combine(read) };
}

function fromEntries(read: readonly ReadPart[]): unknown {
  return Object.fromEntries(read);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(path: string, expected: string): ReadOutput {
  return { value: undefined, fault: `${path === '' ? 'its answer' : path} is not ${expected}` };
}
