import { type PolicyDocument } from '../model/service-linked-role.js';

/** AWSServiceRoleForAmazonWorkLink (guide, Using Service-Linked Roles). */
export interface ServiceLinkedRole {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly description?: string;
  readonly createdTime: Date;
  readonly lastUsed?: { readonly time: Date; readonly region?: string };
  /** Who may take the role, where that is known. */
  readonly trustPolicy?: PolicyDocument;
}

/** The policy that says what a role may do. */
export interface PermissionsPolicy {
  readonly arn: string;
  readonly versionId: string;
  readonly document: PolicyDocument;
}

/** What still uses a role, in one Region. */
export interface RoleUsage {
  readonly region?: string;
  readonly resources: readonly string[];
}

/** How far the deletion of the role is. It takes its time, and fails while a fleet remains. */
export interface RoleDeletion {
  readonly id: string;
  readonly status: 'NOT_STARTED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  /** Why it failed. */
  readonly reason?: string;
  /** What was in its way. */
  readonly usage?: readonly RoleUsage[];
}

/** The role that WorkLink acts with in the account. */
export interface Roles {
  /** @returns nothing where there is none: it comes with the first fleet */
  serviceLinkedRole(): Promise<ServiceLinkedRole | undefined>;
  /** What the role may do. @returns nothing where it has no such policy */
  permissionsPolicy(): Promise<PermissionsPolicy | undefined>;
  /** Begins its deletion. @throws WorklinkError `NotFound` */
  deleteServiceLinkedRole(): Promise<RoleDeletion>;
  /** @throws WorklinkError `NotFound` for an unknown id */
  deletion(id: string): Promise<RoleDeletion>;
}
