import { meetsCondition } from './conditions.js';
import { type RequestContext } from './context.js';
import { type Policy } from './policy.js';
import { type Statement } from './statement.js';
import { expand } from './templates.js';
import { matchesWildcards, wildcardPattern } from './wildcards.js';

/** What a principal asks to do. */
export interface AuthorizationRequest {
  /** As `worklink:CreateFleet`. */
  readonly action: string;
  /** The ARN of what it is done to. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** The statement that decided, by its place in the policies and in its policy, both counted from 0. */
export interface DecidingStatement {
  readonly policy: number;
  readonly statement: number;
  readonly sid?: string;
}

export type Evaluation =
  | { readonly decision: 'Allow' | 'ExplicitDeny'; readonly statement: DecidingStatement }
  | { readonly decision: 'ImplicitDeny' };

function coversAction({ actions }: Statement, action: string): boolean {
  // Actions are not case-sensitive (IAM User Guide, Action).
  const lower = action.toLowerCase();
  return actions.patterns.some((pattern) => matchesWildcards(pattern, lower)) !== actions.negated;
}

function coversResource({ resources }: Statement, resource: string, context: RequestContext): boolean {
  const expanded = resources.templates.map((template) => expand(template, context));
  // IAM User Guide, Variables and tags: a variable that cannot be resolved may invalidate the statement. It must not
  // widen it, which is what an exception that matches nothing would do.
  if (resources.negated && expanded.includes(undefined)) return false;
  const found = expanded.some(
    (pieces) => pieces !== undefined && matchesWildcards(wildcardPattern(pieces), resource),
  );
  return found !== resources.negated;
}

function applies(statement: Statement, { action, resource, context }: AuthorizationRequest): boolean {
  return (
    coversAction(statement, action) &&
    coversResource(statement, resource, context) &&
    statement.conditions.every((condition) => meetsCondition(condition, context))
  );
}

/**
 * Decides on a request by a principal's identity-based policies: a statement that denies wins, else one that allows,
 * else the request is denied (IAM User Guide, Policy evaluation logic).
 */
export function evaluate(policies: readonly Policy[], request: AuthorizationRequest): Evaluation {
  let allowing: DecidingStatement | undefined;
  for (const [policyIndex, policy] of policies.entries()) {
    for (const [statementIndex, statement] of policy.statements.entries()) {
      if (statement.effect === 'Allow' && allowing !== undefined) continue;
      if (!applies(statement, request)) continue;
      const deciding: DecidingStatement = {
        policy: policyIndex,
        statement: statementIndex,
        ...(statement.sid === undefined ? {} : { sid: statement.sid }),
      };
      if (statement.effect === 'Deny') return { decision: 'ExplicitDeny', statement: deciding };
      allowing = deciding;
    }
  }
  return allowing === undefined ? { decision: 'ImplicitDeny' } : { decision: 'Allow', statement: allowing };
}
