import assert from 'node:assert/strict';
import { readingText } from '../../src/cli/reading.js';

describe('how far reading is', () => {
  for (const [count, total, elapsedMs, expected] of [
    [0, undefined, 0, 'Reading: 0 so far'],
    [1200, undefined, 2000, 'Reading: 1200 so far, 600/s'],
    [3, undefined, 2000, 'Reading: 3 so far, 1.5/s'],
    [1200, 2400, 2000, 'Reading: 1200 of 2400, 600/s, 2s left'],
    [2400, 2400, 4000, 'Reading: 2400 of 2400, 600/s'],
  ] as const) {
    it(`given ${String(count)} of ${String(total)} in ${String(elapsedMs)} ms, then says ${expected}`, () => {
      assert.equal(readingText('Reading', count, total, elapsedMs), expected);
    });
  }
});
