import assert from 'node:assert/strict';
import { failures, judge } from './builder.js';

/** Judged, refused, and nobody named. */
export async function refusedBy(
  message: string | Uint8Array,
  changes: Parameters<typeof judge>[1] = {},
): Promise<string[]> {
  const verdict = await judge(message, changes);
  assert.equal(verdict.verdict, 'refused');
  assert.deepEqual(Object.keys(verdict).sort(), ['checks', 'verdict']);
  const failed = failures(verdict);
  assert.ok(failed.length > 0);
  for (const { passed, fix, message: said } of verdict.checks) {
    assert.equal(fix === '', passed);
    assert.match(said, /^[A-Z].*\.$/);
  }
  return failed;
}
