import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fewer files than this are not worth a second mocha: each loads the sources anew. */
const WORTH_SHARING = 12;
/** The more batches, the more evenly the lanes end. */
const BATCHES_PER_LANE = 6;

/** What test/support/reporter.cjs counts. */
export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly reasons: readonly string[];
}

export interface BatchResult {
  readonly files: readonly string[];
  /** The exit code of mocha; null where a signal ended it. */
  readonly status: number | null;
  readonly summary: TestSummary;
  /** Each test's title and state. */
  readonly tests: readonly (readonly [title: string, state: string])[];
}

export interface Batch {
  readonly root: string;
  readonly files: readonly string[];
  /** Where the reporter's figures are kept meanwhile. */
  readonly folder: string;
  /** Whether the output is passed on as it comes; otherwise all of it once the batch has ended. */
  readonly showAtOnce: boolean;
}

/** The files in batches for so many lanes; one batch where sharing is not worth it. */
export function batchesOf(files: readonly string[], lanes: number): string[][] {
  if (lanes <= 1 || files.length < WORTH_SHARING) return [[...files]];
  const count = Math.min(lanes * BATCHES_PER_LANE, Math.floor(files.length / 2));
  const batches = Array.from({ length: count }, (): string[] => []);
  for (const [index, file] of files.entries()) batches[index % count]?.push(file);
  return batches;
}

let batches = 0;

/** Runs mocha on some files. */
export async function runBatch({ root, files, folder, showAtOnce }: Batch): Promise<BatchResult> {
  batches += 1;
  const summaryFile = join(folder, `summary-${batches}.json`);
  const resultsFile = join(folder, `results-${batches}.json`);
  // --exit: a test that fails half-way may leave something open, and the run is to end all the same.
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/mocha/bin/mocha.js'),
      '--exit',
      '--reporter',
      './test/support/reporter.cjs',
      ...files,
    ],
    {
      cwd: root,
      stdio: ['ignore', ...(showAtOnce ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const))],
      env: { ...process.env, MOCHA_SUMMARY: summaryFile, MOCHA_RESULTS: resultsFile },
    },
  );
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => output.push(data));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.stdout.write(Buffer.concat(output));
  return { files, status, summary: summaryIn(summaryFile), tests: testsIn(resultsFile) };
}

/** The sum of what batches counted; a reason to skip is named once, with how many batches gave it. */
export function joinSummaries(results: readonly BatchResult[]): TestSummary {
  const total = (count: (summary: TestSummary) => number): number =>
    results.reduce((sum, { summary }) => sum + count(summary), 0);
  const broken = results.filter(({ status, summary }) => status !== 0 && summary.failed === 0).length;
  return {
    passed: total(({ passed }) => passed),
    // A mocha that ended before it could count is a failure too.
    failed: total(({ failed }) => failed) + broken,
    skipped: total(({ skipped }) => skipped),
    reasons: [...new Set(results.flatMap(({ summary }) => summary.reasons))],
  };
}

function summaryIn(file: string): TestSummary {
  return readJson(file, isSummary) ?? { passed: 0, failed: 0, skipped: 0, reasons: [] };
}

function testsIn(file: string): BatchResult['tests'] {
  return readJson(file, isTests) ?? [];
}

/** What the reporter left; nothing where mocha ended before it did. */
function readJson<T>(file: string, is: (value: unknown) => value is T): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (!is(value)) throw new TypeError(`${file} is not what the reporter writes`);
  return value;
}

function isSummary(value: unknown): value is TestSummary {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['passed', 'failed', 'skipped'].every((name) => typeof Reflect.get(value, name) === 'number') &&
    Array.isArray(Reflect.get(value, 'reasons'))
  );
}

function isTests(value: unknown): value is [string, string][] {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => Array.isArray(entry) && entry.every((one) => typeof one === 'string'))
  );
}
