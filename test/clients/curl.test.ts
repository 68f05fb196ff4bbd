import assert from 'node:assert/strict';
import { type Keys, presignedUrl, startServer, TestTimer } from '../server/harness.js';
import { withTemporaryFolder } from '../support/account.js';
import { witness } from '../support/witness.js';
import { Boto3 } from './support/boto3.js';
import { useClient } from './support/clients.js';
import { run } from './support/process.js';
import { withWorld, type World } from './support/world.js';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('curl', function () {
  this.timeout(60_000);
  const client = useClient('curl');

  /** Runs curl on a URL. @returns status and body */
  function curl(url: string, ...words: readonly string[]): Promise<Answer> {
    return withTemporaryFolder(async (folder) => {
      const options = ['--silent', '--show-error', '--max-time', '20', '--write-out', '\n%{http_code}'];
      const env = { HOME: folder };
      const { status, stdout, stderr } = await run(client().program, [...options, ...words, url], { env });
      assert.equal(status, 0, stderr);
      const end = stdout.lastIndexOf('\n');
      const body = JSON.parse(stdout.slice(0, end)) as Readonly<Record<string, unknown>>;
      return { status: Number(stdout.slice(end + 1)), body };
    });
  }
  /** What has curl sign a request by itself. */
  function signed({ accessKeyId, secretAccessKey }: Keys): readonly string[] {
    return ['--aws-sigv4', 'aws:amz:us-east-1:worklink', '--user', `${accessKeyId}:${secretAccessKey}`];
  }
  function json(body: unknown): readonly string[] {
    return ['--header', 'Content-Type: application/json', '--data-binary', JSON.stringify(body)];
  }

  it('signs a call that is a POST', () =>
    withWorld(async ({ server, FleetArn }) => {
      const { status, body } = await curl(
        `${server.url}/describeFleetMetadata`,
        ...signed(server.keys),
        ...json({ FleetArn }),
      );
      assert.deepEqual([status, body['FleetName']], [200, 'example']);
      witness('curl', 'DescribeFleetMetadata', 'success');
    }));

  it('is refused with another key\u2019s secret, and with none', () =>
    withWorld(async ({ server, nobody }) => {
      const mixed = { ...server.keys, secretAccessKey: nobody.secretAccessKey };
      const wrong = await curl(`${server.url}/listFleets`, ...signed(mixed), ...json({}));
      assert.equal(wrong.status, 403);
      const none = await curl(`${server.url}/listFleets`, ...json({}));
      assert.equal(none.status, 403);
      assert.match(String(none.body['Message']), /./);
    }));

  describe('with a presigned URL', () => {
    function presigned({ server, FleetArn }: Pick<World, 'server' | 'FleetArn'>): Promise<string> {
      const timed = { ...server, clock: new TestTimer(Date.now()) };
      return presignedUrl(timed, { method: 'GET', path: `/tags/${encodeURIComponent(FleetArn)}` });
    }

    it('made by the SDK\u2019s signer, is answered', () =>
      withWorld(async (world) => {
        const { status, body } = await curl(await presigned(world));
        assert.deepEqual([status, body], [200, { Tags: { owner: 'it' } }]);
        witness('curl', 'ListTagsForResource', 'success');
      }));

    it('is refused once a character of its signature is another', () =>
      withWorld(async (world) => {
        const url = await presigned(world);
        const forged = url.replace(/(X-Amz-Signature=)(.)/, (_, name: string, first: string) =>
          name.concat(first === '0' ? '1' : '0'),
        );
        assert.notEqual(forged, url);
        assert.equal((await curl(forged)).status, 403);
      }));

    it('is refused once its time is over', async () => {
      const late = { now: () => new Date(Date.now() + 120_000) };
      const server = await startServer({ server: { clock: late } });
      try {
        const FleetArn = `arn:aws:worklink::${server.account.accountId}:fleet/example`;
        const { status, body } = await curl(await presigned({ server, FleetArn }));
        assert.equal(status, 403);
        assert.match(String(body['Message']), /expired/i);
      } finally {
        await server.close();
      }
    });

    describe('made by boto3', () => {
      const python = useClient('boto3');

      it('is answered, and with a body it was not made for refused', () =>
        withWorld(async ({ server, FleetArn }) => {
          const boto3 = new Boto3(python());
          try {
            const settings = { endpoint: server.url, region: 'us-east-1', ...server.keys };
            const tags = await boto3.presign(settings, 'ListTagsForResource', { ResourceArn: FleetArn }, 60);
            assert.deepEqual((await curl(tags)).body, { Tags: { owner: 'it' } });
            const fleets = await boto3.presign(settings, 'ListFleets', {}, 60);
            const type = ['--header', 'Content-Type: application/json'];
            // botocore moves a body's members to the query before it signs: what it presigns has no body.
            const answered = await curl(fleets, ...type, '--data-binary', '');
            assert.deepEqual([answered.status, 'FleetSummaryList' in answered.body], [200, true]);
            const other = await curl(fleets, ...json({ MaxResults: 1 }));
            assert.equal(other.status, 403);
          } finally {
            await boto3.close();
          }
        }));
    });
  });
});
