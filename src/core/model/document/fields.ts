import { type EnumSchema, type StringSchema } from '../../contract/schema.js';

/*
 * The vocabulary in which the format of a file is written down as data. The reader and the JSON Schema are two
 * interpreters of it. A field carries, for the compiler alone, the type of the values it admits.
 */

export interface TextField {
  readonly kind: 'text';
  /** What it is, as a message says it: "a Region, such as us-east-1". */
  readonly what: string;
  /** Lengths in Unicode code points. */
  readonly min: number;
  readonly max: number;
  /** Matches the whole of a value, in time linear in its length. */
  readonly pattern?: RegExp;
}
interface ChoiceField {
  readonly kind: 'choice';
  readonly values: readonly string[];
}
interface TruthField {
  readonly kind: 'truth';
}
interface WholeField {
  readonly kind: 'whole';
  readonly min: number;
  readonly max: number;
}
/** A number above 0 and at most 1. */
interface ShareField {
  readonly kind: 'share';
}
/** A moment as ISO 8601 has it, with its zone, from 1970 to 9999. */
interface MomentField {
  readonly kind: 'moment';
}
/** The version of the format. */
interface VersionField {
  readonly kind: 'version';
  readonly version: number;
}
/** A policy's name or its document, which IAM's own grammar judges. */
interface PolicyField {
  readonly kind: 'policy';
}
interface ListField {
  readonly kind: 'list';
  readonly of: AnyField;
  readonly min: number;
  readonly max: number;
}
interface MapField {
  readonly kind: 'map';
  readonly key: TextField;
  readonly value: TextField;
  readonly max: number;
}
export interface ObjectField {
  readonly kind: 'object';
  readonly name: string;
  readonly says: string;
  readonly members: Readonly<Record<string, AnyMember>>;
}
export interface AnyMember {
  readonly field: AnyField;
  readonly required: boolean;
  readonly says?: string;
}

export type AnyField =
  | TextField
  | ChoiceField
  | TruthField
  | WholeField
  | ShareField
  | MomentField
  | VersionField
  | PolicyField
  | ListField
  | MapField
  | ObjectField;

/** A field and the type of its values. */
export type Field<T> = AnyField & { readonly admits?: T };
type Member<T, Required extends boolean> = Omit<AnyMember, 'field' | 'required'> & {
  readonly field: Field<T>;
  readonly required: Required;
};
/** The members of an interface, each of its own type, and required where the interface says so. */
type MembersOf<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K>
    ? Member<Exclude<T[K], undefined>, false>
    : Member<T[K], true>;
};

const NO_LIMIT = 1_000_000;

export function text(what: string, limits: Partial<Omit<TextField, 'kind' | 'what'>> = {}): Field<string> {
  return { kind: 'text', what, min: 1, max: NO_LIMIT, ...limits };
}
/** Shapes in words, where their names alone would not say what to write. */
const SHAPES_IN_WORDS: Readonly<Record<string, string>> = {
  FleetName: 'a fleet name: lower-case letters, digits and hyphens, with a letter or digit first and last',
  DomainName: 'a domain name, such as intranet.example.com',
  AcmCertificateArn: 'the ARN of an ACM certificate',
  AuditStreamArn: 'the ARN of a Kinesis data stream whose name begins with AmazonWorkLink-',
  Certificate: 'a certificate as PEM',
  CertificateChain: 'certificates as PEM, one after the other',
  VpcId: 'the id of a VPC, such as vpc-0a1b2c3d4e5f60718',
  SubnetId: 'the id of a subnet, such as subnet-0a1b2c3d4e5f60a01',
  SecurityGroupId: 'the id of a security group, such as sg-0a1b2c3d4e5f60001',
};

/** A text with the limits of one of the service's own shapes. */
export function shaped({ shape, min = 0, max = NO_LIMIT, pattern }: StringSchema): Field<string> & TextField {
  return {
    kind: 'text',
    what: SHAPES_IN_WORDS[shape] ?? `a ${shape} as the service has it`,
    min,
    max,
    ...(pattern !== undefined && { pattern: pattern.matcher }),
  };
}
export function choice<const V extends string>(values: readonly V[]): Field<V> {
  return { kind: 'choice', values };
}
export function enumerated<V extends string>({ values }: EnumSchema<V>): Field<V> {
  return { kind: 'choice', values };
}
export function version<const V extends number>(number: V): Field<V> {
  return { kind: 'version', version: number };
}
export const truth: Field<boolean> = { kind: 'truth' };
export const share: Field<number> = { kind: 'share' };
export const moment: Field<string> = { kind: 'moment' };
export const policy: Field<string | Readonly<Record<string, unknown>>> = { kind: 'policy' };
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Field<number> {
  return { kind: 'whole', min, max };
}
export function list<T>(of: Field<T>, { min = 0, max = NO_LIMIT } = {}): Field<readonly T[]> {
  return { kind: 'list', of, min, max };
}
export function map(
  key: TextField,
  value: TextField,
  max: number = NO_LIMIT,
): Field<Readonly<Record<string, string>>> {
  return { kind: 'map', key, value, max };
}
/** @param members one for each member of the interface that the field stands for */
export function object<T extends object>(
  name: string,
  says: string,
  members: MembersOf<T>,
): Field<T> & ObjectField {
  return { kind: 'object', name, says, members };
}
export function required<T>(field: Field<T>, says?: string): Member<T, true> {
  return { field, required: true, ...(says !== undefined && { says }) };
}
export function optional<T>(field: Field<T>, says?: string): Member<T, false> {
  return { field, required: false, ...(says !== undefined && { says }) };
}
