import assert from 'node:assert/strict';
import { interrupted } from '../../../src/cli/host.js';
import { KinesisStub } from '../../backends/aws/kinesis-stub.js';
import { enterAwsWorld, KEYS, startStub } from '../../backends/aws/stub.js';
import { Workplace } from '../../support/cli.js';
import { browse, recordLine, STREAM, withRecords } from './prepared.js';

const TAIL = ['audit', 'tail', '-f', 'sales'];

function urls(ndjson: string): string[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { url: string }).url.replace(/^.*\//, ''));
}

describe('worklink audit tail', () => {
  it('given --no-follow, then tells what is there, as many as are wanted, a document on a line', () =>
    withRecords(['a', 'b', 'c'], async (place) => {
      const all = await place.succeed([...TAIL, '--no-follow', '--json']);
      assert.deepEqual(urls(all), ['a', 'b', 'c']);
      assert.deepEqual(urls(await place.succeed([...TAIL, '--no-follow', '--json', '--max-items', '2'])), [
        'a',
        'b',
      ]);
      for (const [format, expected] of [
        [
          'table',
          /^TIME {2}USER {2}OUTCOME {2}URL {2}DEVICE\n\S+ {2}\S+ {2}REFUSED {2}https:\/\/x\.example\.com\/a /,
        ],
        ['csv', /^eventTime,username,outcome,url,/],
        ['text', /^\S+\t\S+\tREFUSED\thttps:/],
        ['yaml', /^- eventTime: /],
      ] as const)
        assert.match(await place.succeed([...TAIL, '--no-follow', '-o', format]), expected);
      assert.equal(
        await place.succeed([...TAIL, '--no-follow', '--query', 'outcome', '-o', 'text']),
        'REFUSED\n'.repeat(3),
      );
      const none = await place.run([...TAIL, '--no-follow', '--from', '2030-01-01']);
      assert.deepEqual([none.code, none.stderr], [0, `There are no audit records in stream ${STREAM}.\n`]);
    }));

  it('follows from now on until Ctrl-C, which is no error', () =>
    withRecords(['before'], async (place) => {
      const controller = new AbortController();
      let looks = 0;
      place.clock.meanwhile = async () => {
        looks += 1;
        if (looks <= 2) await browse(place, [`page-${String(looks)}`]);
        else controller.abort(interrupted());
      };
      const run = await place.run([...TAIL, '--json'], { signal: controller.signal });
      place.clock.meanwhile = () => undefined;
      assert.deepEqual([run.code, urls(run.stdout), run.stderr], [130, ['page-1', 'page-2'], '']);
    }));

  it('given no fleet or one without a stream, then is refused', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      assert.equal((await place.run(['audit', 'tail'])).code, 2);
      assert.equal((await place.run(TAIL)).code, 6);
      const elsewhere = 'arn:aws:kinesis:eu-west-1:123456789012:stream/AmazonWorkLink-a';
      const run = await place.run(['audit', 'tail', '--stream', elsewhere]);
      assert.deepEqual([run.code, run.stderr.includes('--region eu-west-1')], [6, true]);
    }));
});

describe('worklink audit tail of a stream at AWS', () => {
  it('goes on through a split and an expired iterator, and tells and counts what is no record', () =>
    Workplace.with(async (place) => {
      const kinesis = new KinesisStub();
      const parent = kinesis.shard('shard-1');
      for (const page of ['a', 'b', 'c'])
        kinesis.put(parent, recordLine({ url: `https://x.example.com/${page}` }));
      kinesis.put(parent, '\u001b[31mnothing');
      kinesis.expired.add('shard-1/2');
      const left = kinesis.shard('shard-2', ['shard-1']);
      kinesis.put(left, `${recordLine({ url: 'https://x/d' })}\n${recordLine({ url: 'https://x/e' })}\n`);
      parent.closed = true;
      const stub = await startStub((request) => kinesis.answer(request));
      const world = await enterAwsWorld({ ...KEYS, AWS_ENDPOINT_URL_KINESIS: stub.url });
      try {
        const aws = ['--companions', 'aws', '--region', 'eu-west-1', '--stream', STREAM];
        const run = await place.run([
          'audit',
          'tail',
          ...aws,
          '--from',
          '2026-01-01',
          '--max-items',
          '5',
          '--json',
        ]);
        assert.equal(run.code, 0, run.stderr);
        assert.deepEqual(urls(run.stdout), ['a', 'b', 'c', 'd', 'e']);
        assert.match(run.stderr, /^Skipped: line 1 of shard-1, record 0+4 is not JSON\.\nSkipped 1 line/);
        const listed = await place.json(['audit', 'streams', 'list', ...aws.slice(0, 4)]);
        assert.deepEqual(
          (listed as { name: string }[]).map(({ name }) => name),
          [STREAM, 'AmazonWorkLink-older'],
        );
        const report = (await place.json(['audit', 'report', ...aws])) as { accesses: number };
        assert.equal(report.accesses, 5);
      } finally {
        await world.leave();
        await stub.close();
      }
    }));
});
