import { type AnyField, type AnyMember, type ObjectField } from './fields.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * A format as a JSON Schema (draft 2020-12), for editors. It says all that can be said of one value; what holds
 * between values (names used once, a certificate that is there) is known to the program alone.
 */
export function documentSchema(title: string, format: ObjectField): Json {
  const definitions = new Map<string, Json>();
  const root = objectSchema(format, definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...root,
    $defs: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function schemaOf(field: AnyField, definitions: Map<string, Json>): Json {
  switch (field.kind) {
    case 'text':
      return {
        type: 'string',
        minLength: field.min,
        maxLength: field.max,
        ...(field.pattern !== undefined && { pattern: field.pattern.source }),
      };
    case 'choice':
      return { enum: field.values };
    case 'truth':
      return { type: 'boolean' };
    case 'whole':
      return { type: 'integer', minimum: field.min, maximum: field.max };
    case 'share':
      return { type: 'number', exclusiveMinimum: 0, maximum: 1 };
    case 'moment':
      return { type: 'string', anyOf: [{ format: 'date-time' }, { format: 'date' }] };
    case 'version':
      return { const: field.version };
    case 'policy':
      return { type: ['string', 'object'] };
    case 'list':
      return {
        type: 'array',
        items: schemaOf(field.of, definitions),
        minItems: field.min,
        maxItems: field.max,
      };
    case 'map':
      return {
        type: 'object',
        propertyNames: schemaOf(field.key, definitions),
        additionalProperties: schemaOf(field.value, definitions),
        maxProperties: field.max,
      };
    case 'object':
      if (!definitions.has(field.name)) {
        definitions.set(field.name, {}); // its place; nothing of the format holds itself
        definitions.set(field.name, objectSchema(field, definitions));
      }
      return { $ref: `#/$defs/${field.name}` };
  }
}

function objectSchema({ says, members }: ObjectField, definitions: Map<string, Json>): Json {
  const entries = Object.entries(members);
  return {
    description: says,
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([name, member]) => [name, memberSchema(member, definitions)]),
    ),
    required: entries.filter(([, { required }]) => required).map(([name]) => name),
    additionalProperties: false,
  };
}

function memberSchema({ field, says }: AnyMember, definitions: Map<string, Json>): Json {
  return { ...(says !== undefined && { description: says }), ...schemaOf(field, definitions) };
}
