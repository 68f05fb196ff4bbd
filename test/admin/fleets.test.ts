import assert from 'node:assert/strict';
import {
  checkNewFleet,
  createFleet,
  deleteFleet,
  listFleets,
  showFleet,
  waitForFleet,
} from '../../src/core/admin/fleets.js';
import { onFleet, resolveFleet } from '../../src/core/admin/names.js';
import { Pages } from '../../src/core/admin/pages.js';
import { notFound } from '../../src/core/contract/errors.js';
import { type Backend } from '../../src/core/ports/backend.js';
import { withAccount } from '../support/account.js';

/** A backend that cannot tell its account, as AWS's cannot: everything else is the local one's. */
function withoutEmulator({ emulator: _, ...backend }: Backend): Backend {
  return { ...backend };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('fleets', () => {
  it('given a backend that does not tell its account, then names are found by listing, page after page', () =>
    withAccount(async ({ account, caller }) => {
      const backend = withoutEmulator(account.backend(caller()));
      for (let index = 0; index < 120; index += 1)
        await createFleet(backend, { FleetName: `fleet-${String(index)}` });
      assert.equal(
        await resolveFleet(backend, 'fleet-119'),
        'arn:aws:worklink::123456789012:fleet/fleet-119',
      );
      assert.equal((await showFleet(backend, 'fleet-3')).fleetName, 'fleet-3');
      await assert.rejects(resolveFleet(backend, 'fleet-12o'), {
        code: 'NotFound',
        hint: /Did you mean fleet-1/,
      });
      await assert.rejects(checkNewFleet(backend, { FleetName: 'fleet-7' }), { code: 'AlreadyExists' });
      assert.deepEqual(await checkNewFleet(backend, { FleetName: 'other' }), { FleetName: 'other' });
    }));

  it('given something missing in a fleet that is there, then the error is not turned into a missing fleet', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      await createFleet(backend, { FleetName: 'sales' });
      const missing = notFound('Domain x was not found.');
      await assert.rejects(
        onFleet(backend, 'sales', () => Promise.reject(missing)),
        missing,
      );
      await assert.rejects(
        onFleet(backend, 'gone', () => Promise.reject(missing)),
        { code: 'NotFound', cause: missing },
      );
    }));

  it("given an ARN, then it is taken as it is, unless it is no fleet's", () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      const arn = 'arn:aws:worklink::999999999999:fleet/other';
      assert.equal(await resolveFleet(backend, arn), arn);
      await assert.rejects(resolveFleet(backend, 'arn:aws:worklink:us-east-1:999999999999:fleet/x'), {
        code: 'InvalidInput',
      });
    }));

  it('given a fleet that is deleted while it is waited for, then waiting is in vain and says so', () =>
    withAccount(async ({ account, caller, clock }) => {
      const backend = account.backend(caller());
      const fleet = await createFleet(backend, { FleetName: 'sales' });
      await deleteFleet(backend, fleet);
      const wait = { timer: clock, timeoutMs: 60_000, intervalMs: 1000 };
      await assert.rejects(waitForFleet(backend, fleet, 'ACTIVE', wait), {
        code: 'StateUnreachable',
        message: /DELETING/,
      });
      assert.equal((await waitForFleet(backend, fleet, 'gone', wait)).fleetStatus, 'DELETED');
      await assert.rejects(waitForFleet(backend, fleet, 'ACTIVE', wait), {
        code: 'StateUnreachable',
        message: /DELETED/,
      });
    }));

  it('given an active fleet, then waiting for its deletion nobody asked for is in vain', () =>
    withAccount(async ({ account, caller, clock }) => {
      const backend = account.backend(caller());
      const fleet = await createFleet(backend, { FleetName: 'sales' });
      const wait = { timer: clock, timeoutMs: 60_000, intervalMs: 1000 };
      await waitForFleet(backend, fleet, 'ACTIVE', wait);
      await assert.rejects(waitForFleet(backend, fleet, 'gone', wait), { code: 'StateUnreachable' });
    }));

  it('given more fleets than wanted, then the token goes on exactly behind the last', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      for (const name of ['a', 'b', 'c', 'd']) await createFleet(backend, { FleetName: name });
      const first = listFleets(backend, { maxItems: 3, pageSize: 2 });
      assert.deepEqual(
        (await collect(first)).map(({ fleetName }) => fleetName),
        ['a', 'b', 'c'],
      );
      const rest = listFleets(backend, { startingToken: first.nextToken });
      assert.deepEqual(
        (await collect(rest)).map(({ fleetName }) => fleetName),
        ['d'],
      );
      assert.equal(rest.nextToken, undefined);
    }));
});

describe('pages', () => {
  it('given a service that answers the same token forever, then stops with an error', async () => {
    const pages = new Pages<number>(() => Promise.resolve({ items: [1], nextToken: 'again' }));
    await assert.rejects(collect(pages), { code: 'Unreachable' });
  });

  it('given empty pages before full ones, then goes on', async () => {
    const answers = [
      { items: [], nextToken: 'a' },
      { items: [1], nextToken: 'b' },
      { items: [], nextToken: undefined },
    ];
    assert.deepEqual(
      await collect(
        new Pages<number>(() => Promise.resolve(answers.shift() ?? { items: [], nextToken: undefined })),
      ),
      [1],
    );
  });

  it('given a service that answers more than it was asked for, then no more than wanted', async () => {
    const pages = new Pages<number>(() => Promise.resolve({ items: [1, 2, 3], nextToken: undefined }), {
      maxItems: 2,
    });
    assert.deepEqual(await collect(pages), [1, 2]);
  });
});
