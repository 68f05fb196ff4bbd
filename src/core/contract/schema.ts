/**
 * The vocabulary in which the service's API is written down as data, and the TypeScript types that follow from it.
 * It holds what AWS service models can say of WorkLink and no more.
 */

/** A pattern of the service model. It must match a value as a whole. */
export interface Pattern {
  /** The pattern as the service model has it: error messages quote it. */
  readonly source: string;
  /** The pattern made whole-matching, and safe against backtracking without end. */
  readonly matcher: RegExp;
}

export interface StringSchema {
  readonly kind: 'string';
  readonly shape: string;
  /** Least length in Unicode code points. */
  readonly min?: number;
  /** Greatest length in Unicode code points. */
  readonly max?: number;
  readonly pattern?: Pattern;
}
export interface EnumSchema<V extends string = string> {
  readonly kind: 'enum';
  readonly shape: string;
  readonly values: readonly V[];
}
export interface BooleanSchema {
  readonly kind: 'boolean';
  readonly shape: string;
}
/** A 32-bit signed integer. */
export interface IntegerSchema {
  readonly kind: 'integer';
  readonly shape: string;
  readonly min?: number;
}
/** A moment: a `Date` in the code, epoch seconds on the wire. */
export interface TimestampSchema {
  readonly kind: 'timestamp';
  readonly shape: string;
}
export interface ListSchema<M extends Schema = Schema> {
  readonly kind: 'list';
  readonly shape: string;
  readonly member: M;
  readonly min?: number;
  readonly max?: number;
}
export interface MapSchema<K extends StringSchema = StringSchema, V extends StringSchema = StringSchema> {
  readonly kind: 'map';
  readonly shape: string;
  readonly key: K;
  readonly value: V;
  readonly min?: number;
  readonly max?: number;
}
export interface Member<S extends Schema = Schema, R extends boolean = boolean> {
  readonly schema: S;
  readonly required: R;
  /** Where the member travels; in the body unless said. */
  readonly location?: 'uri' | 'querystring';
  /** Its name there, where it is not the member's own. */
  readonly locationName?: string;
}
export type Members = Readonly<Record<string, Member>>;
export interface StructureSchema<M extends Members = Members> {
  readonly kind: 'structure';
  readonly shape: string;
  readonly members: M;
}

export type Schema =
  | StringSchema
  | EnumSchema
  | BooleanSchema
  | IntegerSchema
  | TimestampSchema
  | ListSchema
  | MapSchema
  | StructureSchema;

type Flatten<T> = { [K in keyof T]: T[K] };
type RequiredNames<M extends Members> = {
  [K in keyof M]: M[K] extends Member<Schema, true> ? K : never;
}[keyof M];

/** The TypeScript type of the values a schema admits. */
export type Infer<S> = S extends StringSchema
  ? string
  : S extends EnumSchema<infer V>
    ? V
    : S extends BooleanSchema
      ? boolean
      : S extends IntegerSchema
        ? number
        : S extends TimestampSchema
          ? Date
          : S extends ListSchema<infer E>
            ? readonly Infer<E>[]
            : S extends MapSchema
              ? Readonly<Record<string, string>>
              : S extends StructureSchema<infer M>
                ? Flatten<
                    { readonly [K in RequiredNames<M>]: Infer<M[K]['schema']> } & {
                      readonly [K in Exclude<keyof M, RequiredNames<M>>]?: Infer<M[K]['schema']> | undefined;
                    }
                  >
                : never;

/**
 * A pattern of the service model.
 *
 * @param source the pattern as the model has it
 * @param linear an equivalent without nested ambiguity, where the model's own can backtrack exponentially
 */
export function pattern(source: string, linear: string = source): Pattern {
  return { source, matcher: new RegExp(`^(?:${linear})$`, 'u') };
}

export function string(shape: string, limits: Omit<StringSchema, 'kind' | 'shape'> = {}): StringSchema {
  return { kind: 'string', shape, ...limits };
}
export function enumeration<const V extends string>(shape: string, values: readonly V[]): EnumSchema<V> {
  return { kind: 'enum', shape, values };
}
export function boolean(shape: string): BooleanSchema {
  return { kind: 'boolean', shape };
}
export function integer(shape: string, limits: Pick<IntegerSchema, 'min'> = {}): IntegerSchema {
  return { kind: 'integer', shape, ...limits };
}
export function timestamp(shape: string): TimestampSchema {
  return { kind: 'timestamp', shape };
}
export function list<M extends Schema>(
  shape: string,
  member: M,
  limits: Pick<ListSchema, 'min' | 'max'> = {},
): ListSchema<M> {
  return { kind: 'list', shape, member, ...limits };
}
export function map<K extends StringSchema, V extends StringSchema>(
  shape: string,
  key: K,
  value: V,
  limits: Pick<MapSchema, 'min' | 'max'> = {},
): MapSchema<K, V> {
  return { kind: 'map', shape, key, value, ...limits };
}
export function structure<const M extends Members>(shape: string, members: M): StructureSchema<M> {
  return { kind: 'structure', shape, members };
}
export function required<S extends Schema>(schema: S): Member<S, true> {
  return { schema, required: true };
}
export function optional<S extends Schema>(schema: S): Member<S, false> {
  return { schema, required: false };
}
/** A required member that travels in the path. */
export function inPath<S extends Schema>(schema: S, locationName: string): Member<S, true> {
  return { schema, required: true, location: 'uri', locationName };
}
/** A required member that travels in the query string. */
export function inQuery<S extends Schema>(schema: S, locationName: string): Member<S, true> {
  return { schema, required: true, location: 'querystring', locationName };
}
