import { type OperationOutput } from '../contract/contract.js';

/** All that the service says of a device: its id, and DescribeDevice. */
export type DirectoryDevice = { readonly DeviceId: string } & OperationOutput<'DescribeDevice'>;

export interface DirectoryPage {
  readonly devices: readonly DirectoryDevice[];
  readonly nextToken: string | undefined;
  /** Counts the fleet's devices, all of them. */
  readonly countAll: () => number;
}

/** What of devices an order can go by. */
export const DEVICE_SORT_FIELDS = [
  'deviceId',
  'status',
  'username',
  'manufacturer',
  'model',
  'operatingSystem',
  'operatingSystemVersion',
  'patchLevel',
  'firstAccessedTime',
  'lastAccessedTime',
] as const;
export type DeviceSortField = (typeof DEVICE_SORT_FIELDS)[number];

/** What of their users it can go by besides: a user's devices then come one after another. */
export const USER_SORT_FIELDS = ['username', 'deviceCount', 'activeDeviceCount', 'lastAccessedTime'] as const;
export type UserSortField = (typeof USER_SORT_FIELDS)[number];

export interface DeviceOrder {
  readonly by: { readonly device: DeviceSortField } | { readonly user: UserSortField };
  readonly descending: boolean;
  /** Only devices of users with a name after this one, in an order by names. */
  readonly afterUser?: string | undefined;
  /** How many to read at a time. */
  readonly pageSize?: number | undefined;
}

/**
 * Whole devices at a time, for a service that can tell them so: ListDevices has only ids and states, and asking for each is
 * slow where there are many. What it answers is what ListDevices and DescribeDevice would.
 */
export interface DeviceDirectory {
  /**
   * One page of a fleet's devices.
   *
   * @throws ServiceError as ListDevices and DescribeDevice do
   */
  page(
    fleetArn: string,
    request: { readonly NextToken?: string; readonly MaxResults?: number },
  ): Promise<DirectoryPage>;
  /**
   * A fleet's devices in an order: what lacks the member comes last, and equals by user name, where users are sorted, and id.
   *
   * @throws ServiceError as ListDevices and DescribeDevice do
   */
  inOrder(fleetArn: string, order: DeviceOrder): AsyncIterable<DirectoryPage>;
  /** When a sign-out that was asked for takes effect on all of a user's devices; nothing where none is pending. The API does not tell. */
  signOutDue(fleetArn: string, username: string): Date | undefined;
  /** A user's devices. @throws ServiceError as ListDevices and DescribeDevice do */
  ofUser(fleetArn: string, username: string): Promise<readonly DirectoryDevice[]>;
}
