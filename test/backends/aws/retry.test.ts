import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { DeliveredRate } from '../../../src/core/backends/aws/delivered-rate.js';
import { SteadyRetryStrategy } from '../../../src/core/backends/aws/retry.js';
import { callEach } from '../../../src/core/admin/call-each.js';
import { type OperationName, type OperationOutput } from '../../../src/core/contract/contract.js';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { type BulkProgress } from '../../../src/core/admin/bulk.js';
import { type WorkLink } from '../../../src/core/ports/work-link.js';
import { jsonError, withStub } from './stub.js';
import { TokenBucket, VirtualTimer } from './virtual-timer.js';

const FLEET_ARN = 'arn:aws:worklink::123456789012:fleet/sales';
const DEVICES = 1_000;
/** How much longer than the service's rate allows all calls may take together. */
const TOLERATED = 1.2;

function devices(count: number): { FleetArn: string; DeviceId: string }[] {
  return Array.from({ length: count }, (_, n) => ({ FleetArn: FLEET_ARN, DeviceId: String(n) }));
}

/** A service that throttles, called the way a client calls it, by a clock of the test's. */
function throttlingService(timer: VirtualTimer, bucket: TokenBucket, latencyMs: number): WorkLink {
  const strategy = new SteadyRetryStrategy({ timer, attempts: 3, throttledAttempts: 10 });
  return {
    call: async <O extends OperationName>(): Promise<OperationOutput<O>> => {
      let token = await strategy.acquireInitialRetryToken('');
      for (;;) {
        await timer.sleep(latencyMs);
        if (bucket.take()) {
          strategy.recordSuccess(token);
          return {} as OperationOutput<O>; // nothing is looked at
        }
        try {
          token = await strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' });
        } catch {
          throw new ServiceError('TooManyRequestsException', 'Too many requests');
        }
      }
    },
  };
}

describe('many calls of a service that throttles', () => {
  for (const [perSecond, burst, latencyMs] of [
    [2, 2, 100],
    [10, 10, 20],
    [10, 40, 150],
    [50, 5, 20],
    [200, 20, 5],
    [200, 200, 100],
  ] as const) {
    it(`end within ${String(TOLERATED)} times what ${String(perSecond)} a second and ${String(burst)} at once allow, at ${String(latencyMs)} ms a call`, async () => {
      const timer = new VirtualTimer();
      const bucket = new TokenBucket(() => timer.now().getTime(), perSecond, burst);
      const service = throttlingService(timer, bucket, latencyMs);

      const took = await timer.run(callEach(service, 'DescribeDevice', devices(DEVICES), { clock: timer }));

      const allowed = ((DEVICES - burst) * 1_000) / perSecond;
      assert.ok(took <= allowed * TOLERATED, `${String(took)} ms where ${String(allowed)} are needed`);
      assert.ok(bucket.rejected > 0, 'the service did throttle');
      assert.ok(bucket.rejected < DEVICES / 2, `${String(bucket.rejected)} calls were refused`);
    });
  }

  it('are given up, after some patience, where the service refuses everything', async () => {
    const timer = new VirtualTimer();
    const service = throttlingService(timer, new TokenBucket(() => timer.now().getTime(), 0, 0), 20);

    const took = timer.run(callEach(service, 'DescribeDevice', devices(1), { clock: timer }));

    await assert.rejects(
      took,
      (error) => error instanceof ServiceError && error.code === 'TooManyRequestsException',
    );
  });

  it('are not held back where the service does not throttle', async () => {
    const timer = new VirtualTimer();
    const service = throttlingService(timer, new TokenBucket(() => timer.now().getTime(), 0, DEVICES), 32);

    const took = await timer.run(
      callEach(service, 'DescribeDevice', devices(DEVICES), { clock: timer, concurrency: 10 }),
    );

    assert.equal(took, (DEVICES / 10) * 32);
  });

  it('end in time over HTTP too, with no error shown, and tell how far they are', async function () {
    this.timeout(20_000);
    const perSecond = 100;
    const burst = 20;
    const count = 300;
    const bucket = new TokenBucket(() => performance.now(), perSecond, burst);
    await withStub(
      () =>
        bucket.take()
          ? { body: { Status: 'ACTIVE' } }
          : {
              ...jsonError('TooManyRequestsException', ''),
              status: 429,
              body: { Message: 'Too many requests' },
            },
      async ({ workLink }) => {
        const clock = { now: () => new Date() };
        const progress: BulkProgress[] = [];
        const begun = performance.now();

        const described = await callEach(workLink, 'DescribeDevice', devices(count), {
          clock,
          onProgress: (now) => progress.push(now),
        });

        const took = performance.now() - begun;
        assert.ok(described.every((device) => device?.Status === 'ACTIVE'));
        const allowed = ((count - burst) * 1_000) / perSecond;
        assert.ok(took <= allowed * TOLERATED, `${String(took)} ms where ${String(allowed)} are needed`);
        assert.ok(bucket.rejected > 0, 'the service did throttle');
        assert.equal(progress.length, count);
        assert.deepEqual(
          { ...progress.at(-1), perSecond: 0, leftMs: 0 },
          { total: count, done: count, failed: 0, perSecond: 0, leftMs: 0 },
        );
      },
      {
        timer: {
          now: () => new Date(),
          sleep: async (milliseconds, signal) => {
            await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
          },
        },
      },
    );
  });
});

describe('the rate a service delivers', () => {
  it('is not asked for before the service refuses a call', async () => {
    const timer = new VirtualTimer();
    const rate = new DeliveredRate(timer);
    const took = await timer.run(Promise.all(Array.from({ length: 100 }, () => rate.take())));
    assert.equal(took, 0);
  });

  it('spaces calls, however many there are at once, once it has refused one', async () => {
    const timer = new VirtualTimer();
    const rate = new DeliveredRate(timer);
    await rate.take();
    rate.throttled();
    const took = await timer.run(Promise.all([rate.take(), rate.take(), rate.take()]));
    assert.equal(took, 4_000); // nothing was delivered: one call every two seconds
  });

  it('is forgotten once nothing was asked for a while', async () => {
    const timer = new VirtualTimer();
    const rate = new DeliveredRate(timer);
    await rate.take();
    rate.throttled();
    await timer.run(timer.sleep(60_000));
    const took = await timer.run(Promise.all(Array.from({ length: 10 }, () => rate.take())));
    assert.equal(took, 0);
  });

  it('is no longer waited for once a signal says stop', async () => {
    const timer = new VirtualTimer();
    const rate = new DeliveredRate(timer);
    await rate.take();
    rate.throttled();
    await rate.take();
    const stop = new AbortController();
    const waiting = rate.take(stop.signal);
    stop.abort(new Error('stop'));
    await assert.rejects(waiting, /stop/);
  });
});
