/**
 * What `worklink idp check` costs with a long document, in user time of the processor above what Node itself takes, as a ratio to
 * a short one: the judgement is to stay linear, so that most of both is the start of the program.
 *
 *   npm run bench:metadata [-- --runs 15] [--limit 3.0]
 *
 * Runs are interleaved and medians compared. The long document is full of what costs most in metadata that is accepted:
 * elements with attributes and namespaces, in a document that is signed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, limit: { type: 'string' } },
});
const runs = Number(values.runs);
const limit = values.limit === undefined ? undefined : Number(values.limit);
if (!Number.isSafeInteger(runs) || runs < 3)
  throw new RangeError('--runs must be a whole number of at least 3');
if (limit !== undefined && !(limit > 1)) throw new RangeError('--limit must be a number above 1');

const root = join(import.meta.dirname, '..');
const binary = join(root, 'bin/run.js');
if (!existsSync(join(root, 'dist/cli/main.js'))) throw new Error('dist is missing: run `npm run build`');

const LONG_CHARACTERS = 200_000;
/** Has Node say at its end how much user time it took, in microseconds. */
const REPORT = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nuser='+process.cpuUsage().user))`;

const home = mkdtempSync(join(tmpdir(), 'worklink-bench-'));
try {
  const short = readFileSync(join(root, 'test/fixtures/saml/ping-idp-metadata.xml'), 'utf8');
  const filler = '<x:a xmlns:x="urn:x" b="c"><x:d>text</x:d></x:a>\n';
  const count = Math.floor((LONG_CHARACTERS - short.length) / filler.length);
  const long = short.replace(
    '<md:IDPSSODescriptor',
    `<md:Extensions>${filler.repeat(count)}</md:Extensions>$&`,
  );
  writeFileSync(join(home, 'short.xml'), short);
  writeFileSync(join(home, 'long.xml'), long);
  const cases = [
    { name: 'node -e 0', args: ['-e', '0'] },
    { name: `${String(Math.round(short.length / 1000))} KB`, args: [binary, 'idp', 'check', 'short.xml'] },
    { name: `${String(Math.round(long.length / 1000))} KB`, args: [binary, 'idp', 'check', 'long.xml'] },
  ];
  const times = cases.map((): number[] => []);
  for (let run = 0; run < runs; run += 1)
    for (const [index, { args }] of cases.entries()) times[index]?.push(userTime(args));
  const [bare = Number.NaN, ofShort = Number.NaN, ofLong = Number.NaN] = times.map(median);
  process.stdout.write(`node ${process.version}, ${String(runs)} interleaved runs, medians of user time\n`);
  for (const [index, { name }] of cases.entries())
    process.stdout.write(
      `${name.padEnd(12)} ${median(times[index] ?? [])
        .toFixed(1)
        .padStart(7)} ms\n`,
    );
  const ratio = (ofLong - bare) / (ofShort - bare);
  process.stdout.write(
    `above Node itself, the long one takes ${ratio.toFixed(2)} times as long as the short one\n`,
  );
  if (limit !== undefined && !(ratio <= limit)) {
    process.stderr.write(`the limit is ${limit.toFixed(2)}\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Runs Node to its end. @returns milliseconds @throws where it fails: a time of a failure says nothing */
function userTime(args: readonly string[]): number {
  const { status, stderr } = spawnSync(process.execPath, ['--import', REPORT, ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home },
    encoding: 'utf8',
  });
  const user = /user=(\d+)\s*$/.exec(stderr)?.[1];
  if (status !== 0 || user === undefined)
    throw new Error(`node ${args.join(' ')} exited with ${String(status)}: ${stderr}`);
  return Number(user) / 1000;
}

function median(sample: readonly number[]): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
