import {
  type DeviceDirectory,
  type DeviceOrder,
  type DirectoryDevice,
  type DirectoryPage,
} from '../../../ports/device-directory.js';
import { DIRECTORY_PAGE_SIZE, fleetIdOf, type LocalDirectoryOptions } from '../directory.js';
import { deviceFacts } from '../operations/views.js';
import { type DeviceRow } from '../store/devices.js';

/**
 * Devices straight from the state file. Each page is one call of ListDevices, with all that goes with a call; DescribeDevice is
 * authorized, and then not called for each. Where somebody asked for faults it is, so that they strike.
 */
export class LocalDeviceDirectory implements DeviceDirectory {
  constructor(private readonly options: LocalDirectoryOptions) {}

  async page(
    fleetArn: string,
    request: { readonly NextToken?: string; readonly MaxResults?: number } = {},
  ): Promise<DirectoryPage> {
    const { call, store } = this.options;
    const { Devices = [], NextToken: nextToken } = await call('ListDevices', {
      FleetArn: fleetArn,
      MaxResults: DIRECTORY_PAGE_SIZE,
      ...request,
    });
    const ids = Devices.map(({ DeviceId }) => DeviceId).filter((id) => id !== undefined);
    const [first] = ids;
    const last = ids.at(-1);
    const countAll = this.#counting(fleetArn);
    if (first === undefined || last === undefined) return { devices: [], nextToken, countAll };
    const listed = new Set(ids);
    const read = (fleetId: number): readonly DeviceRow[] =>
      store.devices.between(fleetId, first, last).filter(({ id }) => listed.has(id));
    return { devices: await this.#described(fleetArn, ids, read), nextToken, countAll };
  }

  async *inOrder(
    fleetArn: string,
    { by, descending, afterUser = '', pageSize = DIRECTORY_PAGE_SIZE }: DeviceOrder,
  ): AsyncGenerator<DirectoryPage, void, undefined> {
    const { call, store } = this.options;
    await call('ListDevices', { FleetArn: fleetArn, MaxResults: 1 });
    const fleetId = this.#fleetId(fleetArn);
    const limit = Math.min(pageSize, DIRECTORY_PAGE_SIZE);
    const isByName = 'user' in by && by.user === 'username' && !descending;
    const pages = isByName
      ? store.devices.byUser(fleetId, afterUser, limit)
      : store.devices.inOrder(fleetId, { by, descending }, limit);
    const countAll = this.#counting(fleetArn);
    for (const rows of pages) {
      const ids = rows.map(({ id }) => id);
      const devices = await this.#described(fleetArn, ids, () => rows);
      yield { devices, nextToken: undefined, countAll };
    }
  }

  async ofUser(fleetArn: string, username: string): Promise<readonly DirectoryDevice[]> {
    const { call, store } = this.options;
    await call('ListDevices', { FleetArn: fleetArn, MaxResults: 1 });
    const fleetId = this.#fleetId(fleetArn);
    const ids = store.devices.ofUser(fleetId, username).map(({ id }) => id);
    return this.#described(fleetArn, ids, () => store.devices.ofUser(fleetId, username));
  }

  signOutDue(fleetArn: string, username: string): Date | undefined {
    const due = this.options.store.devices.lastDue(this.#fleetId(fleetArn), username);
    return due === undefined ? undefined : new Date(due);
  }

  async #described(
    fleetArn: string,
    ids: readonly string[],
    read: (fleetId: number) => readonly DeviceRow[],
  ): Promise<readonly DirectoryDevice[]> {
    const { call, store, authorizeDescribing } = this.options;
    if (store.faults.any()) {
      const devices: DirectoryDevice[] = [];
      for (const DeviceId of ids)
        devices.push({ DeviceId, ...(await call('DescribeDevice', { FleetArn: fleetArn, DeviceId })) });
      return devices;
    }
    authorizeDescribing(fleetArn);
    return read(this.#fleetId(fleetArn)).map((row) => ({ DeviceId: row.id, ...deviceFacts(row) }));
  }

  #counting(fleetArn: string): () => number {
    return () => this.options.store.devices.count(this.#fleetId(fleetArn));
  }

  #fleetId(fleetArn: string): number {
    return fleetIdOf(this.options.store, fleetArn);
  }
}
