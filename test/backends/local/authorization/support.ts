import {
  type RequestContext,
  requestContext,
} from '../../../../src/core/backends/local/authorization/context.js';
import { type Evaluation, evaluate } from '../../../../src/core/backends/local/authorization/evaluate.js';
import { parsePolicy, type Policy } from '../../../../src/core/backends/local/authorization/policy.js';

export const ACCOUNT = '123456789012';
export const FLEET = `arn:aws:worklink::${ACCOUNT}:fleet/one`;

export interface StatementGiven {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** A policy of the newer version whose statements allow everything, save what they say themselves. */
export function policyOf(...statements: StatementGiven[]): Policy {
  return parsePolicy({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      ...('NotAction' in statement ? {} : { Action: '*' }),
      ...('NotResource' in statement ? {} : { Resource: '*' }),
      ...statement,
    })),
  });
}

export type Keys = Readonly<Record<string, string | readonly string[]>>;

export function decide(
  policies: readonly Policy[],
  {
    action = 'worklink:DescribeFleetMetadata',
    resource = FLEET,
    keys = {},
  }: { action?: string; resource?: string; keys?: Keys } = {},
): Evaluation['decision'] {
  return evaluate(policies, { action, resource, context: requestContext(keys) }).decision;
}

/** Whether a request with these context keys meets a Condition element. */
export function meets(condition: unknown, keys: Keys): boolean {
  return decide([policyOf({ Condition: condition })], { keys }) === 'Allow';
}

export function noContext(): RequestContext {
  return requestContext({});
}
