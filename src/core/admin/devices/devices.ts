import { type OperationOutput } from '../../contract/contract.js';
import { ServiceError } from '../../contract/errors.js';
import { ownError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { type DirectoryPage } from '../../ports/device-directory.js';
import { quote } from '../../text.js';
import { callEach } from '../call-each.js';
import { onFleet } from '../names.js';
import { type ListOptions, type Page, type PageRequest, Pages } from '../pages.js';
import { type View, view } from '../view.js';

/** A device with all the service says of it. */
export type Device = { readonly deviceId: string } & View<OperationOutput<'DescribeDevice'>>;
export type DeviceStatus = NonNullable<Device['status']>;

/** Which devices are wanted; all where nothing is said. */
export interface DeviceFilter {
  readonly statuses?: readonly DeviceStatus[] | undefined;
  readonly username?: string | undefined;
  /** Compared without case, as model. */
  readonly manufacturer?: string | undefined;
  readonly model?: string | undefined;
  /** Those that were last in touch with the service before it. What the service knows no such time of is not among them. */
  readonly notSeenSince?: Date | undefined;
}

/** What reading many devices may take a while for. */
export interface Watch {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Told how many devices have been read, and of how many where that is known. */
  readonly onRead?: (count: number, total?: number) => void;
  /** Whether devices are worth counting, where that can be done. */
  readonly wantsTotal?: boolean;
}

/**
 * A fleet's devices, whole: where the service tells only ids and states, each that may be wanted is asked for.
 *
 * @param fleet name or ARN
 */
export function listDevices(
  backend: Backend,
  fleet: string,
  watch: Watch,
  filter: DeviceFilter = {},
  options: ListOptions = {},
): Pages<Device> {
  let read = 0;
  let total: number | undefined;
  const { maxItems, startingToken } = options;
  const wantsTotal = watch.wantsTotal === true && maxItems === undefined && startingToken === undefined;
  return new Pages(
    (request) =>
      onFleet(backend, fleet, async (arn) => {
        const { items, nextToken, countAll } = await pageOf(
          backend,
          arn,
          request,
          filter,
          (count) => {
            watch.onRead?.(read + count);
          },
          watch,
        );
        if (wantsTotal) total ??= countAll?.();
        read += items.length;
        watch.onRead?.(read, total);
        return { items: items.filter((device) => isWanted(device, filter)), nextToken };
      }),
    options,
  );
}

async function pageOf(
  backend: Backend,
  arn: string,
  request: PageRequest,
  { statuses, username }: DeviceFilter,
  onRead: (count: number) => void,
  { clock, signal }: Watch,
): Promise<Page<Device> & { readonly countAll?: () => number }> {
  const { deviceDirectory, workLink } = backend;
  signal?.throwIfAborted();
  if (deviceDirectory !== undefined) {
    if (username !== undefined && request.NextToken === undefined && request.MaxResults === undefined)
      return { items: (await deviceDirectory.ofUser(arn, username)).map(view), nextToken: undefined };
    const { devices, nextToken, countAll }: DirectoryPage = await deviceDirectory.page(arn, request);
    return { items: devices.map(view), nextToken, countAll };
  }
  const { Devices: summaries = [], NextToken: nextToken } = await workLink.call('ListDevices', {
    FleetArn: arn,
    ...request,
  });
  const inputs = summaries
    // What the list itself rules out need not be asked for.
    .filter(
      ({ DeviceStatus: status }) =>
        statuses === undefined || status === undefined || statuses.includes(status),
    )
    .flatMap(({ DeviceId: id }) => (id === undefined ? [] : [{ FleetArn: arn, DeviceId: id }]));
  const described = await callEach(workLink, 'DescribeDevice', inputs, {
    clock,
    ...(signal !== undefined && { signal }),
    onProgress: ({ done }) => {
      onRead(done);
    },
  });
  const items = described.flatMap((output, index): Device[] => {
    const input = inputs[index];
    return output === undefined || input === undefined ? [] : [{ deviceId: input.DeviceId, ...view(output) }];
  });
  return { items, nextToken };
}

/** Whether a device is one of those wanted. */
export function isWanted(device: Device, filter: DeviceFilter): boolean {
  const { statuses, username, manufacturer, model, notSeenSince } = filter;
  return (
    (statuses === undefined || (device.status !== undefined && statuses.includes(device.status))) &&
    (username === undefined || device.username === username) &&
    isAlike(device.manufacturer, manufacturer) &&
    isAlike(device.model, model) &&
    (notSeenSince === undefined ||
      (device.lastAccessedTime !== undefined && device.lastAccessedTime < notSeenSince))
  );
}

function isAlike(value: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || value?.toLowerCase() === wanted.toLowerCase();
}

/**
 * One device.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`
 */
export function showDevice(backend: Backend, fleet: string, deviceId: string): Promise<Device> {
  return onFleet(backend, fleet, async (arn) => {
    try {
      const output = await backend.workLink.call('DescribeDevice', { FleetArn: arn, DeviceId: deviceId });
      return { deviceId, ...view(output) };
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'ResourceNotFoundException') throw error;
      // Whether it is the fleet that is missing: said by whoever knows what it was called.
      await backend.workLink.call('DescribeFleetMetadata', { FleetArn: arn });
      throw ownError('NotFound', `The fleet has no device ${quote(deviceId)}.`, {
        hint: 'worklink devices list shows those there are.',
        details: { deviceId },
        cause: error,
      });
    }
  });
}
