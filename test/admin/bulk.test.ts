import { setImmediate as nextTurn } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { runBulk } from '../../src/core/admin/bulk.js';
import { ownError } from '../../src/core/errors.js';
import { FakeClock } from '../support/account.js';

describe('work on many items', () => {
  it('given a concurrency, then works on that many at a time at most, and answers in the order given', async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 20 }, (_, index) => index);
    const settled = await runBulk(
      items,
      async (item) => {
        running += 1;
        most = Math.max(most, running);
        // Later items end sooner.
        for (let turn = 20 - item; turn > 0; turn -= 1) await nextTurn();
        running -= 1;
        return item * 2;
      },
      { concurrency: 3, clock: new FakeClock() },
    );
    assert.equal(most, 3);
    assert.deepEqual(
      settled.map((result) => (result.state === 'done' ? result.value : undefined)),
      items.map((item) => item * 2),
    );
  });

  it('given items that fail, then the others are done, and a bug is one item’s failure', async () => {
    const settled = await runBulk(
      [0, 1, 2],
      (item) => {
        if (item === 0) throw ownError('NotFound', 'no');
        if (item === 1) throw new TypeError('oops');
        return Promise.resolve(item);
      },
      { concurrency: 1, clock: new FakeClock() },
    );
    assert.deepEqual(
      settled.map((result) =>
        result.state === 'failed' ? [result.error.code, result.error.message] : result.state,
      ),
      [['NotFound', 'no'], ['Internal', 'oops'], 'done'],
    );
  });

  it('given something thrown that is no error, then it is that item’s failure too', async () => {
    const [result] = await runBulk(
      [0],
      () => {
        AbortSignal.abort('no error').throwIfAborted();
        return Promise.resolve();
      },
      {
        concurrency: 1,
        clock: new FakeClock(),
      },
    );
    assert.equal(result?.state === 'failed' && result.error.code, 'Internal');
  });

  it('when asked to stop, then begins no other and ends those under way', async () => {
    const controller = new AbortController();
    const settled = await runBulk(
      [0, 1, 2, 3],
      async (item) => {
        if (item === 1) controller.abort();
        await Promise.resolve();
        return item;
      },
      { concurrency: 2, clock: new FakeClock(), signal: controller.signal },
    );
    assert.deepEqual(
      settled.map(({ state }) => state),
      ['done', 'done', 'notBegun', 'notBegun'],
    );
  });

  it('given work that never waits, then the wish to stop is heard all the same', async () => {
    const controller = new AbortController();
    setImmediate(() => {
      setImmediate(() => {
        controller.abort();
      });
    });
    const settled = await runBulk(
      Array.from({ length: 1000 }, (_, index) => index),
      () => Promise.resolve(),
      { concurrency: 1, clock: new FakeClock(), signal: controller.signal },
    );
    assert.equal(settled.at(-1)?.state, 'notBegun');
  });

  it('given an error that is fatal, then it ends the whole', async () => {
    const fatal = ownError('Interrupted', 'Interrupted.');
    const run = runBulk([0, 1], () => Promise.reject(fatal), {
      concurrency: 1,
      clock: new FakeClock(),
      isFatal: (error) => error === fatal,
    });
    await assert.rejects(run, fatal);
  });

  it('given no items, then there is nothing to do', async () => {
    assert.deepEqual(
      await runBulk([], () => Promise.resolve(), { concurrency: 4, clock: new FakeClock() }),
      [],
    );
  });
});
