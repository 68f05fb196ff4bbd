import {
  type MapSchema,
  type Schema,
  type StringSchema,
  type StructureSchema,
} from '../../src/core/contract/schema.js';

/** A value that a schema admits, or one that breaks one of its limits. */
export interface Sample {
  /** What it is, for a test's name. */
  readonly what: string;
  readonly value: unknown;
  /** The limit it breaks can be broken by JSON alone: a path and a query hold nothing but text. */
  readonly jsonOnly?: boolean;
}

const PEM_HEAD = '-----BEGIN CERTIFICATE-----\n';
const PEM_TAIL = '\n-----END CERTIFICATE-----';
const PEM_LINE = 64;

/** What has the form of a PEM certificate, at a length. */
function pemOfLength(length: number): string {
  const inside = length - PEM_HEAD.length - PEM_TAIL.length;
  const lines = Math.ceil(inside / (PEM_LINE + 1)) - 1;
  const last = inside - lines * (PEM_LINE + 1);
  return PEM_HEAD + `${'A'.repeat(PEM_LINE)}\n`.repeat(lines) + 'A'.repeat(last) + PEM_TAIL;
}

/** Names of labels of 63 characters at most, at a length. */
function domainOfLength(length: number): string {
  const label = 60;
  const labels = Math.max(1, Math.floor((length - 2) / (label + 1)));
  const first = length - 2 - (labels - 1) * (label + 1);
  return `${'a'.repeat(first)}.${`${'b'.repeat(label)}.`.repeat(labels - 1)}c`;
}

/** How to write a string of a shape whose pattern says more than its length, and what breaks the pattern. */
const PATTERNED: Readonly<
  Record<
    string,
    {
      readonly ofLength: (length: number) => string;
      readonly least: number;
      readonly wrong: readonly string[];
    }
  >
> = {
  FleetName: {
    ofLength: (length) => 'a'.repeat(length),
    least: 1,
    wrong: ['A', '-a', 'a-', 'a_b', 'a.b', 'a b', 'é', 'a\n'],
  },
  NextToken: { ofLength: (length) => 'a'.repeat(length), least: 1, wrong: ['a b', 'a=', 'é', 'a\n'] },
  DomainName: {
    ofLength: domainOfLength,
    least: 3,
    wrong: [
      'example',
      '*.example.com',
      'example.com.',
      '.example.com',
      'a..b',
      '-a.example',
      'a-.example',
      'a.b_c',
      'a.b\n',
    ],
  },
  AcmCertificateArn: {
    ofLength: (length) => `arn:aws:acm:us-east-1:123456789012:certificate/`.padEnd(length, 'a'),
    least: 48,
    wrong: [
      '',
      'arn:aws:acm:us-east-1::certificate/a',
      'certificate/a',
      'arn:aws:acm:us-east-1:1:certificate/a\n',
    ],
  },
  AuditStreamArn: {
    ofLength: (length) => `arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-`.padEnd(length, 'a'),
    least: 61,
    wrong: [
      '',
      'arn:aws:kinesis:us-east-1:123456789012:stream/audit',
      'arn:aws:kinesis:us-east-1:1234:stream/AmazonWorkLink-a',
      'arn:aws:kinesis::123456789012:stream/AmazonWorkLink-a',
    ],
  },
  Certificate: {
    ofLength: pemOfLength,
    least: 55,
    wrong: [
      'A',
      pemOfLength(200).replace('BEGIN', 'begin'),
      `${pemOfLength(200)}\n${pemOfLength(200)}`,
      ` ${pemOfLength(200)}`,
    ],
  },
  CertificateChain: {
    ofLength: (length) => `${pemOfLength(200)}\n${pemOfLength(length - 201)}`,
    least: 256,
    wrong: ['A', pemOfLength(200).replace('END', 'end'), `${pemOfLength(200)}\n\n${pemOfLength(200)}`],
  },
  VpcId: {
    ofLength: () => 'vpc-0123456789abcdef0',
    least: 21,
    wrong: ['', 'vpc-', 'vpc-0123456', 'vpc-0123456G', 'vpc-01234567\n'],
  },
  SubnetId: { ofLength: () => 'subnet-01234567', least: 15, wrong: ['', 'sub-01234567', 'subnet-012345678'] },
  SecurityGroupId: { ofLength: () => 'sg-01234567', least: 11, wrong: ['', 'sg-0123456z', 'SG-01234567'] },
  TagKey: { ofLength: (length) => 'a'.repeat(length), least: 1, wrong: ['aws:a', 'a b', 'é', 'a\n', 'a*'] },
};

/** A value every schema admits: neither its least nor its greatest, where there is room. */
export function ordinary(schema: Schema): unknown {
  switch (schema.kind) {
    case 'string':
      return ofLength(schema, Math.max(leastLength(schema), Math.min(schema.max ?? 64, 64)));
    case 'enum':
      return schema.values[0];
    case 'boolean':
      return true;
    case 'integer':
      return schema.min ?? 1;
    case 'timestamp':
      return new Date(0);
    case 'list':
      return [ordinary(schema.member)];
    case 'map':
      return Object.fromEntries([[String(ordinary(schema.key)), ordinary(schema.value)]]);
    case 'structure':
      return Object.fromEntries(
        Object.entries(schema.members).map(([name, member]) => [name, ordinary(member.schema)]),
      );
  }
}

