import { parseMoment } from '../../../src/core/model/moment.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Judges a value by a JSON Schema, as far as the account file's has keywords (JSON Schema Validation 2020-12 §6 and Core
 * §10). A keyword it does not know is an error: nothing of the schema goes unjudged.
 */
export function admittedBy(root: Json, value: unknown): boolean {
  const admits = (schema: Json, given: unknown): boolean =>
    Object.entries(schema).every(([keyword, rule]) => {
      const text = typeof given === 'string' ? given : undefined;
      const number = typeof given === 'number' ? given : undefined;
      const list = Array.isArray(given) ? (given as readonly unknown[]) : undefined;
      const members =
        typeof given === 'object' && given !== null && list === undefined ? (given as Json) : undefined;
      switch (keyword) {
        case '$schema':
        case 'title':
        case 'description':
        case '$defs':
          return true;
        case '$ref':
          return admits(
            (root['$defs'] as Record<string, Json>)[String(rule).slice('#/$defs/'.length)]!,
            given,
          );
        case 'type':
          return [rule].flat().some((type) => isOfType(String(type), given));
        case 'enum':
          return (rule as readonly unknown[]).includes(given);
        case 'const':
          return given === rule;
        case 'format':
          return text === undefined || parseMoment(text) !== undefined;
        case 'anyOf':
          return (rule as readonly Json[]).some((one) => admits(one, given));
        case 'minLength':
          return text === undefined || Array.from(text).length >= Number(rule);
        case 'maxLength':
          return text === undefined || Array.from(text).length <= Number(rule);
        case 'pattern':
          return text === undefined || new RegExp(String(rule), 'u').test(text);
        case 'minimum':
          return number === undefined || number >= Number(rule);
        case 'exclusiveMinimum':
          return number === undefined || number > Number(rule);
        case 'maximum':
          return number === undefined || number <= Number(rule);
        case 'items':
          return list === undefined || list.every((element) => admits(rule as Json, element));
        case 'minItems':
          return list === undefined || list.length >= Number(rule);
        case 'maxItems':
          return list === undefined || list.length <= Number(rule);
        case 'properties':
          return (
            members === undefined ||
            Object.entries(rule as Record<string, Json>).every(
              ([name, schemaOfMember]) =>
                !Object.hasOwn(members, name) || admits(schemaOfMember, members[name]),
            )
          );
        case 'required':
          return (
            members === undefined || (rule as readonly string[]).every((name) => Object.hasOwn(members, name))
          );
        case 'propertyNames':
          return members === undefined || Object.keys(members).every((name) => admits(rule as Json, name));
        case 'maxProperties':
          return members === undefined || Object.keys(members).length <= Number(rule);
        case 'additionalProperties': {
          const known = Object.keys(schema['properties'] ?? {});
          return (
            members === undefined ||
            Object.entries(members).every(
              ([name, member]) => known.includes(name) || (rule !== false && admits(rule as Json, member)),
            )
          );
        }
        default:
          throw new Error(`the schema has a keyword that is not judged: ${keyword}`);
      }
    });
  return admits(root, value);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type;
    default:
      throw new Error(`the schema has a type that is not judged: ${type}`);
  }
}

/** The document with one of its values, chosen by a number, replaced. */
export function withValueAt(document: object, place: number, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as object;
  const places: (() => void)[] = [];
  const visit = (holder: object): void => {
    for (const [name, member] of Object.entries(holder)) {
      places.push(() => Object.assign(holder, { [name]: value }));
      if (typeof member === 'object' && member !== null && !('Statement' in member)) visit(member as object);
    }
  };
  visit(copy);
  places[place % places.length]?.();
  return copy;
}
