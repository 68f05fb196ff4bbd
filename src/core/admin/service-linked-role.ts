import { ServiceError } from '../contract/errors.js';
import { ownError, WorklinkError } from '../errors.js';
import { isDeletable } from '../model/fleet-states.js';
import {
  GUIDE_ROLE_PERMISSIONS,
  type PolicyDocument,
  ROLE_TRUST_POLICY,
  SERVICE_LINKED_ROLE,
} from '../model/service-linked-role.js';
import { type Backend } from '../ports/backend.js';
import { type RoleDeletion, type Roles, type ServiceLinkedRole } from '../ports/roles.js';
import { quote } from '../text.js';
import { listFleets } from './fleets.js';
import { waitUntil, type WaitOptions } from './wait.js';

/** The role with its policies, and where what is said of those comes from. */
export interface RoleWithPolicies extends Omit<ServiceLinkedRole, 'lastUsed'> {
  readonly lastUsedTime?: Date;
  readonly lastUsedRegion?: string;
  readonly trustPolicy: PolicyDocument;
  readonly permissionsPolicy: PolicyDocument;
  readonly permissionsPolicyArn?: string;
  readonly permissionsPolicyVersion?: string;
  /** `iam` where IAM told the permissions, `guide` where only the Administration Guide does. */
  readonly permissionsFrom: 'iam' | 'guide';
}

/** Fleets named in one message. */
const NAMED = 5;

/** @throws WorklinkError `NotFound` where there is no role: it comes with the first fleet */
export async function showRole(backend: Backend): Promise<RoleWithPolicies> {
  const roles = rolesOf(backend);
  const { lastUsed, ...role } = await existingRole(roles);
  const policy = await unlessDenied(() => roles.permissionsPolicy());
  return {
    ...role,
    ...(lastUsed !== undefined && { lastUsedTime: lastUsed.time }),
    ...(lastUsed?.region !== undefined && { lastUsedRegion: lastUsed.region }),
    trustPolicy: role.trustPolicy ?? ROLE_TRUST_POLICY,
    ...(policy === undefined
      ? { permissionsPolicy: GUIDE_ROLE_PERMISSIONS, permissionsFrom: 'guide' }
      : {
          permissionsPolicy: policy.document,
          permissionsPolicyArn: policy.arn,
          permissionsPolicyVersion: policy.versionId,
          permissionsFrom: 'iam',
        }),
  };
}

/**
 * The role, once nothing known of is in the way of its deletion. Fleets of other Regions are known to the task alone.
 *
 * @throws WorklinkError `NotFound`; `WrongState` naming the fleets that remain
 */
export async function checkRoleDeletion(backend: Backend): Promise<ServiceLinkedRole> {
  const role = await existingRole(rolesOf(backend));
  const fleets = await remainingFleets(backend);
  if (fleets.length > 0) throw inUse(fleets, `${String(fleets.length)} in ${backend.region}`);
  return role;
}

/**
 * Has IAM delete the role, and waits until it is gone.
 *
 * @throws WorklinkError `WrongState` where the task failed, with its reason; `WaitTimedOut`
 */
export async function deleteRole(backend: Backend, options: WaitOptions): Promise<RoleDeletion> {
  const roles = rolesOf(backend);
  const { id } = await roles.deleteServiceLinkedRole();
  const deletion = await waitUntil(
    {
      what: `role ${SERVICE_LINKED_ROLE} to be deleted`,
      look: () => roles.deletion(id),
      stateOf: ({ status }) => status,
      judge: ({ status }) => (status === 'SUCCEEDED' || status === 'FAILED' ? 'reached' : 'pending'),
      details: { deletionTaskId: id },
    },
    options,
  );
  if (deletion.status === 'SUCCEEDED') return deletion;
  const { reason = 'IAM gives no reason.', usage = [] } = deletion;
  throw ownError('WrongState', `The role could not be deleted: ${reason}`, {
    hint: 'Delete all fleets in all Regions, or wait a few minutes, and try again.',
    details: { deletionTaskId: id, usage },
  });
}

async function existingRole(roles: Roles): Promise<ServiceLinkedRole> {
  const role = await roles.serviceLinkedRole();
  if (role !== undefined) return role;
  throw ownError('NotFound', `The account has no role ${SERVICE_LINKED_ROLE}.`, {
    hint: 'It comes with the first fleet: worklink fleet create NAME.',
  });
}

/** Names of fleets that are not on their way out (guide, Deleting a Service-Linked Role); none where the service cannot be asked: IAM asks it. */
async function remainingFleets(backend: Backend): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { fleetName = '', fleetStatus } of listFleets(backend))
      if (fleetStatus === undefined || isDeletable(fleetStatus)) names.push(fleetName);
  } catch (error) {
    if (!isUnaskable(error)) throw error;
  }
  return names;
}

function isUnaskable(error: unknown): boolean {
  return error instanceof ServiceError
    ? error.code === 'UnauthorizedException'
    : error instanceof WorklinkError && error.code === 'RetiredService';
}

async function unlessDenied<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorklinkError && error.code === 'NotAllowed') return undefined;
    throw error;
  }
}

function inUse(fleets: readonly string[], count: string): WorklinkError {
  const named = fleets.slice(0, NAMED).map(quote).join(', ');
  const more = fleets.length > NAMED ? ` and ${String(fleets.length - NAMED)} more` : '';
  return ownError('WrongState', `Fleets remain that use the role (${count}): ${named}${more}.`, {
    hint: 'Delete all fleets in all Regions first: worklink fleet delete NAME.',
    details: { fleets },
  });
}

function rolesOf({ roles, name }: Backend): Roles {
  if (roles !== undefined) return roles;
  throw ownError('UnsupportedByBackend', `The ${name} backend knows no roles.`);
}
