/**
 * Runs the tests, their files in random order: a test that leans on another one's leftovers is found.
 * The seed is printed; WORKLINK_TEST_SEED=<seed> repeats an order. Arguments name files or folders and default to everything.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { shuffled } from './lib/shuffle.js';

const root = join(import.meta.dirname, '..');
const named = process.argv.slice(2);
const seed = Number(process.env['WORKLINK_TEST_SEED'] ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(seed)) throw new RangeError('WORKLINK_TEST_SEED must be a whole number');

const files = shuffled(testFiles(named.length > 0 ? named : ['test']), seed);
process.stdout.write(`${files.length} test files in the order of seed ${seed}\n`);
// --exit: a test that fails half-way may leave something open, and the run is to end all the same.
const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
const { status, error } = spawnSync(
  process.execPath,
  [mocha, '--exit', '--reporter', './test/support/reporter.cjs', ...files],
  { cwd: root, stdio: 'inherit' },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;

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
