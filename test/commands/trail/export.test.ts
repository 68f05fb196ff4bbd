import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { stopped, Workplace } from '../../support/cli.js';

interface Written {
  readonly directory: string;
  readonly events: number;
  readonly files: number;
  readonly written: number;
}

function exported(place: Workplace, ...argv: readonly string[]): Promise<Written> {
  return place.json(['trail', 'export', '--directory', 'logs', ...argv]) as Promise<Written>;
}

/** Files below the folder, and the names of the calls in each. */
function filesOf(place: Workplace): Map<string, readonly string[]> {
  const root = join(place.folder, 'logs');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => {
        const { Records } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
          Records: { eventName: string }[];
        };
        return [file.slice(root.length + 1), Records.map(({ eventName }) => eventName)];
      }),
  );
}

async function withHistory<T>(body: (place: Workplace) => Promise<T>): Promise<T> {
  return Workplace.with(async (place) => {
    await place.succeed(['emulator', 'clock', 'set', '2026-01-01T23:57:00Z']);
    await place.succeed(['fleet', 'list']);
    await place.succeed(['tag', 'list', '-f', 'none']).catch(() => undefined);
    await place.succeed(['emulator', 'clock', 'advance', '10m']);
    await place.succeed(['fleet', 'list']);
    return body(place);
  });
}

describe('worklink trail export', () => {
  it('writes compressed log files in CloudTrail’s folders, with its names, oldest first, for their owner alone', () =>
    withHistory(async (place) => {
      const result = await exported(place);

      const files = filesOf(place);
      assert.equal(result.files, 2);
      assert.equal(result.written, 2);
      assert.equal(result.events, [...files.values()].flat().length);
      const [first, second] = [...files.keys()];
      const name = String.raw`123456789012_CloudTrail_us-east-1_`;
      const folder = 'AWSLogs/123456789012/CloudTrail/us-east-1';
      assert.match(
        first ?? '',
        new RegExp(`^${folder}/2026/01/02/${name}20260102T0000Z_[A-Za-z0-9]{16}\\.json\\.gz$`),
      );
      assert.match(
        second ?? '',
        new RegExp(`^${folder}/2026/01/02/${name}20260102T0010Z_[A-Za-z0-9]{16}\\.json\\.gz$`),
      );
      assert.deepEqual(files.get(first ?? '')?.slice(0, 2), ['ListFleets', 'ListTagsForResource']);
      for (const file of files.keys())
        assert.equal(statSync(join(place.folder, 'logs', file)).mode & 0o777, 0o600);
      assert.equal(statSync(join(place.folder, 'logs/AWSLogs')).mode & 0o777, 0o700);
    }));

  it('when repeated, then what is there is left as it is, whatever is in it', () =>
    withHistory(async (place) => {
      await exported(place);
      const [first] = [...filesOf(place).keys()];
      const file = join(place.folder, 'logs', first ?? '');
      writeFileSync(file, 'mine');

      const again = await exported(place);

      assert.deepEqual([again.files, again.written], [2, 0]);
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      const said = await place.succeed(['trail', 'export', '--directory', 'logs']);
      assert.match(
        said,
        /^Wrote 0 log files below .*logs, of \d+ events in all; 2 files stood there already\.\n$/,
      );
    }));

  it('given a part of the time, then whole five minutes of it, so that the files are the same ones', () =>
    withHistory(async (place) => {
      const part = await exported(place, '--from', '2026-01-02T00:06:59Z', '--to', '2026-01-02T00:07:00Z');
      assert.deepEqual([part.files, part.written], [1, 1]);
      const all = await exported(place);
      assert.deepEqual([all.files, all.written], [2, 1]);
    }));

  it('given no events, then no files', () =>
    Workplace.with(async (place) => {
      const { directory, ...counts } = await exported(place);
      assert.deepEqual(counts, { events: 0, files: 0, written: 0 });
      assert.equal(directory, join(place.folder, 'logs'));
    }));

  it('when interrupted, then nothing half is left, 130', () =>
    withHistory(async (place) => {
      const { code } = await place.run(['trail', 'export', '--directory', 'logs'], { signal: stopped() });
      assert.equal(code, 130);
      assert.throws(() => filesOf(place), { code: 'ENOENT' });
    }));

  it('given no folder, or a file in its place, then refused', () =>
    withHistory(async (place) => {
      assert.equal((await place.run(['trail', 'export'])).code, 2);
      writeFileSync(join(place.folder, 'logs'), '');
      const { code, stderr } = await place.run(['trail', 'export', '--directory', 'logs']);
      assert.ok(code === 5 || code === 3, stderr);
      assert.equal(readFileSync(join(place.folder, 'logs'), 'utf8'), '');
    }));
});
