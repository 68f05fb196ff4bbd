/**
 * How long the built CLI takes to start, as ratios to `node -e 0`: what a person waits for beyond Node itself.
 *
 *   npm run bench:startup [-- --runs 40] [--limit 2.0] [--bare]
 *
 * Runs are interleaved, so that a machine that slows down slows all of them, and medians are compared. With --limit the ratio of
 * `worklink fleet list` must not exceed it. What is in the environment counts: NODE_EXTRA_CA_CERTS alone can double the time of Node itself,
 * and so halve the ratios. With --bare only PATH and HOME are passed on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '40' },
    limit: { type: 'string' },
    bare: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const limit = values.limit === undefined ? undefined : Number(values.limit);
if (!Number.isSafeInteger(runs) || runs < 3)
  throw new RangeError('--runs must be a whole number of at least 3');
if (limit !== undefined && !(limit > 1)) throw new RangeError('--limit must be a number above 1');

const binary = join(import.meta.dirname, '../bin/run.js');
if (!existsSync(join(import.meta.dirname, '../dist/cli/main.js')))
  throw new Error('dist is missing: run `npm run build`');

const CASES: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'worklink --version', args: [binary, '--version'] },
  { name: 'worklink fleet list', args: [binary, 'fleet', 'list'] },
  { name: 'worklink help', args: [binary, 'help'] },
  { name: 'completing a fleet', args: [binary, '__complete', 'bash', '', '', '--', 'fleet', 'show', ''] },
];

const home = mkdtempSync(join(tmpdir(), 'worklink-bench-'));
try {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:WORKLINK|XDG|AWS)_/.test(name));
  const env: NodeJS.ProcessEnv = {
    ...(values.bare ? { PATH: process.env['PATH'] } : Object.fromEntries(inherited)),
    HOME: home,
  };
  for (const name of ['alpha', 'beta', 'gamma']) timed([binary, 'fleet', 'create', name], env);
  for (const { args } of CASES) timed(args, env);
  const times = new Map<string, number[]>(CASES.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const { name, args } of CASES) times.get(name)?.push(timed(args, env));
  }
  const medians = new Map([...times].map(([name, all]) => [name, median(all)]));
  const base = medians.get('node -e 0') ?? Number.NaN;
  const note =
    env['NODE_EXTRA_CA_CERTS'] === undefined ? '' : '; NODE_EXTRA_CA_CERTS is set and slows Node itself';
  process.stdout.write(`node ${process.version}, ${runs} interleaved runs, medians${note}\n`);
  for (const [name, time] of medians) {
    process.stdout.write(
      `${name.padEnd(22)} ${time.toFixed(1).padStart(7)} ms  ${(time / base).toFixed(2)}\n`,
    );
  }
  const ratio = (medians.get('worklink fleet list') ?? Number.NaN) / base;
  if (limit !== undefined && !(ratio <= limit)) {
    process.stderr.write(
      `worklink fleet list takes ${ratio.toFixed(2)} times as long as node -e 0: the limit is ${limit.toFixed(2)}\n`,
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Runs Node to its end. @returns milliseconds @throws where it fails: a time of a failure says nothing */
function timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${stderr.toString()}`);
  return milliseconds;
}

function median(sample: readonly number[]): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}
