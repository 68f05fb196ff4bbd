import { type Schema } from './schema.js';

const MILLISECONDS_PER_SECOND = 1000;

/**
 * A value as REST-JSON 1.1 writes it: timestamps as epoch seconds with fractions, absent members left out,
 * everything else as it is.
 *
 * @param schema what the value is
 * @param value a value the schema admits
 */
export function toWire(schema: Schema, value: unknown): unknown {
  switch (schema.kind) {
    case 'timestamp':
      return value instanceof Date ? value.getTime() / MILLISECONDS_PER_SECOND : value;
    case 'list':
      return Array.isArray(value) ? value.map((element) => toWire(schema.member, element)) : value;
    case 'structure': {
      const given = new Map(Object.entries(Object(value) as Record<string, unknown>));
      return Object.fromEntries(
        Object.entries(schema.members)
          .filter(([name]) => given.get(name) !== undefined)
          .map(([name, member]) => [name, toWire(member.schema, given.get(name))]),
      );
    }
    case 'string':
    case 'enum':
    case 'boolean':
    case 'integer':
    case 'map':
      return value;
  }
}
