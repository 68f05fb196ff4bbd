import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { openServer } from '../../../src/cli/compose.js';
import { type Timer } from '../../../src/core/ports/clock.js';
import { SdkWorkLink } from '../../contract/sdk-work-link.js';
import { Workplace } from '../../support/cli.js';

describe('a served account', () => {
  it('is not kept up by a delay somebody asked for', () =>
    Workplace.with(async (workplace) => {
      let begun: (() => void) | undefined;
      let ended: unknown;
      const asleep = new Promise<void>((resolve) => (begun = resolve));
      const timer: Timer = {
        now: () => workplace.clock.now(),
        sleep: (_, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => {
              ended = signal.reason;
              reject(signal.reason as Error);
            });
            begun?.();
          }),
      };
      await workplace.succeed(['emulator', 'fault', 'add', '--latency', '10m']);
      const credentials = (await workplace.json(['emulator', 'env'])) as Record<string, string>;
      const host = { ...workplace.host({}, new PassThrough(), new PassThrough()), timer };
      const server = await openServer(
        { backend: 'local' },
        { host, dataDirectory: host.dataDirectory ?? '', userAgent: 'test' },
        {
          address: '127.0.0.1',
          port: 0,
          allowedHosts: [],
          strict: false,
          logFormat: 'text',
          instance: { version: '0', instanceId: 'i', pid: process.pid },
          write: () => undefined,
          graceMs: 20,
        },
      );
      const { url: endpoint } = await server.listen();
      const workLink = new SdkWorkLink({
        endpoint,
        region: 'us-east-1',
        credentials: {
          accessKeyId: credentials['AWS_ACCESS_KEY_ID'] ?? '',
          secretAccessKey: credentials['AWS_SECRET_ACCESS_KEY'] ?? '',
        },
        now: timer.now(),
      });
      const cut = assert.rejects(workLink.call('ListFleets', {}));
      await asleep;
      await server.close();
      assert.ok(ended instanceof Error);
      await cut;
      workLink.close();
    }));
});
