import { type OperationName } from '../../contract/contract.js';
import { type FleetArnParts, parseFleetArn } from '../../model/arns.js';
import { authorize } from './authorization/authorize.js';
import { callContext } from './authorization/context.js';
import { parsePolicy, type Policy } from './authorization/policy.js';
import { managedPolicy } from './authorization/managed-policies.js';
import { type Services } from './services.js';

/** What texts of policies say, so that they are not read anew at each call. A text always says the same. */
const PARSED = new Map<string, readonly Policy[]>();
/** How many texts are kept: principals are few. */
const MAX_PARSED = 64;

/**
 * Whether the caller may call an operation on what the input names. It is asked before the input is looked at by the
 * contract: of an input that names no fleet, nothing more is known than the operation.
 *
 * @throws ServiceError UnauthorizedException
 */
export function authorizeCall(
  operation: OperationName,
  input: unknown,
  services: Pick<Services, 'account' | 'fleets' | 'tags' | 'accountId' | 'caller' | 'now'>,
): void {
  const { account, accountId, caller } = services;
  const named = namedFleet(input);
  const fleet = named?.accountId === accountId ? services.fleets.byName(named.fleetName) : undefined;
  authorize({
    operation,
    fleetName: named?.fleetName,
    accountId: named?.accountId ?? accountId,
    region: caller.region,
    policies: parseStoredPolicies(account.principal(caller.principal.name)?.policies ?? '[]'),
    context: callContext({
      caller,
      now: new Date(services.now),
      secureTransport: caller.secureTransport ?? false,
      resourceTags: fleet === undefined ? undefined : services.tags.of(fleet.id),
      requestTags: stringMap(member(input, 'Tags')),
      tagKeys: stringList(member(input, 'TagKeys')),
    }),
  });
}

/**
 * By what the answer of {@link authorizeCall} can be known again among calls of one caller at one moment; nothing for an input
 * that says more of itself than which fleet it is about.
 */
export function authorizationKey(operation: OperationName, input: unknown): string | undefined {
  if (member(input, 'Tags') !== undefined || member(input, 'TagKeys') !== undefined) return undefined;
  const arn = member(input, 'FleetArn') ?? member(input, 'ResourceArn');
  return typeof arn === 'string' ? `authorized ${operation} ${arn}` : undefined;
}

/**
 * The policies of a principal as they are stored: a JSON array of managed policies' names or ARNs, and of documents.
 *
 * @throws WorklinkError `InvalidInput` for one that is neither
 */
export function parseStoredPolicies(stored: string): readonly Policy[] {
  const parsed = PARSED.get(stored) ?? readPolicies(stored);
  PARSED.delete(stored);
  PARSED.set(stored, parsed);
  // The one not asked for the longest makes room.
  const [oldest] = PARSED.keys();
  if (PARSED.size > MAX_PARSED && oldest !== undefined) PARSED.delete(oldest);
  return parsed;
}

function readPolicies(stored: string): readonly Policy[] {
  const policies = JSON.parse(stored) as readonly unknown[]; // an array, by those who store it
  return policies.map((policy) => {
    const managed = typeof policy === 'string' ? managedPolicy(policy) : undefined;
    return managed?.policy ?? parsePolicy(policy);
  });
}

function namedFleet(input: unknown): FleetArnParts | undefined {
  const arn = member(input, 'FleetArn') ?? member(input, 'ResourceArn');
  return typeof arn === 'string' ? parseFleetArn(arn) : undefined;
}

function member(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, name)
    ? (input as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function stringMap(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function stringList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}
