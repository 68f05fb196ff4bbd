/**
 * Runs the tests, their files in random order: a test that leans on another one's leftovers is found.
 * The seed is printed; WORKLINK_TEST_SEED=<seed> repeats an order. Arguments name files or folders and default to everything.
 * Many files are run by a mocha for each processor, batch by batch; WORKLINK_TEST_LANES=1 runs them all in one.
 */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  batchesOf,
  joinSummaries,
  runBatch,
  type BatchResult,
  type TestSummary,
} from './lib/test-batches.js';
import { shuffled } from './lib/shuffle.js';

const MAX_LANES = 4;

const root = join(import.meta.dirname, '..');
const named = process.argv.slice(2);
const seed = wholeNumber('WORKLINK_TEST_SEED') ?? Date.now() % 1_000_000;
const lanes = wholeNumber('WORKLINK_TEST_LANES') ?? Math.min(availableParallelism(), MAX_LANES);

const files = shuffled(testFiles(named.length > 0 ? named : ['test']), seed);
process.stdout.write(`${files.length} test files in the order of seed ${seed}\n`);
const folder = mkdtempSync(join(tmpdir(), 'worklink-tests-'));
try {
  const queue = batchesOf(files, lanes);
  const alone = queue.length === 1;
  const results: BatchResult[] = [];
  const lane = async (): Promise<void> => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      results.push(await runBatch({ root, files: batch, folder, showAtOnce: alone }));
    }
  };
  await Promise.all(Array.from({ length: alone ? 1 : lanes }, lane));
  const summary = joinSummaries(results);
  keep('MOCHA_SUMMARY', summary);
  keep(
    'MOCHA_RESULTS',
    results.flatMap(({ tests }) => tests),
  );
  if (!alone) process.stdout.write(report(summary, results));
  process.exitCode = results.every(({ status }) => status === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report({ passed, failed, skipped, reasons }: TestSummary, results: readonly BatchResult[]): string {
  const failures = results.flatMap(({ tests }) => tests.filter(([, state]) => state === 'failed'));
  const broken = results.filter(
    ({ status, tests }) => status !== 0 && !tests.some(([, s]) => s === 'failed'),
  );
  return [
    '',
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
    ...reasons.map((reason) => `skipped: ${reason}`),
    ...failures.map(([title]) => `failed: ${title}`),
    ...broken.map(({ files: those, status }) => `ended with ${String(status)}: ${those.join(' ')}`),
    '',
  ].join('\n');
}

function keep(variable: string, value: unknown): void {
  const file = process.env[variable];
  if (file !== undefined && file !== '') writeFileSync(file, `${JSON.stringify(value)}\n`);
}

function wholeNumber(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${variable} must be a whole number`);
  return value;
}

function testFiles(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    if (!statSync(join(root, path)).isDirectory()) return [path];
    const entries = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' });
    return entries
      .filter((entry) => entry.endsWith('.test.ts'))
      .map((entry) => relative(root, join(root, path, entry)));
  });
  return found.sort();
}
