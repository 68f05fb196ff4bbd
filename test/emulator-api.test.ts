import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ServiceError } from '../src/core/contract/errors.js';
import {
  type EmulatorOptions,
  type RunningEmulator,
  startEmulator,
  WorklinkError,
} from '../src/emulator-api.js';
import { SdkWorkLink } from './contract/sdk-work-link.js';
import { withTemporaryFolder } from './support/account.js';

/** An emulator with AWS's client before it, both ended once `body` is done. */
async function withEmulator<T>(
  options: EmulatorOptions,
  body: (emulator: RunningEmulator, workLink: SdkWorkLink) => Promise<T>,
): Promise<T> {
  const emulator = await startEmulator(options);
  const { url: endpoint, region, credentials } = emulator;
  const workLink = new SdkWorkLink({ endpoint, region, credentials, now: new Date() });
  try {
    return await body(emulator, workLink);
  } finally {
    workLink.close();
    await emulator.stop();
  }
}

const fleetNames = async (workLink: SdkWorkLink): Promise<unknown> =>
  (await workLink.call('ListFleets', {})).FleetSummaryList?.map(({ FleetName }) => FleetName);

describe('startEmulator', () => {
  it("serves AWS's client, with its state in memory", () =>
    withEmulator({}, async ({ accountId, url }, workLink) => {
      const { FleetArn } = await workLink.call('CreateFleet', { FleetName: 'sales' });
      assert.equal(FleetArn, `arn:aws:worklink::${accountId}:fleet/sales`);
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    }));

  it('runs side by side with others, each with an account of its own', () =>
    withEmulator({}, (_first, one) =>
      withEmulator({}, async (_second, other) => {
        await one.call('CreateFleet', { FleetName: 'sales' });
        assert.deepEqual([await fleetNames(one), await fleetNames(other)], [['sales'], []]);
      }),
    ));

  it('says what points clients at it, for its Region', () =>
    withEmulator({ region: 'eu-west-1' }, (emulator) => {
      assert.deepEqual(emulator.env(), {
        AWS_ENDPOINT_URL_WORKLINK: emulator.url,
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: emulator.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: emulator.credentials.secretAccessKey,
      });
      return Promise.resolve();
    }));

  it('goes forward in time, to a moment and back', () =>
    withEmulator({ timings: { fleetCreating: 86_400_000 } }, async (emulator, workLink) => {
      const { FleetArn = '' } = await workLink.call('CreateFleet', { FleetName: 'sales' });
      const status = async () => (await workLink.call('DescribeFleetMetadata', { FleetArn })).FleetStatus;
      emulator.advanceClock('23h');
      assert.equal(await status(), 'CREATING');
      assert.equal(emulator.advanceClock(3_600_000).offsetMs, 86_400_000);
      assert.equal(await status(), 'ACTIVE');
      assert.equal(
        Math.round(emulator.setClock('2050-01-31T12:00:00Z').now.getTime() / 10_000),
        Date.UTC(2050, 0, 31, 12) / 10_000,
      );
      assert.equal(emulator.setClock(new Date(0)).now.getUTCFullYear(), 1970);
      assert.equal(emulator.resetClock().offsetMs, 0);
      assert.equal(emulator.clock().offsetMs, 0);
      for (const wrong of ['soon', '-1h', ''])
        assert.throws(() => emulator.advanceClock(wrong), /is not a duration/);
      assert.throws(() => emulator.setClock('tomorrow'), /is not a time with its zone/);
    }));

  it("takes its time from a test's clock, and judges signatures by the machine's", () => {
    const clock = { time: Date.UTC(2001, 1, 3), now: () => new Date(clock.time) };
    return withEmulator({ clock }, async (emulator, workLink) => {
      const { FleetArn = '' } = await workLink.call('CreateFleet', { FleetName: 'sales' });
      clock.time += 3_600_000;
      const { CreatedTime, FleetStatus } = await workLink.call('DescribeFleetMetadata', { FleetArn });
      assert.deepEqual([CreatedTime, FleetStatus], [new Date(Date.UTC(2001, 1, 3)), 'ACTIVE']);
      assert.equal(emulator.clock().now.getTime(), clock.time);
    });
  });

  it('fails on demand', () =>
    withEmulator({}, async (emulator, workLink) => {
      const fault = emulator.addFault({
        operation: 'ListFleets',
        error: 'TooManyRequestsException',
        remaining: 1,
      });
      assert.deepEqual(emulator.listFaults(), [fault]);
      await assert.rejects(
        fleetNames(workLink),
        (error) => error instanceof ServiceError && error.code === 'TooManyRequestsException',
      );
      assert.deepEqual(await fleetNames(workLink), []);
      emulator.addFault({ latencyMs: 5 });
      const { id } = emulator.addFault({ latencyMs: 5 });
      assert.deepEqual([emulator.clearFaults(id), emulator.clearFaults()], [1, 1]);
    }));

  it('is seeded from the start and later, exported, and emptied', () =>
    withEmulator({ seed: { version: 1, fleets: [{ name: 'sales' }] } }, async (emulator, workLink) => {
      assert.deepEqual(await fleetNames(workLink), ['sales']);
      const counts = await emulator.seed({ version: 1, fleets: [{ name: 'other' }] });
      assert.equal(counts.fleets, 1);
      const exported = await emulator.export();
      emulator.reset();
      assert.deepEqual(await fleetNames(workLink), []);
      await emulator.seed(exported);
      assert.deepEqual(await emulator.export(), exported);
      await assert.rejects(
        emulator.seed(exported),
        (error) => error instanceof WorklinkError && error.code === 'AlreadyExists',
      );
      await emulator.seed({ version: 1 }, { replace: true });
      assert.deepEqual(await fleetNames(workLink), []);
      const { principals } = await emulator.export({ includeSecrets: true });
      assert.equal(principals?.[0]?.secretAccessKey, emulator.credentials.secretAccessKey);
    }));

  it('is seeded from a file, by its path or its URL, and has its Region', () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, 'account.yaml');
      writeFileSync(path, 'version: 1\nfleets:\n  - name: sales\n');
      for (const seed of [path, pathToFileURL(path)]) {
        await withEmulator({ seed, region: 'eu-west-1' }, async (_emulator, workLink) => {
          assert.deepEqual(await fleetNames(workLink), ['sales']);
        });
      }
    }));

  it('keeps its state in a file where it is given one, which a seed replaces where that is wanted', () =>
    withTemporaryFolder(async (folder) => {
      const state = join(folder, 'state.db');
      const seed = { version: 1, fleets: [{ name: 'sales' }] } as const;
      const first = await withEmulator({ state, seed }, ({ credentials }) => Promise.resolve(credentials));
      await withEmulator({ state }, async ({ credentials }, workLink) => {
        assert.deepEqual(credentials, first);
        assert.deepEqual(await fleetNames(workLink), ['sales']);
        await workLink.call('CreateFleet', { FleetName: 'other' });
      });
      await assert.rejects(startEmulator({ state, seed }), { code: 'AlreadyExists' });
      await withEmulator({ state, seed, replace: true }, async (_emulator, workLink) => {
        assert.deepEqual(await fleetNames(workLink), ['sales']);
      });
    }));

  it('is strict where it is told to be, and logs where somebody listens', async () => {
    const lines: string[] = [];
    await withEmulator({ strict: true, log: (line) => lines.push(line) }, async (_emulator, workLink) => {
      const { FleetArn = '' } = await workLink.call('CreateFleet', { FleetName: 'sales' });
      const AuditStreamArn = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-none';
      await assert.rejects(
        workLink.call('UpdateAuditStreamConfiguration', { FleetArn, AuditStreamArn }),
        /was not found/,
      );
    });
    assert.equal(
      lines.filter((line) =>
        / administrator (?:CreateFleet 200|UpdateAuditStreamConfiguration 400) /.test(line),
      ).length,
      2,
      lines.join('\n'),
    );
  });

  it('ends once, however often it is told to, and by itself at the end of a block', async () => {
    const emulator = await startEmulator();
    await Promise.all([emulator.stop(), emulator.stop(), emulator[Symbol.asyncDispose]()]);
    await assert.rejects(fetch(`${emulator.url}/_worklink/health`));
  });

  it('ends while a delay that somebody asked for goes on', () =>
    withEmulator({}, async (emulator, workLink) => {
      emulator.addFault({ latencyMs: 3_600_000, remaining: 1 });
      const call = assert.rejects(fleetNames(workLink));
      while (emulator.listFaults().length > 0) await new Promise((resolve) => setImmediate(resolve));
      await emulator.stop();
      await call;
    })).timeout(10_000);

  it('leaves nothing behind where it cannot start', () =>
    withTemporaryFolder(async (folder) => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      await assert.rejects(startEmulator({ port }), { code: 'Busy' });
      taken.close();
      const gone = join(folder, 'gone.yaml');
      await assert.rejects(startEmulator({ seed: gone }), { code: 'NotFound' });
      writeFileSync(gone, Uint8Array.of(0xff, 0xfe));
      await assert.rejects(startEmulator({ seed: gone }), { code: 'InvalidInput' });
      await assert.rejects(startEmulator({ seed: folder }), { code: 'InvalidInput' });
      await assert.rejects(startEmulator({ seed: { version: 2 } as never }), { code: 'InvalidInput' });
      await assert.rejects(startEmulator({ state: folder }), { code: 'InvalidInput' });
      assert.equal(existsSync(join(folder, 'state.db')), false);
    }));
});
