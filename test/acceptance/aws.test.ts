import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startStub } from '../backends/aws/stub.js';
import { startServer, TestTimer } from '../server/harness.js';
import { builtBinary, Home } from '../support/binary.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const CLIENT = /node_modules\/@aws-sdk\/client-([a-z0-9]+)\//;

/** The AWS clients that a command loaded, by the names of their packages. */
async function clientsLoadedBy(
  home: Home,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  exit = 0,
): Promise<string[]> {
  const { folder, outputs } = await builtBinary();
  const record = join(home.folder, 'modules.txt');
  const preload = pathToFileURL(join(import.meta.dirname, '../support/record-modules.mjs')).href;
  const { status, stdout, stderr } = await home.run(args, {
    env: { ...env, NODE_OPTIONS: `--import=${preload}`, RECORD_MODULES: record },
  });
  assert.equal(status, exit, stdout + stderr);
  const base = `${pathToFileURL(folder).href}/dist/`;
  const loaded = (await readFile(record, 'utf8')).split('\n').filter((line) => line.startsWith(base));
  assert.ok(loaded.length > 0, 'the record shows the bundle');
  const inputs = loaded.flatMap((line) => Object.keys(outputs.get(line.slice(base.length))?.inputs ?? {}));
  return [...new Set(inputs.flatMap((input) => CLIENT.exec(input)?.[1] ?? []))].sort();
}

describe('the built program and AWS', function () {
  this.timeout(60_000);

  it('says within a second, without credentials, that the service is retired, and loads no client for it', async () => {
    await Home.with(async (home) => {
      await home.run(['--version']);
      const begun = performance.now();
      const { status, stderr, stdout } = await home.run(['fleet', 'list', '--backend', 'aws']);
      const took = performance.now() - begun;

      assert.equal(status, 7);
      assert.equal(stdout, '');
      assert.equal(stderr.trimEnd().split('\n').length, 2, stderr);
      assert.match(stderr, /2022-04-19/);
      assert.ok(took < 1_000, `${String(took)} ms`);
      assert.deepEqual(await clientsLoadedBy(home, ['fleet', 'list', '--backend', 'aws'], {}, 7), []);
    });
  });

  it('administers a service at an endpoint, by flag, by environment and by profile, with one client loaded', async () => {
    const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
    const keys = {
      AWS_ACCESS_KEY_ID: server.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.keys.secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
    await Home.with(async (home) => {
      const there = ['--backend', 'aws', '--endpoint-url', server.url];
      const created = await home.run(['fleet', 'create', 'sales', ...there], { env: keys });
      assert.equal(created.status, 0, created.stderr);
      await home.file(
        '.aws/config',
        `[profile emulator]\nservices = emulator\nregion = us-east-1\naws_access_key_id = ${server.keys.accessKeyId}\naws_secret_access_key = ${server.keys.secretAccessKey}\n[services emulator]\nworklink =\n  endpoint_url = ${server.url}\n`,
      );
      for (const [args, env] of [
        [there, keys],
        [['--backend', 'aws'], { ...keys, AWS_ENDPOINT_URL_WORKLINK: server.url }],
        [['--backend', 'aws', '--profile', 'emulator'], {}],
        [[], { AWS_PROFILE: 'emulator', WORKLINK_BACKEND: 'aws' }],
      ] as const) {
        const { status, stdout, stderr } = await home.run(['fleet', 'list', ...args], { env });
        assert.equal(status, 0, stderr);
        assert.match(stdout, /sales/);
        assert.equal(stderr, '', 'nothing of the SDK’s own is said');
      }
      assert.deepEqual(await clientsLoadedBy(home, ['fleet', 'list', ...there], keys), ['worklink']);
    });
    await server.close();
  });

  it('lists certificates of ACM with its client alone', async () => {
    const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
    const acm = await startStub(() => ({
      body: {
        CertificateSummaryList: [{ CertificateArn: arn, DomainName: 'a.example.com', Status: 'ISSUED' }],
      },
    }));
    const env = { ...KEYS, AWS_ENDPOINT_URL_ACM: acm.url };
    await Home.with(async (home) => {
      const args = ['certificate', 'list', '--backend', 'aws'];
      const { stdout, stderr } = await home.run(args, { env });
      assert.match(stdout, /a\.example\.com/, stderr);
      assert.deepEqual(await clientsLoadedBy(home, args, env), ['acm']);
    });
    await acm.close();
  });
});
