import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { SdkWorkLink } from '../../contract/sdk-work-link.js';
import { Workplace } from '../../support/cli.js';
import { startForeground } from './server-harness.js';

describe('worklink emulator start', () => {
  it('prints one line with its URL once it accepts calls, and exits 0 when asked to stop', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      assert.equal((await fetch(`${server.url}/_worklink/health`)).status, 200);
      assert.equal(await server.stop(), 0);
      assert.match(server.stdout(), /^The emulator listens on http:\/\/127\.0\.0\.1:\d+\n$/);
      await assert.rejects(fetch(`${server.url}/_worklink/health`));
    }));

  it('tells the same as one JSON document', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace, '--json');
      await server.stop();
      const told = JSON.parse(server.stdout()) as Record<string, unknown>;
      assert.deepEqual(
        { ...told, instanceId: typeof told['instanceId'], version: typeof told['version'] },
        {
          running: true,
          url: server.url,
          pid: process.pid,
          accountId: '123456789012',
          state: join(workplace.folder, 'data', 'emulator.db'),
          startedTime: workplace.clock.now().toISOString(),
          instanceId: 'string',
          version: 'string',
        },
      );
    }));

  it('logs each request on stderr, as text, as JSON or not at all', () =>
    Workplace.with(async (workplace) => {
      const logged = async (...argv: readonly string[]): Promise<string> => {
        const server = await startForeground(workplace, ...argv);
        await fetch(`${server.url}/_worklink/health`);
        await server.stop();
        return server.stderr();
      };
      assert.match(await logged(), / - GET \/_worklink\/health 200 0ms\n$/);
      const { event, status } = JSON.parse(await logged('--log-format', 'json')) as Record<string, unknown>;
      assert.deepEqual([event, status], ['request', 200]);
      assert.equal(await logged('--quiet'), '');
    }));

  it('writes itself down beside the state for its user alone, and strikes itself out', () =>
    Workplace.with(async (workplace) => {
      const file = join(workplace.folder, 'trial.db.server.json');
      const server = await startForeground(workplace, '--state', 'trial.db');
      assert.equal(statSync(file).mode & 0o777, 0o600);
      await server.stop();
      assert.equal(existsSync(file), false);
    }));

  it('serves what commands without a server have made', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      await workplace.succeed(['fleet', 'create', 'sales']);
      await workplace.succeed(['emulator', 'clock', 'advance', '1h']);
      const listed = (await workplace.json(['fleet', 'list'])) as { fleetStatus: string }[];
      assert.deepEqual(
        listed.map(({ fleetStatus }) => fleetStatus),
        ['ACTIVE'],
      );
      await server.stop();
    }));

  it('refuses a second server on the same state, naming the first', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      for (const how of [['--foreground'], ['--detach']]) {
        const { code, stderr, stdout } = await workplace.run(['emulator', 'start', '--port', '0', ...how]);
        assert.deepEqual([code, stdout], [6, '']);
        assert.ok(stderr.includes(server.url) && stderr.includes(String(process.pid)), stderr);
      }
      assert.equal((await fetch(`${server.url}/_worklink/health`)).status, 200);
      await server.stop();
    }));

  it('says that a port is taken, and leaves nothing behind', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      const port = new URL(server.url).port;
      const { code, stderr } = await workplace.run([
        'emulator',
        'start',
        '--port',
        port,
        '--state',
        'other.db',
      ]);
      assert.equal(code, 7);
      assert.match(stderr, new RegExp(`listens on port ${port} of 127\\.0\\.0\\.1 already`));
      assert.equal(existsSync(join(workplace.folder, 'other.db.server.json')), false);
      await server.stop();
    }));

  it('serves AWS\u2019s client with what env says, and is strict where it is told to be', () =>
    Workplace.with(async (workplace) => {
      const linkUnknownStream = async (FleetName: string): Promise<string> => {
        const variables = (await workplace.json(['emulator', 'env'])) as Record<string, string>;
        const workLink = new SdkWorkLink({
          endpoint: variables['AWS_ENDPOINT_URL_WORKLINK'] ?? '',
          region: variables['AWS_REGION'] ?? '',
          credentials: {
            accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
            secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
          },
          now: workplace.clock.now(),
        });
        try {
          const { FleetArn = '' } = await workLink.call('CreateFleet', { FleetName });
          const AuditStreamArn = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-unknown';
          await workLink.call('UpdateAuditStreamConfiguration', { FleetArn, AuditStreamArn });
          return 'linked';
        } catch (error) {
          if (error instanceof ServiceError) return error.code;
          throw error;
        } finally {
          workLink.close();
        }
      };
      const lenient = await startForeground(workplace);
      assert.equal(await linkUnknownStream('a'), 'linked');
      await lenient.stop();
      const strict = await startForeground(workplace, '--strict');
      assert.equal(await linkUnknownStream('b'), 'InvalidRequestException');
      await strict.stop();
    }));

  for (const [what, argv, code] of [
    ['a port that is none', ['--port', '65536'], 2],
    ['a log format that is none', ['--log-format', 'xml'], 2],
    ['an address of another machine', ['--port', '0', '--host', '192.0.2.1'], 3],
    ['another backend', ['--port', '0', '--backend', 'aws'], 7],
  ] as const) {
    it(`refuses ${what}`, () =>
      Workplace.with(async (workplace) => {
        assert.equal((await workplace.run(['emulator', 'start', ...argv])).code, code);
      }));
  }
});
