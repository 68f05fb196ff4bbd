import { ownError, WorklinkError } from '../../errors.js';
import { type PolicyDocument, SERVICE_LINKED_ROLE } from '../../model/service-linked-role.js';
import {
  type PermissionsPolicy,
  type RoleDeletion,
  type Roles,
  type RoleUsage,
  type ServiceLinkedRole,
} from '../../ports/roles.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/iam.js';

const STATUSES: readonly RoleDeletion['status'][] = ['NOT_STARTED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED'];
const RoleName = SERVICE_LINKED_ROLE;

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

  serviceLinkedRole(): Promise<ServiceLinkedRole | undefined> {
    return whereThereIsOne(async () => {
      const { Role } = await this.#service.call(({ sdk, client }, options) =>
        client.send(new sdk.GetRoleCommand({ RoleName }), options),
      );
      const { Description, RoleLastUsed } = Role ?? {};
      const { LastUsedDate, Region } = RoleLastUsed ?? {};
      const trustPolicy = documentOf(Role?.AssumeRolePolicyDocument);
      return {
        name: Role?.RoleName ?? RoleName,
        arn: Role?.Arn ?? '',
        id: Role?.RoleId ?? '',
        ...(Description !== undefined && { description: Description }),
        createdTime: Role?.CreateDate ?? new Date(0),
        ...(LastUsedDate !== undefined && {
          lastUsed: { time: LastUsedDate, ...(Region !== undefined && { region: Region }) },
        }),
        ...(trustPolicy !== undefined && { trustPolicy }),
      };
    });
  }

  /** A service-linked role has one policy, of AWS's own (IAM User Guide, Service-linked roles). */
  permissionsPolicy(): Promise<PermissionsPolicy | undefined> {
    return whereThereIsOne(async () => {
      const { AttachedPolicies = [] } = await this.#service.call(({ sdk, client }, options) =>
        client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }), options),
      );
      const arn = AttachedPolicies[0]?.PolicyArn;
      if (arn === undefined) return undefined;
      const { Policy } = await this.#service.call(({ sdk, client }, options) =>
        client.send(new sdk.GetPolicyCommand({ PolicyArn: arn }), options),
      );
      const versionId = Policy?.DefaultVersionId;
      if (versionId === undefined) return undefined;
      const { PolicyVersion } = await this.#service.call(({ sdk, client }, options) =>
        client.send(new sdk.GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId }), options),
      );
      const document = documentOf(PolicyVersion?.Document);
      return document === undefined ? undefined : { arn, versionId, document };
    });
  }

  async deleteServiceLinkedRole(): Promise<RoleDeletion> {
    const { DeletionTaskId } = await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.DeleteServiceLinkedRoleCommand({ RoleName }), options),
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
    const usage = (Reason?.RoleUsageList ?? []).map(({ Region, Resources = [] }): RoleUsage => ({
      ...(Region !== undefined && { region: Region }),
      resources: Resources,
    }));
    return {
      id,
      status,
      ...(Reason?.Reason !== undefined && { reason: Reason.Reason }),
      ...(usage.length > 0 && { usage }),
    };
  }
}

async function whereThereIsOne<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorklinkError && error.code === 'NotFound') return undefined;
    throw error;
  }
}

/** A policy document as IAM answers it: JSON, percent-encoded (IAM API Reference, GetRole). */
function documentOf(encoded: string | undefined): PolicyDocument | undefined {
  if (encoded === undefined) return undefined;
  try {
    const document: unknown = JSON.parse(decodeURIComponent(encoded));
    return typeof document === 'object' && document !== null && !Array.isArray(document)
      ? { ...document }
      : undefined;
  } catch {
    return undefined;
  }
}
