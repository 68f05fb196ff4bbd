import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fuzz } from '../../scripts/lib/fuzz.js';
import { mutated } from './mutate.js';
import { FUZZ_TARGETS } from './targets.js';

const ONCE = { seed: 4711, runs: 1000, seconds: 60 };

describe('npm run fuzz', () => {
  for (const { name, run } of FUZZ_TARGETS) {
    it(`given the target ${name}, then it stands a first hundred inputs`, async () => {
      const { find, runs } = await run((target) => fuzz(target, { ...ONCE, runs: 100 }));
      assert.equal(find, undefined, find?.error);
      assert.equal(runs, 100);
    });
  }

  it('given a reader that throws at a NUL, then finds the smallest input, and the path repeats it', async () => {
    const planted = {
      name: 'planted',
      inputs: mutated([Buffer.from('<a/>')]),
      check: (bytes: Buffer) => {
        assert.ok(!bytes.includes(0), 'a NUL');
      },
    };
    const { find } = await fuzz(planted, ONCE);
    assert.match(find?.error ?? '', /a NUL/);
    assert.ok(Buffer.from(find?.input ?? []).includes(0));
    const again = await fuzz(planted, { ...ONCE, path: find?.path });
    assert.deepEqual(again.find?.input, find?.input);
  });

  it('given a reader that takes too long, then that is a find', async () => {
    const slow = {
      name: 'slow',
      inputs: fc.constant('x'),
      check: async () => {
        await new Promise((resolve) => setImmediate(resolve));
      },
      maxMilliseconds: -1,
    };
    assert.match((await fuzz(slow, ONCE)).find?.error ?? '', /took \d+ ms/);
  });
});
