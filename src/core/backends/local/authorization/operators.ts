import { plainText } from './templates.js';
import { parseAddressRange, parseBase64, parseBoolean, parseDate, parseNumber } from './values.js';
import { matchesWildcards, type Piece, splitPattern, wildcardPattern } from './wildcards.js';

const ARN_COMPONENTS = 6;
const COLON = ':';

/** How one value of a request is compared with one value of a policy. */
interface Family {
  /** Whether the policy's value may hold variables. */
  readonly variables: boolean;
  /** What a policy's value has to be, for a message; nothing where any text will do. */
  readonly expects?: { readonly description: string; readonly test: (text: string) => boolean };
}

/** A comparison of IAM's policy language, without its qualifiers. */
export interface Comparison extends Family {
  /** Whether it is met where the values do not match, and so where the key is absent. */
  readonly negated: boolean;
  /** Whether the values match: for a negated comparison, whether they match what it negates. */
  readonly matches: (actual: string, expected: readonly Piece[]) => boolean;
}

const TEXT: Family = { variables: true };
const NUMBER: Family = {
  variables: false,
  expects: { description: 'a number', test: (text) => parseNumber(text) !== undefined },
};
const DATE: Family = {
  variables: false,
  expects: {
    description: 'an ISO 8601 date (2026-01-31T08:00:00Z) or seconds since 1970',
    test: (text) => parseDate(text) !== undefined,
  },
};
const BOOLEAN: Family = {
  variables: true,
  expects: { description: "'true' or 'false'", test: (text) => parseBoolean(text) !== undefined },
};
const BINARY: Family = {
  variables: false,
  expects: { description: 'base64 with padding', test: (text) => parseBase64(text) !== undefined },
};
const ADDRESS: Family = {
  variables: false,
  expects: {
    description: 'an IPv4 or IPv6 address or range in CIDR notation',
    test: (text) => parseAddressRange(text) !== undefined,
  },
};

function sameText(actual: string, expected: readonly Piece[]): boolean {
  return actual === plainText(expected);
}

function sameTextInAnyCase(actual: string, expected: readonly Piece[]): boolean {
  return actual.toLowerCase() === plainText(expected).toLowerCase();
}

function likeText(actual: string, expected: readonly Piece[]): boolean {
  return matchesWildcards(wildcardPattern(expected), actual);
}

/** Component by component, so that a wildcard stays within its own. Everything after the fifth colon is the sixth. */
function likeArn(actual: string, expected: readonly Piece[]): boolean {
  const patterns = splitPattern(wildcardPattern(expected), COLON, ARN_COMPONENTS);
  const [partition, service, region, account, name, ...resource] = actual.split(':');
  const components = [partition, service, region, account, name, resource.join(':')];
  if (patterns.length < ARN_COMPONENTS || resource.length === 0) return false;
  return patterns.every((pattern, index) => matchesWildcards(pattern, components[index] ?? ''));
}

/** A comparison of two values of one kind, which a text that is not of that kind never meets. */
function ordered(
  parse: (text: string) => number | undefined,
  relation: (actual: number, expected: number) => boolean,
): Comparison['matches'] {
  return (actual, expected) => {
    const [left, right] = [parse(actual), parse(plainText(expected))];
    return left !== undefined && right !== undefined && relation(left, right);
  };
}

function sameBoolean(actual: string, expected: readonly Piece[]): boolean {
  const value = parseBoolean(actual);
  return value !== undefined && value === parseBoolean(plainText(expected));
}

function sameBytes(actual: string, expected: readonly Piece[]): boolean {
  const [left, right] = [parseBase64(actual), parseBase64(plainText(expected))];
  return left !== undefined && right !== undefined && left.equals(right);
}

function inRange(actual: string, expected: readonly Piece[]): boolean {
  return parseAddressRange(plainText(expected))?.(actual) ?? false;
}

