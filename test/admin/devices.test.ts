import assert from 'node:assert/strict';
import { listDevices, type Watch } from '../../src/core/admin/devices/devices.js';
import {
  DEVICE_SORT_FIELDS,
  sortBy,
  sortedDevices,
  USER_SORT_FIELDS,
} from '../../src/core/admin/devices/sorted.js';
import { devicesOfUsers } from '../../src/core/admin/devices/sign-outs.js';
import { showUser, type User, Users } from '../../src/core/admin/devices/users.js';
import { type openLocalAccount } from '../../src/core/backends/local/account.js';
import { ServiceError } from '../../src/core/contract/errors.js';
import { type Backend } from '../../src/core/ports/backend.js';
import { enterAwsWorld, openBackend } from '../backends/aws/stub.js';
import { startServer, TestTimer } from '../server/harness.js';
import { FakeClock, type TemporaryAccount, withAccount } from '../support/account.js';

const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const DAY_MS = 24 * 60 * 60 * 1000;

/** A backend that can only be asked as a service at an endpoint can. */
function withoutDirectory(backend: Backend): Backend {
  const plain = { ...backend };
  delete plain.deviceDirectory;
  return plain;
}

/** A fleet `sales` of 150 devices, as the one who administers the account reaches it. */
function withDevices(body: (backend: Backend, temporary: TemporaryAccount) => Promise<void>): Promise<void> {
  return withAccount(async (temporary) => {
    const { account, caller } = temporary;
    await account.call('CreateFleet', { FleetName: 'sales' }, caller());
    await account.emulator().devices.generate({ fleetArn: FLEET, count: 150, seed: 'test' });
    await body(account.backend(caller()), temporary);
  });
}

const watch = { clock: new FakeClock() };

async function all<T>(things: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const thing of things) found.push(thing);
  return found;
}

