import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLAIMABLE,
  claimsOf,
  fidelityPage,
  readBehaviours,
  readEvidence,
  titlesOf,
} from '../../scripts/lib/fidelity.js';
import { definitionOf, operationNames } from '../../src/core/contract/contract.js';
import { finished } from '../support/binary.js';

const root = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8');
const behaviours = readBehaviours(read('fidelity/behaviours.yaml'));
const evidence = readEvidence(read('fidelity/evidence.json'));

/** The titles of the tests there are, none of which is run. */
async function titlesThereAre(): Promise<readonly string[]> {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  const files = CLAIMABLE.map((folder) => `${folder}/**/*.test.ts`);
  const child = spawn(process.execPath, [mocha, '--dry-run', '--reporter', 'json', ...files], { cwd: root });
  const { status, stdout, stderr } = await finished(child);
  assert.equal(status, 0, stderr);
  const { tests } = JSON.parse(stdout) as { readonly tests: readonly { readonly fullTitle: string }[] };
  return tests.map(({ fullTitle }) => fullTitle);
}

describe('docs/fidelity.md', () => {
  it('is what its data makes it (mend it with: npm run docs)', () => {
    assert.equal(read('fidelity.md'), fidelityPage(behaviours, evidence));
  });

  it('says something of every operation, and of no other', () => {
    assert.deepEqual(Object.keys(behaviours.operations), operationNames);
  });

  it('claims tests that there are, and that have passed (mend it with: npm run prove)', async function () {
    this.timeout(120_000);
    const titles = await titlesThereAre();
    const gone = claimsOf(behaviours).filter((claim) => titlesOf(claim, titles).length === 0);
    assert.deepEqual(gone, [], 'claimed, and no test');
    const unproven = claimsOf(behaviours).filter((claim) => titlesOf(claim, evidence.passed).length === 0);
    assert.deepEqual(unproven, [], 'claimed, and not in docs/fidelity/evidence.json');
    assert.deepEqual(
      evidence.passed.filter((title) => !titles.includes(title)),
      [],
      'passed once, and no test any more',
    );
  });

  it('cannot be written where a claim has no test that passed, and where nothing is said of an operation', () => {
    const claim = 'boto3 unsets by leaving out';
    assert.ok(claimsOf(behaviours).includes(claim));
    const without = { ...evidence, passed: evidence.passed.filter((title) => title !== claim) };
    assert.throws(() => fidelityPage(behaviours, without), /No passed test shows "boto3 unsets/);
    const silent = { ...behaviours, operations: { ...behaviours.operations, ListFleets: [] } };
    assert.throws(() => fidelityPage(silent, evidence), /Nothing is said of ListFleets/);
  });

  it('takes no behaviour without a source, and none without a test', () => {
    const yaml = (says: string, shown: string) =>
      `everywhere:\n  - says: ${says}\n    shown: ${shown}\noperations: {}\nbeside: {}\n`;
    assert.doesNotThrow(() => readBehaviours(yaml('It does (ours).', '[a test]')));
    assert.throws(() => readBehaviours(yaml('It does.', '[a test]')), /no source/);
    assert.throws(() => readBehaviours(yaml('It does (ours).', '[]')), /nothing shows/);
  });

  it('has seen each operation succeed, and fail in each way the model gives it, by four clients', () => {
    for (const client of ['in process', 'JS SDK', 'aws CLI', 'boto3']) {
      for (const operation of operationNames) {
        const modelled = ['success', ...definitionOf(operation).errors].sort();
        assert.deepEqual(evidence.calls[client]?.[operation], modelled, `${client} ${operation}`);
      }
    }
  });
});
