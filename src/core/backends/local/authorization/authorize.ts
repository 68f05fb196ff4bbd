import { type OperationName, SERVICE_NAME } from '../../../contract/contract.js';
import { unauthorized } from '../../../contract/errors.js';
import { fleetArn } from '../../../model/arns.js';
import { printable } from '../../../text.js';
import { type RequestContext } from './context.js';
import { evaluate } from './evaluate.js';
import { type Policy } from './policy.js';

/** The operations without resource-level permissions (Service Authorization Reference, Amazon WorkLink). */
const OPERATIONS_ON_THE_ACCOUNT: ReadonlySet<OperationName> = new Set<OperationName>([
  'CreateFleet',
  'ListFleets',
]);
/** How much of a resource's ARN a message repeats, in characters: more than a fleet's has. */
const SHOWN_LENGTH = 256;

/** One call that is to be authorized. */
export interface AuthorizationCall {
  readonly operation: OperationName;
  /** The fleet the call names. It has not been checked yet. */
  readonly fleetName?: string | undefined;
  readonly accountId: string;
  readonly region: string;
  /** The caller's identity-based policies. */
  readonly policies: readonly Policy[];
  readonly context: RequestContext;
}

/**
 * The IAM action that permits an operation: one for each, of the same name. Beyond these, IAM knows
 * `worklink:SearchEntity`, which no operation of the API stands behind.
 */
export function actionOf(operation: OperationName): `${typeof SERVICE_NAME}:${OperationName}` {
  return `${SERVICE_NAME}:${operation}`;
}

/**
 * What a policy's Resource is matched with: the fleet, or for an operation on the account as a whole a stand-in that
 * `*` and the managed policies match and no fleet's ARN does. A call that names no fleet, which is refused once its
 * input is looked at, asks about a fleet without a name, so that only who may touch any fleet hears of that.
 */
export function resourceOf(
  call: Pick<AuthorizationCall, 'operation' | 'fleetName' | 'accountId' | 'region'>,
): string {
  return OPERATIONS_ON_THE_ACCOUNT.has(call.operation)
    ? `arn:aws:${SERVICE_NAME}:${call.region}:${call.accountId}:*`
    : fleetArn(call.accountId, call.fleetName ?? '');
}

/**
 * Lets a call pass that the caller's policies allow.
 *
 * @throws ServiceError `UnauthorizedException`, in the words AWS services use
 */
export function authorize(call: AuthorizationCall): void {
  const action = actionOf(call.operation);
  const resource = resourceOf(call);
  const { decision } = evaluate(call.policies, { action, resource, context: call.context });
  if (decision === 'Allow') return;
  const principal = call.context.get('aws:PrincipalArn')?.[0] ?? 'anonymous';
  const reason =
    decision === 'ExplicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const shown = printable(resource.slice(0, SHOWN_LENGTH));
  throw unauthorized(
    `User: ${principal} is not authorized to perform: ${action} on resource: ${shown} ${reason}`,
  );
}
