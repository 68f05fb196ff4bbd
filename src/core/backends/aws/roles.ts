import { ownError, WorklinkError } from '../../errors.js';
import { type RoleDeletion, type Roles, type ServiceLinkedRole } from '../../ports/roles.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/iam.js';

/** Guide, Using Service-Linked Roles. */
const ROLE_NAME = 'AWSServiceRoleForAmazonWorkLink';
const STATUSES: readonly RoleDeletion['status'][] = ['NOT_STARTED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED'];

type Sdk = typeof sdkModule;

/** IAM. */
export class AwsRoles implements Roles {
  readonly #service: ServiceConnection<{
    readonly sdk: Sdk;
    readonly client: InstanceType<Sdk['IAMClient']>;
  }>;

  constructor(connection: Connection) {
    this.#service = connection.service('IAM', async (settings) => {
      const sdk = await import('./sdk/iam.js');
      return { sdk, client: new sdk.IAMClient(settings) };
    });
  }

  async serviceLinkedRole(): Promise<ServiceLinkedRole | undefined> {
    try {
      const { Role } = await this.#service.call(({ sdk, client }, options) =>
        client.send(new sdk.GetRoleCommand({ RoleName: ROLE_NAME }), options),
      );
      const {
        RoleName = ROLE_NAME,
        Arn = '',
        RoleId = '',
        Description,
        CreateDate,
        RoleLastUsed,
      } = Role ?? {};
      const { LastUsedDate, Region } = RoleLastUsed ?? {};
      return {
        name: RoleName,
        arn: Arn,
        id: RoleId,
        ...(Description !== undefined && { description: Description }),
        createdTime: CreateDate ?? new Date(0),
        ...(LastUsedDate !== undefined && {
          lastUsed: { time: LastUsedDate, ...(Region !== undefined && { region: Region }) },
        }),
      };
    } catch (error) {
      if (error instanceof WorklinkError && error.code === 'NotFound') return undefined;
      throw error;
    }
  }

  async deleteServiceLinkedRole(): Promise<RoleDeletion> {
    const { DeletionTaskId } = await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.DeleteServiceLinkedRoleCommand({ RoleName: ROLE_NAME }), options),
    );
    if (DeletionTaskId === undefined)
      throw ownError('Unreachable', 'IAM answered without the id of the deletion.');
    return { id: DeletionTaskId, status: 'NOT_STARTED' };
  }

  async deletion(id: string): Promise<RoleDeletion> {
    const { Status, Reason } = await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: id }), options),
    );
    const status = STATUSES.find((known) => known === Status);
    if (status === undefined)
      throw ownError('Unreachable', 'IAM answered without the state of the deletion.');
    return { id, status, ...(Reason?.Reason !== undefined && { reason: Reason.Reason }) };
  }
}
