/**
 * Runs the tests that docs/fidelity.md may claim, keeps what passed and what each client was answered in
 * docs/fidelity/evidence.json, and writes the page. Clients that are not on this machine are skipped, and then not claimed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLAIMABLE, claimsOf, fidelityPage, readBehaviours, readEvidence, titlesOf } from './lib/fidelity.js';

const root = join(import.meta.dirname, '..');
// Before the tests run: they take minutes.
const behaviours = readBehaviours(readFileSync(join(root, 'docs/fidelity/behaviours.yaml'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'worklink-prove-'));
const results = join(folder, 'results.json');
const witness = join(folder, 'witness.json');
try {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/test.ts', ...CLAIMABLE], {
    cwd: root,
    stdio: 'inherit',
    // One lane: what witnesses saw is kept by one process.
    env: { ...process.env, MOCHA_RESULTS: results, WORKLINK_WITNESS: witness, WORKLINK_TEST_LANES: '1' },
  });
  if (status !== 0) throw new Error('A test has failed: there is nothing to claim.');
  const passed = passedIn(JSON.parse(readFileSync(results, 'utf8')));
  const claimed = claimsOf(behaviours).flatMap((claim) => titlesOf(claim, passed));
  const seen = readEvidence(
    JSON.stringify({ ...(JSON.parse(readFileSync(witness, 'utf8')) as object), passed: [] }),
  );
  const evidence = {
    versions: sorted(seen.versions),
    calls: sorted(seen.calls, (answers) => sorted(answers, (list) => [...list].sort())),
    passed: [...new Set(claimed)].sort(),
  };
  const page = fidelityPage(behaviours, evidence);
  writeFileSync(join(root, 'docs/fidelity/evidence.json'), `${JSON.stringify(evidence, undefined, 2)}\n`);
  writeFileSync(join(root, 'docs/fidelity.md'), page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Reads the reporter's list of titles and states. */
function passedIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) throw new TypeError('The results are no list.');
  return list.flatMap((entry: unknown) =>
    Array.isArray(entry) && entry[1] === 'passed' && typeof entry[0] === 'string' ? [entry[0]] : [],
  );
}

/** The same map in the order of its keys, so that the file changes only where something else was seen. */
function sorted<T, U = T>(
  map: Readonly<Record<string, T>>,
  each: (value: T) => U = (value) => value as unknown as U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(
    Object.entries(map)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, each(value)]),
  );
}