function comparison(family: Family, matches: Comparison['matches'], negated = false): Comparison {
  return { ...family, matches, negated };
}

/** The six relations of numbers and dates. */
function relations(
  prefix: 'Numeric' | 'Date',
  family: Family,
  parse: (text: string) => number | undefined,
): Record<string, Comparison> {
  const equal = ordered(parse, (actual, expected) => actual === expected);
  return {
    [`${prefix}Equals`]: comparison(family, equal),
    [`${prefix}NotEquals`]: comparison(family, equal, true),
    [`${prefix}LessThan`]: comparison(
      family,
      ordered(parse, (actual, expected) => actual < expected),
    ),
    [`${prefix}LessThanEquals`]: comparison(
      family,
      ordered(parse, (actual, expected) => actual <= expected),
    ),
    [`${prefix}GreaterThan`]: comparison(
      family,
      ordered(parse, (actual, expected) => actual > expected),
    ),
    [`${prefix}GreaterThanEquals`]: comparison(
      family,
      ordered(parse, (actual, expected) => actual >= expected),
    ),
  };
}

/** The comparisons of IAM's policy language (IAM User Guide, Condition operators). */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: comparison(TEXT, sameText),
  StringNotEquals: comparison(TEXT, sameText, true),
  StringEqualsIgnoreCase: comparison(TEXT, sameTextInAnyCase),
  StringNotEqualsIgnoreCase: comparison(TEXT, sameTextInAnyCase, true),
  StringLike: comparison(TEXT, likeText),
  StringNotLike: comparison(TEXT, likeText, true),
  ...relations('Numeric', NUMBER, parseNumber),
  ...relations('Date', DATE, parseDate),
  Bool: comparison(BOOLEAN, sameBoolean),
  BinaryEquals: comparison(BINARY, sameBytes),
  IpAddress: comparison(ADDRESS, inRange),
  NotIpAddress: comparison(ADDRESS, inRange, true),
  ArnEquals: comparison(TEXT, likeArn),
  ArnLike: comparison(TEXT, likeArn),
  ArnNotEquals: comparison(TEXT, likeArn, true),
  ArnNotLike: comparison(TEXT, likeArn, true),
};

const BY_LOWER_CASE_NAME = new Map(
  Object.entries(COMPARISONS).map(([name, found]) => [name.toLowerCase(), found]),
);

/** Asks whether the key is absent, rather than what it holds. */
const NULL: Family = { ...BOOLEAN, variables: false };
const NULL_NAME = 'null';
const IF_EXISTS = 'ifexists';
const QUALIFIERS = { 'forallvalues:': 'ForAllValues', 'foranyvalue:': 'ForAnyValue' } as const;

/** A condition operator: a comparison with its qualifiers, or the question whether a key is absent. */
export type Operator =
  | { readonly kind: 'null'; readonly family: Family }
  | {
      readonly kind: 'comparison';
      readonly family: Comparison;
      readonly qualifier?: 'ForAllValues' | 'ForAnyValue';
      readonly ifExists: boolean;
    };

/**
 * Reads a condition operator's name, in any case: `ForAllValues:StringLikeIfExists`.
 *
 * @returns nothing where there is no such operator
 */
export function parseOperator(name: string): Operator | undefined {
  const lower = name.toLowerCase();
  if (lower === NULL_NAME) return { kind: 'null', family: NULL };
  const prefix = Object.entries(QUALIFIERS).find(([start]) => lower.startsWith(start));
  const unqualified = prefix === undefined ? lower : lower.slice(prefix[0].length);
  const ifExists = unqualified.endsWith(IF_EXISTS);
  const base = ifExists ? unqualified.slice(0, -IF_EXISTS.length) : unqualified;
  const family = BY_LOWER_CASE_NAME.get(base);
  if (family === undefined) return undefined;
  return { kind: 'comparison', family, ifExists, ...(prefix === undefined ? {} : { qualifier: prefix[1] }) };
}