/** Values on the right side of each limit, as far out as it goes. */
export function boundaries(schema: Schema): readonly Sample[] {
  switch (schema.kind) {
    case 'string':
      return [
        { what: 'of the least length', value: ofLength(schema, leastLength(schema)) },
        ...(schema.max === undefined
          ? [{ what: 'of a great length', value: ofLength(schema, 4_000) }]
          : [{ what: 'of the greatest length', value: ofLength(schema, schema.max) }]),
        ...(schema.max === undefined || schema.pattern !== undefined
          ? []
          : [{ what: 'of the greatest length in code points', value: '\u{1f600}'.repeat(schema.max) }]),
      ];
    case 'enum':
      return schema.values.map((value) => ({ what: value, value }));
    case 'boolean':
      return [true, false].map((value) => ({ what: String(value), value }));
    case 'integer':
      return [schema.min ?? -(2 ** 31), 2 ** 31 - 1].map((value) => ({ what: String(value), value }));
    case 'list':
      return [
        { what: 'with the fewest members', value: listOf(schema.member, schema.min ?? 0) },
        { what: 'with the most members', value: listOf(schema.member, schema.max ?? 100) },
        ...boundaries(schema.member).map(({ what, value }) => ({
          what: `with a member ${what}`,
          value: [value],
        })),
      ];
    case 'map':
      return [
        { what: 'with the fewest entries', value: mapOf(schema, schema.min ?? 0) },
        { what: 'with the most entries', value: mapOf(schema, schema.max ?? 100) },
        ...boundaries(schema.key).map(({ what, value }) => ({
          what: `with a key ${what}`,
          value: Object.fromEntries([[String(value), ordinary(schema.value)]]),
        })),
        ...boundaries(schema.value).map(({ what, value }) => ({
          what: `with a value ${what}`,
          value: Object.fromEntries([[String(ordinary(schema.key)), value]]),
        })),
      ];
    case 'timestamp':
    case 'structure':
      return [];
  }
}

/** Values on the wrong side of each limit, one limit each. */
export function violations(schema: Schema): readonly Sample[] {
  switch (schema.kind) {
    case 'string':
      return [
        ...wrongTypes('string'),
        ...((schema.min ?? 0) > 0 ? [{ what: 'too short', value: tooShort(schema) }] : []),
        ...(schema.max === undefined ? [] : [{ what: 'too long', value: ofLength(schema, schema.max + 1) }]),
        ...(PATTERNED[schema.shape]?.wrong ?? []).map((value) => ({
          what: `of the form ${JSON.stringify(value.slice(0, 30))}`,
          value,
        })),
      ];
    case 'enum':
      return [
        ...wrongTypes('string'),
        { what: 'unknown', value: 'SOMETHING' },
        { what: 'lower case', value: 'saml' },
      ];
    case 'boolean':
      return wrongTypes('boolean');
    case 'integer':
      return [
        ...wrongTypes('integer'),
        { what: 'too small', value: (schema.min ?? -(2 ** 31)) - 1 },
        { what: 'too large', value: 2 ** 31 },
        { what: 'a fraction', value: 1.5 },
      ];
    case 'list':
      return [
        ...wrongTypes('list'),
        ...((schema.min ?? 0) > 0
          ? [{ what: 'empty', value: listOf(schema.member, (schema.min ?? 0) - 1) }]
          : []),
        ...(schema.max === undefined
          ? []
          : [{ what: 'too many', value: listOf(schema.member, schema.max + 1) }]),
        { what: 'with null', value: [null], jsonOnly: true },
        ...violations(schema.member).map(({ what, value, ...rest }) => ({
          what: `with a member ${what}`,
          value: [ordinary(schema.member), value],
          ...rest,
        })),
      ];
    case 'map':
      return [
        ...wrongTypes('map'),
        ...((schema.min ?? 0) > 0 ? [{ what: 'empty', value: mapOf(schema, (schema.min ?? 0) - 1) }] : []),
        ...(schema.max === undefined ? [] : [{ what: 'too many', value: mapOf(schema, schema.max + 1) }]),
        ...violations(schema.key)
          .filter(({ value }) => typeof value === 'string')
          .map(({ what, value }) => ({
            what: `with a key ${what}`,
            value: { [value as string]: ordinary(schema.value) },
          })),
        ...violations(schema.value).map(({ what, value }) => ({
          what: `with a value ${what}`,
          value: { [ordinary(schema.key) as string]: value },
        })),
      ];
    case 'timestamp':
    case 'structure':
      return [];
  }
}

const TYPED: readonly (readonly [kind: string, value: unknown])[] = [
  ['string', 'text'],
  ['boolean', true],
  ['integer', 7],
  ['list', ['text']],
  ['map', { key: 'text' }],
];

function wrongTypes(kind: string): readonly Sample[] {
  return TYPED.filter(([other]) => other !== kind).map(([other, value]) => ({
    what: `a ${other}`,
    value,
    jsonOnly: true,
  }));
}

/** A string of a length in code points that keeps the shape's pattern; where the pattern fixes the length, of that one. */
function ofLength(schema: StringSchema, length: number): string {
  return PATTERNED[schema.shape]?.ofLength(length) ?? 'x'.repeat(length);
}

/** The least length a value can have: by its pattern where that asks for more than the limit does. */
function leastLength(schema: StringSchema): number {
  return Math.max(schema.min ?? 0, PATTERNED[schema.shape]?.least ?? 0);
}

function tooShort(schema: StringSchema): string {
  return 'x'.repeat((schema.min ?? 1) - 1);
}

function listOf(member: Schema, count: number): readonly unknown[] {
  return Array.from({ length: count }, () => ordinary(member));
}

function mapOf(schema: MapSchema, count: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`k${String(index)}`, ordinary(schema.value)]),
  );
}

/** A structure's members, with what each is called. */
export function membersOf(
  schema: StructureSchema,
): readonly (readonly [string, StructureSchema['members'][string]])[] {
  return Object.entries(schema.members);
}
