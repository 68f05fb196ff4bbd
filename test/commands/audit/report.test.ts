import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recordLine, STREAM, withRecords, withStream } from './prepared.js';

const FILE = ['audit', 'report', '--records', 'audit.ndjson'];

interface Shown {
  readonly accesses: number;
  readonly refused: number;
  readonly malformed: number;
  readonly otherRecords: number;
  readonly per: string;
  readonly users: { readonly count: number; readonly rows: readonly { readonly username: string }[] };
}

describe('worklink audit report', () => {
  it('given files, as they are, compressed or standard input, then says the same of each', () =>
    withStream(async (place) => {
      const expected = await place.json(FILE);
      const { accesses, refused, malformed, users } = expected as Shown;
      assert.deepEqual(
        [accesses, refused, malformed, users.rows.map(({ username }) => username)],
        [3, 1, 1, ['alice@example.com', 'bob@example.com']],
      );
      const text = await readFile(join(place.folder, 'audit.ndjson'), 'utf8');
      const [first = '', ...rest] = text.split(/(?<=\n)/);
      await writeFile(
        join(place.folder, 'audit.gz'),
        Buffer.concat([gzipSync(first), gzipSync(rest.join(''))]),
      );
      assert.deepEqual(await place.json(['audit', 'report', '--records', 'audit.gz']), expected);
      assert.deepEqual(await place.json(['audit', 'report', '--records', '-'], { stdin: text }), expected);
      const twice = (await place.json([...FILE, '--records', 'audit.gz'])) as Shown;
      assert.equal(twice.accesses, 6);
      assert.match(
        (await place.run(FILE)).stderr,
        /Skipped: line 3 of 'audit.ndjson' is not JSON\.\nSkipped 1 line/,
      );
    }));

  it('given the fleet, then reports of the stream it writes to', () =>
    withRecords(['a', 'b', 'a'], async (place) => {
      const report = (await place.json(['audit', 'report', '-f', 'sales'])) as Shown;
      assert.deepEqual([report.accesses, report.refused, report.users.count], [3, 3, 1]);
      const byName = (await place.json(['audit', 'report', '--stream', STREAM, '--from', '1h'])) as Shown;
      assert.deepEqual([byName.accesses, byName.per], [3, 'hour']);
      const other = (await place.json(['audit', 'report', '--stream', STREAM, '-f', 'other'])) as Shown;
      assert.deepEqual([other.accesses, other.otherRecords], [0, 3]);
    }));

  it('given filters, then counts what they let through', () =>
    withStream(async (place) => {
      for (const [flags, accesses] of [
        [['--user', 'bob@example.com'], 1],
        [['--domain', 'INTRANET.example.com'], 3],
        [['--domain', 'x.example.com'], 0],
        [['--from', '2026-01-31T12:30:00Z'], 2],
        [['--from', '2026-01-31', '--to', '2026-01-31T23:59:59Z'], 2],
      ] as const) {
        const report = (await place.json([...FILE, ...flags])) as Shown;
        assert.deepEqual([report.accesses, report.otherRecords], [accesses, 3 - accesses], flags.join(' '));
      }
    }));

  for (const [format, expected] of [
    ['table', /^USER +DEVICES +ACCESSES +REFUSED\nalice@example\.com +2 +2 +0\n/],
    ['csv', /^username,devices,accesses,.*\nalice@example\.com,2,2,0,/],
    ['text', /^alice@example\.com\t2\t2\t0\t/],
    ['yaml', /^- username: alice@example\.com\n/],
    ['json', /^\[\n {2}\{\n {4}"username": "alice@example\.com"/],
  ] as const) {
    it(`shows one table of it as ${format}`, () =>
      withStream(async (place) => {
        assert.match(await place.succeed([...FILE, '--by', 'users', '-o', format]), expected);
        for (const by of ['domains', 'content', 'times', 'hoursOfDay', 'devices', 'deviceModels'])
          assert.notEqual(await place.succeed([...FILE, '--by', by, '-o', format]), '');
        assert.notEqual(await place.succeed([...FILE, '-o', format]), '');
      }));
  }

  it('writes the page for its owner alone, and over no file unless told to', () =>
    withStream(async (place) => {
      const file = join(place.folder, 'report.html');
      await place.succeed([...FILE, '--html', 'report.html']);
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      const page = await readFile(file, 'utf8');
      assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
      assert.doesNotMatch(page, /<script/i);
      assert.equal((await place.run([...FILE, '--html', 'report.html'])).code, 6);
      await place.succeed([...FILE, '--html', 'report.html', '--force']);
    }));

  it('given values that would do harm, then the page has them as text', () =>
    withStream(async (place) => {
      const line = recordLine({
        username: '<script>alert(1)</script>',
        url: 'https://x/"><img src=x>\u202e',
      });
      await place.succeed(['audit', 'report', '--records', '-', '--html', 'x.html'], { stdin: line });
      const page = await readFile(join(place.folder, 'x.html'), 'utf8');
      assert.doesNotMatch(page, /<script|<img src=x|\u202e/);
      assert.match(page, /&lt;script&gt;alert\(1\)/);
    }));

  it('given a broken or missing file, a table there is not, or too much at once, then is refused', () =>
    withStream(async (place) => {
      await writeFile(join(place.folder, 'broken.gz'), gzipSync(recordLine().repeat(99)).subarray(0, 40));
      for (const [given, code, expected] of [
        [['--records', 'broken.gz'], 3, /is compressed, and broken/],
        [['--records', 'missing'], 5, /missing/],
        [['--records', '.'], 3, /is a folder/],
        [['--records', '-', '--records', '-'], 2, /only once/],
        [['--records', 'a', '--stream', STREAM], 2, /--stream/],
        [['--records', 'audit.ndjson', '--by', 'colours'], 2, /colours/],
        [['--records', 'audit.ndjson', '--top', '0'], 2, /greater than or equal to 1/],
        [['--records', 'audit.ndjson', '--from', '1h', '--to', '2h'], 2, /is after/],
        [['--records', 'audit.ndjson', '--force'], 2, /--html/],
        [[], 2, /Missing --fleet/],
        [['-f', 'sales'], 6, /is not linked/],
        [['--stream', 'AmazonWorkLink-none'], 5, /AmazonWorkLink-none/],
      ] as const) {
        const run = await place.run(['audit', 'report', ...given]);
        assert.equal(run.code, code, `${given.join(' ')}: ${run.stderr}`);
        assert.match(run.stderr, expected);
      }
    }));
});
