/**
 * What size costs: a fleet of a million devices and one of a hundred thousand domains, in one state file, beside small ones.
 *
 *   npm run bench:scale [-- --devices 1000000] [--domains 100000] [--runs 9] [--limit]
 *
 * Times are compared with one another, never with a clock's: the medians of interleaved runs of the built program. With --limit it fails
 * where a ratio, the memory or the rate of generation is beyond what the program promises.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '1000000' },
    domains: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '9' },
    limit: { type: 'boolean', default: false },
  },
});
const deviceCount = whole(values.devices, '--devices');
const domainCount = whole(values.domains, '--domains');
const runs = whole(values.runs, '--runs');

const binary = join(import.meta.dirname, '../bin/run.js');
if (!existsSync(join(import.meta.dirname, '../dist/cli/main.js')))
  throw new Error('dist is missing: run `npm run build`');

const FEW = 100;
const LIST = ['devices', 'list'];
/** What the program promises. */
const LIMITS = { listMegabytes: 200, firstRow: 2, page: 1.25, generatedPerSecond: 10_000 };
/** Has the program say on its standard error how much memory it took. */
const PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS+'\\n'))`;

const home = mkdtempSync(join(tmpdir(), 'worklink-bench-'));
const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: home };
const breaches: string[] = [];
try {
  const seeding = seedDomains();
  say(`seeding ${String(domainCount)} domains`, `${seeding.toFixed(0)} ms`);
  for (const fleet of ['many-devices', 'few-devices', 'no-devices']) timed(['fleet', 'create', fleet]);
  timed(['emulator', 'device', 'generate', '--fleet', 'few-devices', '--count', String(FEW)]);
  const generating = timed([
    'emulator',
    'device',
    'generate',
    '--fleet',
    'many-devices',
    '--count',
    String(deviceCount),
  ]);
  const rate = (deviceCount * 1000) / generating;
  say(`generating ${String(deviceCount)} devices`, `${generating.toFixed(0)} ms, ${rate.toFixed(0)}/s`);
  hold(
    deviceCount < 100_000 || rate >= LIMITS.generatedPerSecond,
    `generates ${rate.toFixed(0)} devices a second`,
  );

  const all = await listed('many-devices');
  say(
    `devices list -o csv, ${String(all.rows)} rows`,
    `${all.milliseconds.toFixed(0)} ms, ${all.megabytes.toFixed(0)} MB`,
  );
  hold(all.rows === deviceCount, `lists ${String(all.rows)} of ${String(deviceCount)} devices`);
  hold(all.megabytes <= LIMITS.listMegabytes, `takes ${all.megabytes.toFixed(0)} MB to list devices`);

  for (const words of [
    ['devices', 'list', '--sort-by', 'lastAccessedTime:desc'],
    ['users', 'list'],
    ['users', 'list', '--sort-by', 'deviceCount:desc'],
  ]) {
    const { rows, milliseconds, megabytes } = await listed('many-devices', words);
    say(
      `${words.join(' ')}, ${String(rows)} rows`,
      `${milliseconds.toFixed(0)} ms, ${megabytes.toFixed(0)} MB`,
    );
    hold(megabytes <= LIMITS.listMegabytes, `takes ${megabytes.toFixed(0)} MB for ${words.join(' ')}`);
  }

  const first: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    first.push((await listed('many-devices', LIST, true)).firstMs);
    empty.push((await listed('no-devices')).milliseconds);
  }
  const ratio = median(first) / median(empty);
  say('first row, to a whole empty list', ratio.toFixed(2));
  hold(ratio <= LIMITS.firstRow, `takes ${ratio.toFixed(2)} times an empty list's time to the first row`);

  for (const [name, small, large] of [
    [
      'domain list --max-items 50',
      ['domain', 'list', '-f', 'few-domains'],
      ['domain', 'list', '-f', 'many-domains'],
    ],
    [
      'devices list --max-items 50',
      ['devices', 'list', '-f', 'few-devices'],
      ['devices', 'list', '-f', 'many-devices'],
    ],
    [
      'users list --max-items 50',
      ['users', 'list', '-f', 'few-devices'],
      ['users', 'list', '-f', 'many-devices'],
    ],
  ] as const) {
    const times = { small: [] as number[], large: [] as number[] };
    for (let run = 0; run < runs; run += 1) {
      times.small.push(timed([...small, '--max-items', '50']));
      times.large.push(timed([...large, '--max-items', '50']));
    }
    const paged = median(times.large) / median(times.small);
    say(`${name}, many to ${String(FEW)}`, paged.toFixed(2));
    hold(paged <= LIMITS.page, `${name} takes ${paged.toFixed(2)} times as long where there are many`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
for (const breach of breaches) process.stderr.write(`worklink ${breach}\n`);
if (values.limit && breaches.length > 0) process.exitCode = 1;

/** Two fleets of domains, from an account file: associating each would be a call. @returns milliseconds */
function seedDomains(): number {
  const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111';
  const domains = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `site-${String(index).padStart(7, '0')}.example.com`,
      certificateArn: arn,
    }));
  const file = join(home, 'account.json');
  const account = {
    version: 1,
    certificates: [
      {
        arn,
        type: 'AMAZON_ISSUED',
        domainName: 'example.com',
        subjectAlternativeNames: ['example.com', '*.example.com'],
      },
    ],
    fleets: [
      { name: 'few-domains', domains: domains(FEW) },
      { name: 'many-domains', domains: domains(domainCount) },
    ],
  };
  writeFileSync(file, JSON.stringify(account));
  return timed(['emulator', 'seed', file]);
}

interface Listed {
  readonly rows: number;
  /** Until the first row had come, and until the end. */
  readonly firstMs: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Lists something of a fleet as CSV. @param firstOnly whether to hang up once the first row has come */
function listed(fleet: string, words: readonly string[] = LIST, firstOnly = false): Promise<Listed> {
  const start = process.hrtime.bigint();
  const elapsed = (): number => Number(process.hrtime.bigint() - start) / 1e6;
  const child = spawn(
    process.execPath,
    ['--import', PEAK, binary, ...words, '-f', fleet, '-o', 'csv', '--no-header', '--quiet'],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let rows = 0;
  let firstMs = Number.NaN;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (Number.isNaN(firstMs)) firstMs = elapsed();
    if (firstOnly) child.stdout.destroy();
    for (const byte of chunk) if (byte === 0x0a) rows += 1;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const peak = Number(/PEAK (\d+)/.exec(said)?.[1]);
      if (status !== 0 || Number.isNaN(peak))
        reject(new Error(`${words.join(' ')} exited with ${String(status)}: ${said}`));
      else resolve({ rows, firstMs, milliseconds: elapsed(), megabytes: peak / 1024 });
    });
  });
}

/** Runs the program to its end. @returns milliseconds @throws where it fails: a time of a failure says nothing */
function timed(args: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [binary, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0)
    throw new Error(`worklink ${args.join(' ')} exited with ${String(status)}: ${stderr.toString()}`);
  return milliseconds;
}

function say(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(56)} ${figure}\n`);
}

function hold(isHeld: boolean, breach: string): void {
  if (!isHeld) breaches.push(breach);
}

function median(sample: readonly number[]): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

function whole(text: string, flag: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`${flag} must be a whole number above 0`);
  return number;
}
