import { ownError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { onFleet } from '../names.js';
import { type ListOptions } from '../pages.js';
import { type Device, type DeviceFilter, isWanted, listDevices, type Watch } from './devices.js';
import { devicesInOrder, sortBy, type Sorting, type UserSortField } from './sorted.js';

/** A user, as the guide shows one (View User Details): derived from devices, for the service lists no users. */
export interface User {
  readonly username: string;
  readonly deviceCount: number;
  readonly activeDeviceCount: number;
  /** When one of the devices was last in touch with the service. */
  readonly lastAccessedTime?: Date;
}

export interface UserDetails extends User {
  /** Only where a sign-out is known to be pending, and when it is to take effect. */
  readonly signOutStatus?: 'PENDING';
  readonly signOutDueTime?: Date;
  readonly devices: readonly Device[];
}

/** Users looked at for a name to suggest. */
const NAMES_FOR_A_HINT = 500;

/** How users are asked for. */
export interface UserListOptions extends ListOptions {
  /** By name where absent. */
  readonly sorting?: Sorting<UserSortField> | undefined;
}

/**
 * A fleet's users: those one of whose devices is wanted. Whether a user was seen is judged by all of the devices.
 *
 * A device directory tells devices by their users, so that one user is held at a time; elsewhere all users are, for a service
 * that lists devices by id may tell of a user at any time.
 */
export class Users implements AsyncIterable<User> {
  #nextToken: string | undefined;

  /** @param fleet name or ARN */
  constructor(
    private readonly backend: Backend,
    private readonly fleet: string,
    private readonly watch: Watch,
    private readonly filter: DeviceFilter = {},
    private readonly options: UserListOptions = {},
  ) {}

  /** Where to go on, once the users have been read and there are more than were wanted; only of a list by name. */
  get nextToken(): string | undefined {
    return this.#nextToken;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<User, void, undefined> {
    const { maxItems = Number.POSITIVE_INFINITY, startingToken, sorting = BY_NAME } = this.options;
    const afterUser = startingToken === undefined ? undefined : userOfToken(startingToken);
    let left = maxItems;
    let last = '';
    for await (const user of this.#all(sorting, afterUser)) {
      if (left === 0) {
        if (this.options.sorting === undefined) this.#nextToken = tokenOfUser(last);
        return;
      }
      yield user;
      left -= 1;
      last = user.username;
    }
  }

  async *#all(
    { field, descending }: Sorting<UserSortField>,
    afterUser: string | undefined,
  ): AsyncGenerator<User, void, undefined> {
    const { deviceDirectory: directory } = this.backend;
    const { pageSize } = this.options;
    if (directory === undefined) {
      const users = (await this.#held(pageSize)).filter(
        ({ username }) => afterUser === undefined || username > afterUser,
      );
      yield* sortBy(sortBy(users, 'username', false), field, descending);
      return;
    }
    let known: Gathered | undefined;
    const order = { by: { user: field }, descending, afterUser, pageSize };
    for await (const device of devicesInOrder(this.backend, directory, this.fleet, order, this.watch)) {
      if (known !== undefined && known.user.username !== device.username) {
        if (this.#isChosen(known)) yield known.user;
        known = undefined;
      }
      known = this.#gather(known, device);
    }
    if (known !== undefined && this.#isChosen(known)) yield known.user;
  }

  async #held(pageSize: number | undefined): Promise<readonly User[]> {
    const users = new Map<string, Gathered>();
    for await (const device of listDevices(this.backend, this.fleet, this.watch, {}, { pageSize })) {
      const { username = '' } = device;
      const gathered = this.#gather(users.get(username), device);
      if (gathered !== undefined) users.set(username, gathered);
    }
    return [...users.values()].filter((gathered) => this.#isChosen(gathered)).map(({ user }) => user);
  }

  /** What is known of a user with one device more; nothing of a device without a user. */
  #gather(known: Gathered | undefined, device: Device): Gathered | undefined {
    const { username } = device;
    if (username === undefined) return known;
    const filter = { ...this.filter, notSeenSince: undefined };
    return {
      user: withDevice(known?.user ?? { username, deviceCount: 0, activeDeviceCount: 0 }, device),
      isWanted: (known?.isWanted ?? false) || isWanted(device, filter),
    };
  }

  #isChosen({ user: { lastAccessedTime: seen }, isWanted: wanted }: Gathered): boolean {
    const { notSeenSince: since } = this.filter;
    return wanted && (since === undefined || (seen !== undefined && seen < since));
  }
}

/** All users of a fleet that a filter chooses, by name. @param fleet name or ARN */
export async function chosenUsers(
  backend: Backend,
  fleet: string,
  watch: Watch,
  filter: DeviceFilter,
): Promise<readonly User[]> {
  const users: User[] = [];
  for await (const user of new Users(backend, fleet, watch, filter)) users.push(user);
  return users;
}

const BY_NAME: Sorting<UserSortField> = { field: 'username', descending: false };

/** What is known of a user so far. */
interface Gathered {
  readonly user: User;
  /** Whether one of the devices is. */
  readonly isWanted: boolean;
}

/** Where a list of users ended. The service has no such list, and so no token: it is the last name. */
function tokenOfUser(username: string): string {
  return Buffer.from(`user:${username}`).toString('base64url');
}

/** @throws WorklinkError `InvalidInput` */
function userOfToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('user:') && tokenOfUser(text.slice(5)) === token) return text.slice(5);
  throw ownError('InvalidInput', `${quote(token)} is no place in a list of users.`, {
    hint: 'A list that --max-items cut says on stderr where to go on.',
  });
}

function withDevice(user: User, { status, lastAccessedTime: seen }: Device): User {
  const before = user.lastAccessedTime;
  const last = before === undefined || (seen !== undefined && seen > before) ? seen : before;
  return {
    username: user.username,
    deviceCount: user.deviceCount + 1,
    activeDeviceCount: user.activeDeviceCount + (status === 'ACTIVE' ? 1 : 0),
    ...(last !== undefined && { lastAccessedTime: last }),
  };
}

/**
 * One user with all devices.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`
 */
export async function showUser(
  backend: Backend,
  fleet: string,
  username: string,
  watch: Watch,
): Promise<UserDetails> {
  const devices: Device[] = [];
  for await (const device of listDevices(backend, fleet, watch, { username })) devices.push(device);
  if (devices.length === 0) throw await noSuchUser(backend, fleet, username, watch);
  const due = await onFleet(backend, fleet, (arn) =>
    Promise.resolve(backend.deviceDirectory?.signOutDue(arn, username)),
  );
  return {
    ...devices.reduce(withDevice, { username, deviceCount: 0, activeDeviceCount: 0 }),
    ...(due !== undefined && { signOutStatus: 'PENDING', signOutDueTime: due }),
    devices,
  };
}

async function noSuchUser(backend: Backend, fleet: string, username: string, watch: Watch): Promise<Error> {
  const names = new Set<string>();
  for await (const device of listDevices(backend, fleet, watch, {}, { maxItems: NAMES_FOR_A_HINT }))
    if (device.username !== undefined) names.add(device.username);
  const near = nearest(username, [...names]);
  return ownError('NotFound', `The fleet has no user ${quote(username)}.`, {
    hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}worklink users list shows those there are.`,
    details: { username, near },
  });
}
