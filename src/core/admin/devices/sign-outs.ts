import { type OperationInput } from '../../contract/contract.js';
import { ownError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { callEach } from '../call-each.js';
import { checkInput } from '../check-input.js';
import { type Device, listDevices, type Watch } from './devices.js';
import { type ListRow } from '../list-file.js';
import { changeableFleet } from '../domains/change.js';
import { waitUntil, type WaitOptions } from '../wait.js';

/** A user as a list names one. */
export interface UserEntry {
  readonly username: string;
}

/** A user's sign-out. It takes effect later: within an hour (guide, Sign Out a User). */
export interface SignOut {
  readonly input: OperationInput<'SignOutUser'>;
  /** The user's devices that are ACTIVE, where they were looked for. */
  readonly activeDeviceIds?: readonly string[];
}

export interface SignedOutUser {
  readonly username: string;
  /** `PENDING` until it has taken effect. */
  readonly signOutStatus: 'PENDING' | 'SIGNED_OUT';
}

/** Up to this many users are looked up one by one, where the service can; beyond, all devices are read. */
const LOOKED_UP = 100;

/** Each user once. */
export function usersOf(rows: readonly Pick<ListRow, 'name'>[]): {
  readonly items: readonly UserEntry[];
  readonly duplicates: number;
} {
  const names = new Set(rows.map(({ name }) => name));
  return { items: [...names].map((username) => ({ username })), duplicates: rows.length - names.size };
}

/** Which devices the users of a fleet have. */
export type DevicesOfUsers = ReadonlyMap<string, readonly Device[]>;

/** Looks for the devices of some users. @param fleet name or ARN */
export async function devicesOfUsers(
  backend: Backend,
  fleet: string,
  users: readonly UserEntry[],
  watch: Watch,
): Promise<DevicesOfUsers> {
  const found = new Map<string, Device[]>(users.map(({ username }) => [username, []]));
  const filters =
    backend.deviceDirectory !== undefined && users.length <= LOOKED_UP
      ? users.map(({ username }) => ({ username }))
      : [{}];
  for (const filter of filters) {
    for await (const device of listDevices(backend, fleet, watch, filter))
      found.get(device.username ?? '')?.push(device);
  }
  return found;
}

/**
 * Plans the sign-outs of users.
 *
 * @param fleet name or ARN
 * @param devices where the users are to be known before: a user without any is not found
 * @returns what plans one. It throws WorklinkError `NotFound`, `InvalidInput`
 */
export async function signOutPlanner(
  backend: Backend,
  fleet: string,
  devices: DevicesOfUsers | undefined,
): Promise<(user: UserEntry) => Promise<SignOut>> {
  const arn = await changeableFleet(backend, fleet);
  // eslint-disable-next-line @typescript-eslint/require-await -- a plan that cannot be made rejects
  return async ({ username }) => {
    const input = { FleetArn: arn, Username: username };
    checkInput('SignOutUser', input, {
      Username: { label: 'NAME', rule: 'A user name has 1 to 256 characters.' },
    });
    if (devices === undefined) return { input };
    const own = devices.get(username) ?? [];
    if (own.length === 0)
      throw ownError('NotFound', `The fleet has no user ${quote(username)}.`, {
        hint: 'worklink users list shows those there are.',
        details: { username },
      });
    return {
      input,
      activeDeviceIds: own.filter(({ status }) => status === 'ACTIVE').map(({ deviceId }) => deviceId),
    };
  };
}

/** Asks for a sign-out. */
export async function signOutUser({ workLink }: Backend, { input }: SignOut): Promise<SignedOutUser> {
  await workLink.call('SignOutUser', input);
  return { username: input.Username, signOutStatus: 'PENDING' };
}

/**
 * Waits until none of a user's devices is ACTIVE any more: none of those that were when the sign-out was planned, for the user may have
 * signed in on another since.
 *
 * @throws WorklinkError `WaitTimedOut`
 */
export async function waitForSignOut(
  { workLink }: Backend,
  { input, activeDeviceIds = [] }: SignOut,
  options: WaitOptions,
): Promise<SignedOutUser> {
  const { FleetArn, Username: username } = input;
  let left = activeDeviceIds;
  await waitUntil(
    {
      what: `user ${quote(username)} to be signed out`,
      look: async () => {
        const inputs = left.map((DeviceId) => ({ FleetArn, DeviceId }));
        const { timer: clock, signal } = options;
        const seen = await callEach(workLink, 'DescribeDevice', inputs, {
          clock,
          ...(signal !== undefined && { signal }),
        });
        left = left.filter((_, index) => seen[index]?.Status === 'ACTIVE');
        return left.length;
      },
      judge: (count) => (count === 0 ? 'reached' : 'pending'),
      stateOf: (count) => (count === 0 ? 'SIGNED_OUT' : 'PENDING'),
      details: { username },
    },
    options,
  );
  return { username, signOutStatus: 'SIGNED_OUT' };
}
