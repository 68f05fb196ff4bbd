/**
 * Feeds readers with broken input until a time or a count is up, and prints what they trip over.
 *
 *   npm run fuzz [-- [TARGET…] [--seconds 60] [--runs COUNT] [--seed NUMBER] [--path PATH]]
 *
 * The time is for each target. A find is printed with the seed and the path that repeat it, shrunk to a small input, and written
 * into a file; then the exit code is 1. Targets are in test/fuzz/targets.ts.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FuzzTarget } from '../test/fuzz/target.js';
import { FUZZ_TARGETS } from '../test/fuzz/targets.js';
import { fuzz } from './lib/fuzz.js';

/** More than any time allows: fast-check wants a number. */
const ENDLESS = 2 ** 31 - 1;
const SHOWN_INPUT = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    runs: { type: 'string', default: String(ENDLESS) },
    seed: { type: 'string', default: String(Date.now() % ENDLESS) },
    path: { type: 'string' },
  },
});
const options = {
  seconds: numberOf('--seconds', values.seconds, 86_400),
  runs: numberOf('--runs', values.runs, ENDLESS),
  seed: numberOf('--seed', values.seed, ENDLESS),
  path: values.path,
};
const unknown = positionals.filter((name) => !FUZZ_TARGETS.some((target) => target.name === name));
if (unknown.length > 0) {
  const known = FUZZ_TARGETS.map(({ name }) => name).join(', ');
  throw new RangeError(`there is no target ${unknown.join(', ')}; there are ${known}`);
}
for (const { name, run } of FUZZ_TARGETS) {
  if (positionals.length === 0 || positionals.includes(name)) await run(show);
}

async function show<T>(target: FuzzTarget<T>): Promise<void> {
  const { runs, slowestMilliseconds, find } = await fuzz(target, options);
  const count = `${runs} inputs, the slowest took ${slowestMilliseconds.toFixed(0)} ms, seed ${options.seed}`;
  if (find === undefined) {
    process.stdout.write(`${target.name}: ${count}, no find\n`);
    return;
  }
  process.exitCode = 1;
  const file = join(mkdtempSync(join(tmpdir(), 'worklink-fuzz-')), `${target.name}.input`);
  writeFileSync(file, find.input, { mode: 0o600 });
  const text = typeof find.input === 'string' ? find.input : Buffer.from(find.input).toString('latin1');
  process.stdout.write(
    `${target.name}: FIND after ${count}\n` +
      `  again: npm run fuzz -- ${target.name} --seed ${options.seed} --path ${find.path}\n` +
      `  input: ${file}\n${JSON.stringify(text.slice(0, SHOWN_INPUT))}\n${find.error}\n`,
  );
}

function numberOf(flag: string, text: string, max: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0 || number > max)
    throw new RangeError(`${flag} must be a whole number of at most ${max}, not ${text}`);
  return number;
}
