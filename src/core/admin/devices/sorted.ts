import { type Backend } from '../../ports/backend.js';
import {
  DEVICE_SORT_FIELDS,
  type DeviceOrder,
  type DeviceSortField,
  type DirectoryPage,
  USER_SORT_FIELDS,
  type UserSortField,
} from '../../ports/device-directory.js';
import { onFleet } from '../names.js';
import { view } from '../view.js';
import { type Device, type DeviceFilter, isWanted, listDevices, type Watch } from './devices.js';

export { DEVICE_SORT_FIELDS, USER_SORT_FIELDS };
export type { DeviceSortField, UserSortField };

/** By what a list is sorted. */
export interface Sorting<Field extends string> {
  readonly field: Field;
  readonly descending: boolean;
}

/**
 * A fleet's devices in an order, as they are read: for a backend with a device directory.
 *
 * @param fleet name or ARN
 */
export async function* devicesInOrder(
  backend: Backend,
  directory: NonNullable<Backend['deviceDirectory']>,
  fleet: string,
  order: DeviceOrder,
  { signal, onRead, wantsTotal = false }: Watch,
): AsyncGenerator<Device, void, undefined> {
  let read = 0;
  let total: number | undefined;
  let pages: AsyncIterator<DirectoryPage> | undefined;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const page = await onFleet(backend, fleet, (arn) => {
        pages ??= directory.inOrder(arn, order)[Symbol.asyncIterator]();
        return pages.next();
      });
      if (page.done === true) return;
      const { devices, countAll } = page.value;
      if (wantsTotal && order.afterUser === undefined) total ??= countAll();
      read += devices.length;
      onRead?.(read, total);
      for (const device of devices) yield view(device);
    }
  } finally {
    await pages?.return?.();
  }
}

/**
 * Devices sorted; where the backend cannot sort them itself, once all of them have been read.
 *
 * @param fleet name or ARN
 * @param maxItems the most that are wanted
 */
export async function* sortedDevices(
  backend: Backend,
  fleet: string,
  watch: Watch,
  filter: DeviceFilter,
  { field, descending }: Sorting<DeviceSortField>,
  { maxItems = Number.POSITIVE_INFINITY, pageSize }: SortedOptions = {},
): AsyncGenerator<Device, void, undefined> {
  const { deviceDirectory: directory } = backend;
  if (directory === undefined || filter.username !== undefined) {
    const all: Device[] = [];
    for await (const device of listDevices(backend, fleet, watch, filter, { pageSize })) all.push(device);
    yield* sortBy(all, field, descending).slice(0, maxItems);
    return;
  }
  let left = maxItems;
  const order = { by: { device: field }, descending, pageSize };
  for await (const device of devicesInOrder(backend, directory, fleet, order, watch)) {
    if (!isWanted(device, filter)) continue;
    yield device;
    left -= 1;
    if (left === 0) return;
  }
}

export interface SortedOptions {
  readonly maxItems?: number | undefined;
  readonly pageSize?: number | undefined;
}

/** Things by a member of theirs; those that lack it come last, and equals stay as they were. */
export function sortBy<T extends object>(
  things: readonly T[],
  member: keyof T,
  descending: boolean,
): readonly T[] {
  const direction = descending ? -1 : 1;
  return [...things].sort((one, other) => {
    const [a, b] = [comparable(one[member]), comparable(other[member])];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return a < b ? -direction : a > b ? direction : 0;
  });
}

function comparable(value: unknown): string | number | undefined {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
