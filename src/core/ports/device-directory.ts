import { type OperationOutput } from '../contract/contract.js';

/** All that the service says of a device: its id, and DescribeDevice. */
export type DirectoryDevice = { readonly DeviceId: string } & OperationOutput<'DescribeDevice'>;

export interface DirectoryPage {
  readonly devices: readonly DirectoryDevice[];
  readonly nextToken: string | undefined;
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
  /** A user's devices. @throws ServiceError as ListDevices and DescribeDevice do */
  ofUser(fleetArn: string, username: string): Promise<readonly DirectoryDevice[]>;
}
