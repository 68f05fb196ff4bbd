import assert from 'node:assert/strict';
import { type Awaited, waitUntil } from '../../src/core/admin/wait.js';
import { FakeClock } from '../support/account.js';

function states(sequence: readonly string[], told: string[] = []): Awaited<string> {
  let index = 0;
  return {
    what: "fleet 'sales' to be ACTIVE",
    look: () => {
      const state = sequence[Math.min(index, sequence.length - 1)] ?? '';
      index += 1;
      return Promise.resolve(state);
    },
    stateOf: (state) => state,
    judge: (state) => (state === 'ACTIVE' ? 'reached' : state === 'CREATING' ? 'pending' : 'unreachable'),
    onPending: (state) => told.push(state),
  };
}

describe('waiting', () => {
  it('given the goal is there already, then it never sleeps', async () => {
    const timer = new FakeClock();
    assert.equal(await waitUntil(states(['ACTIVE']), { timer, timeoutMs: 0, intervalMs: 1000 }), 'ACTIVE');
    assert.deepEqual(timer.slept, []);
  });

  it('given the goal comes, then it looks once each interval and tells of each look', async () => {
    const timer = new FakeClock();
    const told: string[] = [];
    await waitUntil(states(['CREATING', 'CREATING', 'ACTIVE'], told), {
      timer,
      timeoutMs: 10_000,
      intervalMs: 700,
    });
    assert.deepEqual(timer.slept, [700, 700]);
    assert.deepEqual(told, ['CREATING', 'CREATING']);
  });

  it('given the time runs out, then WaitTimedOut after a last look at the deadline', async () => {
    const timer = new FakeClock();
    await assert.rejects(waitUntil(states(['CREATING']), { timer, timeoutMs: 2500, intervalMs: 1000 }), {
      code: 'WaitTimedOut',
      details: { state: 'CREATING', timeoutMs: 2500 },
    });
    assert.deepEqual(timer.slept, [1000, 1000, 500]);
  });

  it('given a state from which the goal cannot come, then StateUnreachable at once', async () => {
    const timer = new FakeClock();
    await assert.rejects(
      waitUntil(states(['CREATING', 'FAILED_TO_CREATE']), { timer, timeoutMs: 60_000, intervalMs: 1000 }),
      {
        code: 'StateUnreachable',
        message: /FAILED_TO_CREATE/,
      },
    );
    assert.deepEqual(timer.slept, [1000]);
  });

  it('given an interval of nothing, then the service is not hammered', async () => {
    const timer = new FakeClock();
    await assert.rejects(waitUntil(states(['CREATING']), { timer, timeoutMs: 100, intervalMs: 0 }), {
      code: 'WaitTimedOut',
    });
    assert.ok(timer.slept.length <= 10, String(timer.slept.length));
  });

  it('given a stop, then its reason', async () => {
    const reason = new Error('stopped');
    const signal = AbortSignal.abort(reason);
    await assert.rejects(
      waitUntil(states(['CREATING']), { timer: new FakeClock(), timeoutMs: 1000, intervalMs: 10, signal }),
      reason,
    );
  });
});
