import { type RequestContext } from './context.js';
import { type Comparison, type Operator } from './operators.js';
import { expand, plainText, type Template } from './templates.js';
import { parseBoolean } from './values.js';

/** One key of a statement's Condition element, under one operator. */
export interface Condition {
  readonly operator: Operator;
  readonly key: string;
  readonly values: readonly Template[];
}

/** Whether one value of the request meets a comparison: any of the policy's values, or for a negated one none. */
function meets(
  actual: string,
  comparison: Comparison,
  values: readonly Template[],
  context: RequestContext,
): boolean {
  const found = values.some((template) => {
    const expected = expand(template, context);
    // A variable that the request cannot fill makes a value that nothing matches.
    return expected !== undefined && comparison.matches(actual, expected);
  });
  return found !== comparison.negated;
}

/** The key's absence, or its presence without a value, where the policy asks for `true`. */
function meetsNull(condition: Condition, context: RequestContext): boolean {
  const absent = (context.get(condition.key) ?? []).length === 0;
  return condition.values.some(
    (template) => parseBoolean(plainText(expand(template, context) ?? [])) === absent,
  );
}

/**
 * Whether a request meets a condition (IAM User Guide, Condition operators; Multivalued context keys).
 *
 * - An absent key meets `…IfExists`, `ForAllValues:` and negated operators, and no other.
 * - A set without values, or with an empty one only, is met by `ForAllValues:` and not by `ForAnyValue:`.
 * - Without a set operator, several values of a key meet an operator if any does, a negated one if all do. IAM
 *   leaves that open; this is our reading.
 */
export function meetsCondition(condition: Condition, context: RequestContext): boolean {
  const { operator, key, values } = condition;
  if (operator.kind === 'null') return meetsNull(condition, context);
  const { family: comparison, qualifier, ifExists } = operator;
  const actual = context.get(key);
  if (actual === undefined && ifExists) return true;
  const one = (value: string): boolean => meets(value, comparison, values, context);
  const given = actual ?? [];
  const isEmptySet = given.every((value) => value === '');
  if (qualifier === 'ForAllValues') return isEmptySet || given.every(one);
  if (qualifier === 'ForAnyValue') return !isEmptySet && given.some(one);
  return comparison.negated ? given.every(one) : given.some(one);
}
