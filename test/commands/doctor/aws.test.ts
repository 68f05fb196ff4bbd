import assert from 'node:assert/strict';
import { type AwsWorld, enterAwsWorld, KEYS } from '../../backends/aws/stub.js';
import { startServer, TestTimer } from '../../server/harness.js';
import { Workplace } from '../../support/cli.js';

describe('worklink doctor and status of a service at an endpoint', () => {
  let world: AwsWorld;
  before(async () => {
    world = await enterAwsWorld(KEYS);
  });
  after(() => world.leave());

  it('find the same as of the emulator', async () => {
    const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
    try {
      const { accessKeyId, secretAccessKey } = server.keys;
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
      await Workplace.with(async (place) => {
        await place.succeed(['fleet', 'create', 'sales']);
        const aws = ['--backend', 'aws', '--companions', 'local', '--endpoint-url', server.url];
        await place.succeed(['fleet', 'create', 'sales', ...aws]);
        const steps = async (...argv: readonly string[]): Promise<readonly string[]> => {
          const rows = (await place.json(['status', 'sales', ...argv])) as { step: string; state: string }[];
          return rows.map(({ step, state }) => `${step} ${state}`);
        };
        assert.deepEqual(await steps(...aws), await steps());
        const found = async (...argv: readonly string[]): Promise<readonly string[]> => {
          const rows = (await place.json(['doctor', 'sales', ...argv])) as { check: string; id: string }[];
          return rows.map(({ check, id }) => `${check} ${id}`);
        };
        const distant = await found(...aws);
        assert.deepEqual(distant, await found());
        assert.ok(distant.includes('company-network setup-company-network-missing'), distant.join());
      });
    } finally {
      await server.close();
    }
  });
});
