import { ownError, type WorklinkError } from '../../../errors.js';
import { fleetArn } from '../../../model/arns.js';
import { isDeletable } from '../../../model/fleet-states.js';
import {
  ROLE_TRUST_POLICY,
  roleDeletionId,
  SERVICE_LINKED_ROLE,
  serviceLinkedRoleArn,
} from '../../../model/service-linked-role.js';
import {
  type PermissionsPolicy,
  type RoleDeletion,
  type Roles,
  type RoleUsage,
  type ServiceLinkedRole,
} from '../../../ports/roles.js';
import { quote } from '../../../text.js';
import { SERVICE_ROLE } from '../authorization/managed-policies.js';
import { type Random, uuid } from '../identifiers.js';
import { type Store } from '../store/store.js';

export interface LocalRolesOptions {
  readonly store: Store;
  readonly accountId: string;
  readonly random: Random;
  /** Brings the account to what it has become by now. */
  readonly settle: () => void;
}

/** IAM of the emulated account, as far as the service-linked role goes. */
export class LocalRoles implements Roles {
  constructor(private readonly options: LocalRolesOptions) {}

  serviceLinkedRole(): Promise<ServiceLinkedRole | undefined> {
    const { store, accountId } = this.options;
    const row = store.account.role(SERVICE_LINKED_ROLE);
    return Promise.resolve(
      row && {
        name: row.name,
        arn: serviceLinkedRoleArn(accountId),
        id: row.role_id,
        createdTime: new Date(row.created_at),
        trustPolicy: ROLE_TRUST_POLICY,
      },
    );
  }

  async permissionsPolicy(): Promise<PermissionsPolicy | undefined> {
    if ((await this.serviceLinkedRole()) === undefined) return undefined;
    const { arn, versionId, document } = SERVICE_ROLE;
    return { arn, versionId, document };
  }

  /** IAM makes a task of it and asks the service; what the service says is known at once here. */
  async deleteServiceLinkedRole(): Promise<RoleDeletion> {
    const { store, random, settle } = this.options;
    if ((await this.serviceLinkedRole()) === undefined) {
      throw ownError('NotFound', `There is no role ${SERVICE_LINKED_ROLE}.`, {
        hint: 'It comes with the first fleet.',
      });
    }
    return store.db.transaction(() => {
      settle();
      const usage = this.#usage();
      const id = roleDeletionId(uuid(random));
      const deletion: RoleDeletion =
        usage.length === 0
          ? { id, status: 'SUCCEEDED' }
          : { id, status: 'FAILED', reason: reasonOf(usage), usage };
      if (usage.length === 0) store.account.deleteRole(SERVICE_LINKED_ROLE);
      store.roleDeletions.insert(deletion);
      return { id, status: 'NOT_STARTED' };
    });
  }

  deletion(id: string): Promise<RoleDeletion> {
    const deletion = this.options.store.roleDeletions.find(id);
    return deletion === undefined ? Promise.reject(noSuchDeletion(id)) : Promise.resolve(deletion);
  }

  /** The fleets in the way, of all Regions: one that is being deleted is not (guide, Deleting a Service-Linked Role). */
  #usage(): readonly RoleUsage[] {
    const remaining = this.options.store.fleets.all().filter(({ status }) => isDeletable(status));
    const regions = new Set(remaining.map(({ region }) => region));
    return [...regions].map((region) => ({
      region,
      resources: remaining
        .filter((fleet) => fleet.region === region)
        .map(({ name }) => fleetArn(this.options.accountId, name)),
    }));
  }
}

function reasonOf(usage: readonly RoleUsage[]): string {
  const count = usage.reduce((sum, { resources }) => sum + resources.length, 0);
  const regions = usage.map(({ region }) => region).join(', ');
  return `${String(count)} Amazon WorkLink fleet${count === 1 ? ' uses' : 's use'} the role, in ${regions}. Delete all fleets in all Regions first.`;
}

function noSuchDeletion(id: string): WorklinkError {
  return ownError('NotFound', `There is no deletion ${quote(id)}.`);
}
