import assert from 'node:assert/strict';
import { callEach } from '../../src/core/admin/call-each.js';
import { ServiceError } from '../../src/core/contract/errors.js';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../src/core/contract/contract.js';
import { type WorkLink } from '../../src/core/ports/work-link.js';
import { FakeClock } from '../support/account.js';

const FLEET_ARN = 'arn:aws:worklink::123456789012:fleet/sales';

/** Answers DescribeDevice as a test says, by the device's id. */
function describing(answer: (deviceId: string) => Promise<{ readonly Model: string }>): WorkLink {
  return {
    call: async <O extends OperationName>(_: O, input: OperationInput<O>) =>
      (await answer('DeviceId' in input ? input.DeviceId : '')) as OperationOutput<O>,
  };
}

function devices(count: number): { FleetArn: string; DeviceId: string }[] {
  return Array.from({ length: count }, (_, n) => ({ FleetArn: FLEET_ARN, DeviceId: String(n) }));
}

describe('calling an operation for each of many inputs', () => {
  it('answers in the order of the inputs, whatever comes first', async () => {
    const pending: (() => void)[] = [];
    const workLink = describing(
      (Model) =>
        new Promise((resolve) => {
          pending.push(() => {
            resolve({ Model });
          });
          if (pending.length === 5) for (const answer of pending.reverse()) answer();
        }),
    );

    const found = await callEach(workLink, 'DescribeDevice', devices(5), {
      clock: new FakeClock(),
      concurrency: 5,
    });

    assert.deepEqual(
      found,
      [0, 1, 2, 3, 4].map((n) => ({ Model: String(n) })),
    );
  });

  it('has no more calls under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const workLink = describing(async (Model) => {
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return { Model };
    });

    await callEach(workLink, 'DescribeDevice', devices(100), { clock: new FakeClock(), concurrency: 7 });

    assert.equal(most, 7);
  });

  it('has nothing for what is gone meanwhile', async () => {
    const workLink = describing((Model) =>
      Model === '1'
        ? Promise.reject(new ServiceError('ResourceNotFoundException', 'gone'))
        : Promise.resolve({ Model }),
    );

    const found = await callEach(workLink, 'DescribeDevice', devices(3), { clock: new FakeClock() });

    assert.deepEqual(found, [{ Model: '0' }, undefined, { Model: '2' }]);
  });

  it('ends with the first failure, and begins no other call', async () => {
    let calls = 0;
    const failure = new ServiceError('UnauthorizedException', 'no');
    const workLink = describing((Model) => {
      calls += 1;
      return Model === '3' ? Promise.reject(failure) : Promise.resolve({ Model });
    });

    await assert.rejects(
      callEach(workLink, 'DescribeDevice', devices(100), { clock: new FakeClock(), concurrency: 2 }),
      (error) => error === failure,
    );
    assert.ok(calls < 10, `${String(calls)} calls were made`);
  });

  it('ends with the signal’s reason', async () => {
    const stop = new AbortController();
    const reason = new Error('stop');
    const workLink = describing((Model) => {
      stop.abort(reason);
      return Promise.resolve({ Model });
    });

    await assert.rejects(
      callEach(workLink, 'DescribeDevice', devices(100), { clock: new FakeClock(), signal: stop.signal }),
      (error) => error === reason,
    );
  });
});
