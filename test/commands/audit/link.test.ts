import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';
import { STREAM, STREAM_ARN, withStream } from './prepared.js';

const LINK = ['audit', 'link', '-f', 'sales', '--stream'];

describe('worklink audit streams', () => {
  it('given a name, then makes a stream, which is ACTIVE once waited for', () =>
    Workplace.with(async (place) => {
      const words = ['audit', 'streams', 'create', STREAM, '--shards', '2'];
      assert.match(await place.succeed([...words, '--dry-run', '--json']), /"operation": "CreateStream"/);
      assert.equal((await place.run(['audit', 'streams', 'list'])).stdout, '');
      place.clock.meanwhile = () =>
        place.succeed(['emulator', 'clock', 'advance', '1m']).then(() => undefined);
      const created = await place.json([...words, '--wait', '--timeout', '10m']);
      place.clock.meanwhile = () => undefined;
      assert.deepEqual(
        Object.entries(created as object).filter(([name]) =>
          ['status', 'mode', 'openShards', 'arn'].includes(name),
        ),
        Object.entries({ arn: STREAM_ARN, status: 'ACTIVE', mode: 'PROVISIONED', openShards: 2 }).sort(
          ([a], [b]) => Object.keys(created as object).indexOf(a) - Object.keys(created as object).indexOf(b),
        ),
      );
      for (const format of ['table', 'csv', 'yaml', 'text'])
        assert.match(await place.succeed(['audit', 'streams', 'list', '-o', format]), new RegExp(STREAM));
    }));

  for (const [given, code, expected] of [
    [['audit'], 3, /names begin with AmazonWorkLink-/],
    [['AmazonWorkLink-'], 3, /cannot receive audit records/],
    [['AmazonWorkLink-a b'], 3, /is not the name of a stream/],
    [[STREAM], 6, /exists already/],
    [['AmazonWorkLink-x', '--shards', '0'], 2, /greater than or equal to 1/],
    [['AmazonWorkLink-x', '--mode', 'on-demand', '--shards', '2'], 2, /--shards is for --mode provisioned/],
    [['AmazonWorkLink-x', '--mode', 'provisioned'], 2, /--shards/],
    [[], 2, /Missing NAME/],
  ] as const) {
    it(`create ${given.join(' ')} exits ${String(code)}`, () =>
      withStream(async (place) => {
        const run = await place.run(['audit', 'streams', 'create', ...given]);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
      }));
  }
});

describe('worklink audit link, show and unlink', () => {
  it('link by name or ARN, tell what is unwise, and change nothing where nothing is different', () =>
    withStream(async (place) => {
      await place.succeed([...LINK, STREAM, '--dry-run']);
      assert.match((await place.run(['audit', 'show', '-f', 'sales'])).stderr, /is not linked/);
      const linked = await place.run([...LINK, STREAM]);
      assert.equal(linked.stdout, `Linked fleet sales with stream ${STREAM}.\n`);
      assert.match(linked.stderr, /^warning audit-stream-short-retention: [^\n]*\n$/);
      const again = (await place.json([...LINK, STREAM_ARN])) as { changed: boolean };
      assert.equal(again.changed, false);
      const shown = (await place.json(['audit', 'show', '-f', 'sales'])) as Record<string, unknown>;
      assert.deepEqual(
        [shown['streamArn'], shown['streamName'], shown['status']],
        [STREAM_ARN, STREAM, 'ACTIVE'],
      );
    }));

  it('take another stream only where told to, and leave it when asked', () =>
    withStream(async (place) => {
      await place.succeed(['audit', 'streams', 'create', 'AmazonWorkLink-b']);
      await place.succeed([...LINK, STREAM]);
      const refused = await place.run([...LINK, 'AmazonWorkLink-b']);
      assert.deepEqual([refused.code, refused.stderr.includes('--replace')], [6, true]);
      await place.succeed([...LINK, 'AmazonWorkLink-b', '--replace']);
      assert.match(await place.succeed(['audit', 'show', '-f', 'sales']), /AmazonWorkLink-b/);
      const unlink = ['audit', 'unlink', '-f', 'sales'];
      assert.equal((await place.run(unlink)).code, 4);
      assert.equal((await place.run(unlink, { terminal: true, answers: ['n\r'] })).code, 4);
      await place.succeed([...unlink, '--dry-run']);
      assert.match(
        await place.succeed([...unlink, '--yes']),
        /Unlinked fleet sales from stream .*AmazonWorkLink-b/,
      );
      assert.equal((await place.run([...unlink, '--yes'])).code, 6);
    }));

  it('warn of a stream of another Region or account, which cannot be looked at', () =>
    withStream(async (place) => {
      for (const [from, to, id] of [
        ['us-east-1', 'eu-west-1', 'audit-stream-other-region'],
        ['123456789012', '210987654321', 'audit-stream-other-account'],
      ] as const) {
        const run = await place.run([...LINK, STREAM_ARN.replace(from, to), '--replace']);
        assert.equal(run.code, 0, run.stderr);
        assert.match(run.stderr, new RegExp(`^warning ${id}: `));
        assert.match((await place.run(['audit', 'show', '-f', 'sales'])).stderr, /was not found from here/);
      }
    }));

  it('given nothing at a terminal, then the stream is picked of those there are', () =>
    withStream(async (place) => {
      const run = await place.run(['audit', 'link', '-f', 'sales'], { terminal: true, answers: ['\r'] });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /Linked fleet sales with stream AmazonWorkLink-audit/);
      const elsewhere = ['audit', 'link', '-f', 'sales', '--region', 'eu-west-1'];
      assert.match((await place.run(elsewhere, { terminal: true })).stderr, /audit streams create/);
    }));

  for (const [title, given, code, expected] of [
    ['a stream that is not there', [...LINK, 'AmazonWorkLink-none'], 5, /AmazonWorkLink-none/],
    ['an ARN of a stream that is not there', [...LINK, `${STREAM_ARN}x`], 3, /audit-stream-missing/],
    ['a stream of another name', [...LINK, 'audit'], 3, /AmazonWorkLink-/],
    ['an ARN that is none', [...LINK, 'arn:aws:sqs:us-east-1:123456789012:x'], 3, /is not a stream's ARN/],
    ['no stream', ['audit', 'link', '-f', 'sales'], 2, /Missing --stream/],
    ['a fleet that is not there', ['audit', 'show', '-f', 'sale'], 5, /Did you mean sales/],
  ] as const) {
    it(`given ${title}, then exits ${String(code)}`, () =>
      withStream(async (place) => {
        const run = await place.run(given);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
      }));
  }
});
