import { ownError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { type Device, type DeviceFilter, isWanted, listDevices, type Watch } from './devices.js';

/** A user, as the guide shows one (View User Details): derived from devices, for the service lists no users. */
export interface User {
  readonly username: string;
  readonly deviceCount: number;
  readonly activeDeviceCount: number;
  /** When one of the devices was last in touch with the service. */
  readonly lastAccessedTime?: Date;
}

export interface UserDetails extends User {
  readonly devices: readonly Device[];
}

/** What users can be sorted by. */
export const USER_SORT_FIELDS = [
  'username',
  'deviceCount',
  'activeDeviceCount',
  'lastAccessedTime',
] as const satisfies readonly (keyof User)[];

/** Users looked at for a name to suggest. */
const NAMES_FOR_A_HINT = 500;

/**
 * A fleet's users by name: those one of whose devices is wanted. Whether a user was seen is judged by all of the devices.
 *
 * @param fleet name or ARN
 */
export async function listUsers(
  backend: Backend,
  fleet: string,
  watch: Watch,
  { notSeenSince, ...filter }: DeviceFilter = {},
): Promise<readonly User[]> {
  const users = new Map<string, { user: User; isWanted: boolean }>();
  for await (const device of listDevices(backend, fleet, watch)) {
    const { username } = device;
    if (username === undefined) continue;
    const known = users.get(username);
    users.set(username, {
      user: withDevice(known?.user ?? { username, deviceCount: 0, activeDeviceCount: 0 }, device),
      isWanted: (known?.isWanted ?? false) || isWanted(device, filter),
    });
  }
  return [...users.values()]
    .filter(({ user, isWanted: wanted }) => wanted && isUnseen(user, notSeenSince))
    .map(({ user }) => user)
    .sort((a, b) => (a.username < b.username ? -1 : 1));
}

function isUnseen({ lastAccessedTime }: User, since: Date | undefined): boolean {
  return since === undefined || (lastAccessedTime !== undefined && lastAccessedTime < since);
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
  return { ...devices.reduce(withDevice, { username, deviceCount: 0, activeDeviceCount: 0 }), devices };
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
