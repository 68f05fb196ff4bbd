import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsCli, awsEnvironment } from './support/aws-cli.js';
import { useClient } from './support/clients.js';
import { describeEachOperation } from './support/each-operation.js';
import { run } from './support/process.js';
import { withWorld } from './support/world.js';
import { startServer } from '../server/harness.js';

describe('the AWS CLI', function () {
  this.timeout(60_000);
  const client = useClient('aws CLI');
  let home: string;
  let started: AwsCli | undefined;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'worklink-aws-cli-'));
    started = new AwsCli(client(), home);
  });
  after(async () => {
    await started?.close();
    if (started !== undefined) await rm(home, { recursive: true, force: true });
  });
  function cli(): AwsCli {
    assert.ok(started, 'the CLI was found');
    return started;
  }

  describeEachOperation('aws CLI', ({ server }, keys, operation, input) =>
    cli().call(server.url, keys, operation, input),
  );

  it('is the program itself, run by its name', () =>
    withWorld(async ({ server, FleetArn }) => {
      const words = [
        'worklink',
        'describe-fleet-metadata',
        '--fleet-arn',
        FleetArn,
        '--endpoint-url',
        server.url,
      ];
      const env = awsEnvironment(server.keys, home);
      const { status, stdout, stderr } = await run(client().program, words, { env });
      assert.equal(status, 0, stderr);
      assert.deepEqual(JSON.parse(stdout), JSON.parse((await cli().run(words, server.keys)).stdout));
      assert.equal((JSON.parse(stdout) as Record<string, unknown>)['FleetName'], 'example');
    }));

  it('answers --query, and prints as text', () =>
    withWorld(async ({ server, FleetArn }) => {
      const list = ['worklink', 'list-domains', '--fleet-arn', FleetArn, '--endpoint-url', server.url];
      const query = "Domains[?DomainStatus=='INACTIVE'].DomainName";
      const inactive = await cli().run([...list, '--query', query, '--output', 'text'], server.keys);
      assert.deepEqual([inactive.status, inactive.stdout], [0, 'old.example.com\n'], inactive.stderr);
    }));

  it('follows NextToken when it is told to', () =>
    withWorld(async ({ server, FleetArn }) => {
      const list = [
        'worklink',
        'list-domains',
        '--fleet-arn',
        FleetArn,
        '--endpoint-url',
        server.url,
        '--max-results',
        '1',
      ];
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const from = token === undefined ? [] : ['--next-token', token];
        const { stdout, stderr } = await cli().run([...list, ...from], server.keys);
        assert.equal(stderr, '');
        const page = JSON.parse(stdout) as { Domains: { DomainName: string }[]; NextToken?: string };
        seen.push(...page.Domains.map(({ DomainName }) => DomainName));
        token = page.NextToken;
      } while (token !== undefined && seen.length < 10);
      assert.deepEqual(seen, ['old.example.com', 'www.example.com']);
    }));

  describe('is refused', () => {
    async function refused(
      words: readonly string[],
      keys: Parameters<AwsCli['run']>[1],
      error: RegExp,
    ): Promise<void> {
      const { status, stdout, stderr } = await cli().run(['worklink', 'list-fleets', ...words], keys);
      assert.deepEqual([status, stdout], [254, '']);
      assert.match(stderr, error);
    }

    it('with the secret of another key', () =>
      withWorld(({ server, nobody }) =>
        refused(
          ['--endpoint-url', server.url],
          { ...server.keys, secretAccessKey: nobody.secretAccessKey },
          /\((SignatureDoesNotMatch|InvalidSignatureException)\)/,
        ),
      ));

    it('with a key that nobody holds', () =>
      withWorld(({ server }) =>
        refused(
          ['--endpoint-url', server.url],
          { ...server.keys, accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ' },
          /\((UnrecognizedClientException|InvalidClientTokenId)\)/,
        ),
      ));

    it('when its clock is wrong', async () => {
      const server = await startServer({
        server: { clock: { now: () => new Date(Date.now() + 3_600_000) } },
      });
      try {
        await refused(
          ['--endpoint-url', server.url],
          server.keys,
          /Signature expired|RequestExpired|RequestTimeTooSkewed/,
        );
      } finally {
        await server.close();
      }
    });
  });

  it('refuses by itself what the model requires and is not there', () =>
    withWorld(async ({ server }) => {
      const { status, stderr } = await cli().run(
        ['worklink', 'list-domains', '--endpoint-url', server.url],
        server.keys,
      );
      assert.equal(status, 252);
      assert.match(stderr, /--fleet-arn/);
      assert.deepEqual(server.events, []);
    }));
});
