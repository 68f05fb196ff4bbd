/**
 * What a report of a million audit records costs: time beside merely reading and beside parsing the same bytes, and memory.
 *
 *   npm run bench:audit [-- --records 1000000] [--limit]
 *
 * Two files: one as of a company, one where nearly every user and page is another. With --limit it fails where the memory is beyond
 * what the program promises, or the counts of the first are not exact.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, createReadStream, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { records: { type: 'string', default: '1000000' }, limit: { type: 'boolean', default: false } },
});
const count = Number(values.records);
if (!Number.isInteger(count) || count < 1) throw new Error('--records is not a number');
const binary = join(import.meta.dirname, '../bin/run.js');
if (!existsSync(join(import.meta.dirname, '../dist/cli/main.js')))
  throw new Error('dist is missing: run `npm run build`');

/** What the program promises. */
const MEGABYTES = 300;
/** Has the program say on its standard error how much memory it took. */
const PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS+'\\n'))`;

const folder = mkdtempSync(join(tmpdir(), 'worklink-bench-'));
try {
  for (const [name, users, pages] of [
    ['a company', 5_000, 20_000],
    ['all different', count, count],
  ] as const) {
    const file = join(folder, 'audit.ndjson');
    write(file, users, pages);
    const reading = await timed(() => finished(createReadStream(file).resume()));
    const parsing = await timed(async () => {
      for await (const line of createInterface({ input: createReadStream(file) })) JSON.parse(line);
    });
    const begun = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', PEAK, binary, 'audit', 'report', '--records', file, '--json', '--quiet'],
      { env: { HOME: folder, PATH: process.env['PATH'] }, encoding: 'utf8', maxBuffer: 2 ** 26 },
    );
    const reporting = performance.now() - begun;
    if (status !== 0) throw new Error(stderr);
    const megabytes = Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024;
    const report = JSON.parse(stdout) as { accesses: number; users: { count: number; isExact: boolean } };
    process.stdout.write(
      `${name}: ${String(count)} records in ${(reporting / 1000).toFixed(1)} s and ${megabytes.toFixed(0)} MB; ` +
        `${(reporting / reading).toFixed(1)} times reading the bytes, ${(reporting / parsing).toFixed(1)} times parsing the lines; ` +
        `${String(report.users.count)} users${report.users.isExact ? '' : ' at least'}\n`,
    );
    const isWrong = report.accesses !== count || (users === 5_000 && !report.users.isExact);
    if (values.limit && (megabytes > MEGABYTES || isWrong)) {
      process.stderr.write(`worklink audit report takes ${megabytes.toFixed(0)} MB, or counts wrongly\n`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Records of a month: every user, and every page, in turn, each in an order of its own. */
function write(path: string, users: number, pages: number): void {
  const file = openSync(path, 'w');
  const begin = Date.UTC(2026, 0, 1);
  let lines: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const user = (n * 7_919) % users;
    lines.push(
      JSON.stringify({
        eventVersion: 1,
        eventTime: new Date(begin + ((n * 31_337) % (31 * 86_400)) * 1000).toISOString(),
        username: `user-${String(user)}@example.com`,
        url: `https://intranet.example.com/pages/${String((n * 104_729) % pages)}`,
        domainName: 'intranet.example.com',
        deviceId: `00000000-0000-4000-8000-${String(user).padStart(12, '0')}`,
        outcome: n % 20 === 0 ? 'REFUSED' : 'ALLOWED',
        deviceModel: `Model ${String(user % 40)}`,
        operatingSystem: user % 2 === 0 ? 'Android' : 'iOS',
      }),
    );
    if (lines.length === 10_000 || n === count - 1) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  closeSync(file);
}