describe('the devices of a fleet', () => {
  it('are the same, told whole or asked for one by one, however they are chosen', () =>
    withDevices(async (backend, { clock }) => {
      const [{ username = '', manufacturer = '', model = '' } = {}] = await all(
        listDevices(backend, 'sales', watch, {}, { maxItems: 1 }),
      );
      const notSeenSince = new Date(clock.now().getTime() - 30 * DAY_MS);
      const filters = [
        {},
        { statuses: ['SIGNED_OUT' as const] },
        { username },
        { username: 'nobody' },
        { manufacturer: manufacturer.toUpperCase(), model },
        { notSeenSince, statuses: ['ACTIVE' as const, 'SIGNED_OUT' as const] },
      ];
      for (const filter of filters) {
        const whole = await all(listDevices(backend, 'sales', watch, filter));
        const each = await all(listDevices(withoutDirectory(backend), 'sales', watch, filter));

        assert.deepEqual(each, whole, JSON.stringify(filter));
        if (filter.username !== 'nobody') assert.ok(whole.length > 0, JSON.stringify(filter));
        assert.deepEqual(
          await all(new Users(withoutDirectory(backend), 'sales', watch, filter)),
          await all(new Users(backend, 'sales', watch, filter)),
        );
      }
      assert.equal((await all(listDevices(backend, FLEET, watch))).length, 150);
      assert.deepEqual(
        await showUser(withoutDirectory(backend), 'sales', username, watch),
        await showUser(backend, 'sales', username, watch),
      );
    }));

  it('are gone on with where a list was cut, by the same token whoever tells them', () =>
    withDevices(async (backend) => {
      const expected = await all(listDevices(backend, 'sales', watch));
      const first = listDevices(backend, 'sales', watch, {}, { maxItems: 70 });
      const begun = await all(first);
      const startingToken = first.nextToken ?? '';

      for (const by of [backend, withoutDirectory(backend)]) {
        const rest = await all(listDevices(by, 'sales', watch, {}, { startingToken, pageSize: 50 }));
        assert.deepEqual([...begun, ...rest], expected);
      }
    }));

  it('are told of while they are read', () =>
    withDevices(async (backend) => {
      for (const by of [backend, withoutDirectory(backend)]) {
        const counts: number[] = [];
        await all(listDevices(by, 'sales', { ...watch, onRead: (count) => counts.push(count) }));

        assert.equal(counts.at(-1), 150);
        assert.deepEqual(
          counts,
          counts.toSorted((a, b) => a - b),
        );
      }
    }));

  for (const { field, descending } of [
    ...DEVICE_SORT_FIELDS.map((field) => ({ field, descending: field.length % 2 === 0 })),
    { field: 'patchLevel' as const, descending: false },
    { field: 'username' as const, descending: false },
  ]) {
    it(`are sorted alike, by the backend or here: ${field}${descending ? ', descending' : ''}`, () =>
      withDevices(async (backend) => {
        const sorting = { field, descending };
        for (const [filter, maxItems] of [
          [{}, undefined],
          [{ statuses: ['ACTIVE' as const] }, 7],
        ] as const) {
          const options = { maxItems, pageSize: 40 };
          const alone = withoutDirectory(backend);
          assert.deepEqual(
            await all(sortedDevices(backend, 'sales', watch, filter, sorting, options)),
            await all(sortedDevices(alone, 'sales', watch, filter, sorting, options)),
          );
        }
      }));
  }

  it('are counted while they are read, where somebody watches and the whole is wanted', () =>
    withDevices(async (backend) => {
      const read = async (list: (counting: Watch) => AsyncIterable<unknown>): Promise<unknown> => {
        let last: unknown;
        await all(
          list({
            ...watch,
            wantsTotal: true,
            onRead: (...counts) => {
              last = counts;
            },
          }),
        );
        return last;
      };
      const sorting = { field: 'model' as const, descending: false };
      assert.deepEqual(await read((counting) => listDevices(backend, 'sales', counting)), [150, 150]);
      assert.deepEqual(
        await read((counting) => listDevices(backend, 'sales', counting, {}, { maxItems: 3 })),
        [3, undefined],
      );
      assert.deepEqual(await read((counting) => listDevices(withoutDirectory(backend), 'sales', counting)), [
        150,
        undefined,
      ]);
      assert.deepEqual(
        await read((counting) => sortedDevices(backend, 'sales', counting, {}, sorting)),
        [150, 150],
      );
    }));

  it('are sorted by nobody where the fleet is not there, or the list is stopped', () =>
    withDevices(async (backend) => {
      const sorting = { field: 'model' as const, descending: false };
      await assert.rejects(all(sortedDevices(backend, 'sale', watch, {}, sorting)), {
        code: 'NotFound',
        message: /sale/,
      });
      const stopping = new AbortController();
      const stoppable = { ...watch, signal: stopping.signal };
      const reading = async () => {
        const devices = sortedDevices(backend, 'sales', stoppable, {}, sorting, { pageSize: 10 });
        for await (const { deviceId } of devices) stopping.abort(new Error(`enough: ${deviceId}`));
      };
      await assert.rejects(reading(), /enough/);
      // What was sorted for it is gone, and another list is not disturbed.
      assert.equal((await all(sortedDevices(backend, 'sales', watch, {}, sorting))).length, 150);
    }));

  it('may be told whole to those only who may list and describe devices, and calls are recorded', () =>
    withDevices(async (_, { account, caller }) => {
      const reader = (name: string, ...actions: readonly string[]) => {
        const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
        const { principal } = account.createPrincipal({
          name,
          policies: [{ Version: '2012-10-17', Statement: [statement] }],
        });
        return account.backend(caller({ principal }));
      };
      const both = reader('both', 'worklink:ListDevices', 'worklink:DescribeDevice');
      assert.equal((await all(listDevices(both, FLEET, watch))).length, 150);
      for (const backend of [
        reader('lister', 'worklink:ListDevices', 'worklink:DescribeFleetMetadata'),
        reader('describer', 'worklink:DescribeDevice', 'worklink:DescribeFleetMetadata'),
      ]) {
        for (const filter of [{}, { username: 'adam.adams@example.com' }]) {
          await assert.rejects(
            all(listDevices(backend, FLEET, watch, filter)),
            (error) => error instanceof ServiceError && error.code === 'UnauthorizedException',
          );
        }
      }
    }));

  it('are struck by the faults somebody asked for', () =>
    withDevices(async (backend, { account }) => {
      for (const operation of ['ListDevices', 'DescribeDevice'] as const) {
        account.emulator().addFault({ operation, error: 'InternalServerErrorException', remaining: 1 });
        await assert.rejects(all(listDevices(backend, 'sales', watch)), {
          code: 'InternalServerErrorException',
        });
        assert.equal((await all(listDevices(backend, 'sales', watch))).length, 150);
      }
    }));

  it('sorted, are struck by them too, and then told one by one', () =>
    withDevices(async (backend, { account }) => {
      const sorted = (): AsyncIterable<unknown> =>
        sortedDevices(backend, 'sales', watch, {}, { field: 'model', descending: false });
      const expected = await all(sorted());
      for (const operation of ['ListDevices', 'DescribeDevice'] as const) {
        account.emulator().addFault({ operation, error: 'InternalServerErrorException', remaining: 1 });
        await assert.rejects(all(sorted()), { code: 'InternalServerErrorException' });
      }
      account.emulator().addFault({ operation: 'CreateFleet', latencyMs: 1 });
      assert.deepEqual(await all(sorted()), expected);
    }));

  it('of which a service leaves out what it may, are told as far as they are known', async () => {
    const answers: Readonly<Record<string, object>> = {
      ListDevices: {
        Devices: [{ DeviceId: 'phone-1', DeviceStatus: 'ACTIVE' }, {}, { DeviceId: 'phone-2' }],
      },
      DescribeDevice: {},
      ListFleets: {},
    };
    const call = (operation: string) => Promise.resolve(answers[operation]);
    const backend = { workLink: { call } } as unknown as Backend; // nothing else of it is asked
    assert.deepEqual(await all(listDevices(backend, FLEET, watch, { statuses: undefined })), [
      { deviceId: 'phone-1' },
      { deviceId: 'phone-2' },
    ]);
    assert.deepEqual(await all(new Users(backend, FLEET, watch)), [], 'whose they are is not known');
    await assert.rejects(showUser(backend, FLEET, 'ana', watch), { code: 'NotFound' });
    assert.deepEqual(
      [...(await devicesOfUsers(backend, FLEET, [{ username: 'ana' }], watch))],
      [['ana', []]],
    );
  });

  it('are read until somebody says stop', () =>
    withDevices(async (backend) => {
      for (const by of [backend, withoutDirectory(backend)]) {
        const stopping = new AbortController();
        const seen: unknown[] = [];
        const reading = async () => {
          for await (const device of listDevices(
            by,
            'sales',
            { ...watch, signal: stopping.signal },
            {},
            { pageSize: 50 },
          )) {
            seen.push(device);
            stopping.abort(new Error('enough'));
          }
        };
        await assert.rejects(reading(), /enough/);
        assert.ok(seen.length < 150);
      }
    }));

  it('are reached over HTTP too', async () => {
    const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
    const { accessKeyId, secretAccessKey } = server.keys;
    const world = await enterAwsWorld({
      AWS_ENDPOINT_URL_WORKLINK: server.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
    const aws = openBackend({ region: 'us-east-1' });
    try {
      await aws.workLink.call('CreateFleet', { FleetName: 'sales' });
      await server.account.emulator().devices.generate({ fleetArn: FLEET, count: 150, seed: 'test' });
      const [first] = await all(listDevices(aws, 'sales', watch));
      const local = openLocal(server.account);

      assert.deepEqual(
        await all(listDevices(aws, 'sales', watch)),
        await all(listDevices(local, FLEET, watch)),
      );
      const username = first?.username ?? '';
      assert.deepEqual(
        await showUser(aws, 'sales', username, watch),
        await showUser(local, FLEET, username, watch),
      );
    } finally {
      aws.close();
      await world.leave();
      await server.close();
    }
  });
});

/** An account as its administrator reaches it. */
function openLocal(account: ReturnType<typeof openLocalAccount>): Backend {
  const principal = account.administrator();
  return account.backend({ principal, region: 'us-east-1', sourceIp: '127.0.0.1', userAgent: 'test' });
}

describe('the users of a fleet', () => {
  for (const field of USER_SORT_FIELDS) {
    for (const descending of [false, true]) {
      it(`are sorted alike, by the backend or here: ${field}${descending ? ', descending' : ''}`, () =>
        withDevices(async (backend) => {
          const options = { sorting: { field, descending }, maxItems: 70, pageSize: 40 };
          const users = await all(new Users(backend, 'sales', watch, {}, options));
          assert.equal(users.length, 70);
          const alone = withoutDirectory(backend);
          assert.deepEqual(users, await all(new Users(alone, 'sales', watch, {}, options)));
        }));
    }
  }

  it('are gone on with where a list was cut, whoever tells them', () =>
    withDevices(async (backend) => {
      const expected = await all(new Users(backend, 'sales', watch));
      for (const by of [backend, withoutDirectory(backend)]) {
        const found: User[] = [];
        let startingToken: string | undefined;
        do {
          const users: Users = new Users(
            by,
            'sales',
            watch,
            {},
            { maxItems: 40, pageSize: 50, startingToken },
          );
          found.push(...(await all(users)));
          startingToken = users.nextToken;
        } while (startingToken !== undefined);
        assert.deepEqual(found, expected);
      }
      const whole = new Users(backend, 'sales', watch, {}, { maxItems: expected.length });
      await all(whole);
      assert.equal(whole.nextToken, undefined, 'there are no more');
      for (const startingToken of ['', 'nonsense', Buffer.from('ana').toString('base64url')])
        await assert.rejects(all(new Users(backend, 'sales', watch, {}, { startingToken })), {
          code: 'InvalidInput',
        });
    }));
});

describe('sorting', () => {
  it('goes by times, numbers and texts; what is missing comes last either way, and equals stay as they were', () => {
    const things = [
      { id: 1, at: new Date(3), name: 'b' },
      { id: 2, at: undefined, name: 'a' },
      { id: 3, at: new Date(1), name: 'b' },
    ];
    const ids = (member: 'at' | 'name' | 'id', descending: boolean) =>
      sortBy(things, member, descending).map(({ id }) => id);

    assert.deepEqual(ids('at', false), [3, 1, 2]);
    assert.deepEqual(ids('at', true), [1, 3, 2]);
    assert.deepEqual(ids('name', false), [2, 1, 3]);
    assert.deepEqual(ids('name', true), [1, 3, 2]);
    assert.deepEqual(ids('id', true), [3, 2, 1]);
  });
});
