import assert from 'node:assert/strict';
import { openLocalAccount } from '../../../../src/core/backends/local/account.js';
import {
  type AuditStreams,
  type ReadOptions,
  type StreamedRecord,
} from '../../../../src/core/ports/audit-streams.js';
import { type FakeClock, type TemporaryAccount, withAccount } from '../../../support/account.js';

const NAME = 'AmazonWorkLink-audit';
const ARN = `arn:aws:kinesis:us-east-1:123456789012:stream/${NAME}`;
const HOUR_MS = 60 * 60 * 1000;

function streamsOf({ account, caller }: TemporaryAccount, region = 'us-east-1'): AuditStreams {
  const { auditStreams } = account.backend(caller({ region }));
  assert.ok(auditStreams);
  return auditStreams;
}

/** An account with one stream that is ACTIVE. */
function withStream(
  body: (streams: AuditStreams, clock: FakeClock, temporary: TemporaryAccount) => Promise<void>,
): Promise<void> {
  return withAccount(async (temporary) => {
    const streams = streamsOf(temporary);
    await streams.create({ name: NAME });
    temporary.clock.advance(2_000);
    await body(streams, temporary.clock, temporary);
  });
}

const record = (text: string, partitionKey = text.slice(0, 1)) => ({ partitionKey, data: Buffer.from(text) });

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function texts(streams: AuditStreams, options: Partial<ReadOptions> = {}): Promise<string[]> {
  const records = await all(streams.read(NAME, { from: 'oldest', follow: false, ...options }));
  return records.map(({ data }) => Buffer.from(data).toString());
}

describe('audit streams of the local backend', () => {
  it('are made, and take records once they are ACTIVE', () =>
    withAccount(async (temporary) => {
      const streams = streamsOf(temporary);
      await streams.create({ name: NAME, shards: 2 });
      assert.deepEqual(await streams.describe(NAME), {
        name: NAME,
        arn: ARN,
        status: 'CREATING',
        createdTime: temporary.clock.now(),
        mode: 'PROVISIONED',
        openShards: 2,
        retentionHours: 24,
        isEncrypted: true,
        encryptionKey: 'alias/aws/kinesis',
      });
      await assert.rejects(streams.write(NAME, [record('a')]), { code: 'WrongState' });

      temporary.clock.advance(2_000);

      assert.equal((await streams.describe(NAME)).status, 'ACTIVE');
      await streams.write(NAME, [record('a')]);
    }));

  it('are listed by the beginning of their names, those of the Region', () =>
    withStream(async (streams, _, temporary) => {
      await streams.create({ name: 'another' });
      await streamsOf(temporary, 'eu-west-1').create({ name: 'AmazonWorkLink-far' });

      const names = async (prefix?: string) => (await all(streams.list(prefix))).map(({ name }) => name);
      assert.deepEqual(await names(), [NAME, 'another']);
      assert.deepEqual(await names('AmazonWorkLink-'), [NAME]);
      assert.deepEqual(await names('amazon'), []);
      // What would be a pattern elsewhere is none here.
      assert.deepEqual(await names('%'), []);
    }));

  it('have names and numbers of shards that Kinesis takes, each name once', () =>
    withStream(async (streams) => {
      await assert.rejects(streams.create({ name: NAME }), { code: 'AlreadyExists' });
      await assert.rejects(streams.create({ name: 'a b' }), { code: 'InvalidInput' });
      for (const shards of [0, 1.5, 10_001])
        await assert.rejects(streams.create({ name: 'new', shards }), { code: 'InvalidInput' });
    }));

  it('that are not there are not found', () =>
    withAccount(async (temporary) => {
      const streams = streamsOf(temporary);
      const missing = { code: 'NotFound' };
      await assert.rejects(streams.describe('gone'), missing);
      await assert.rejects(streams.write('gone', [record('a')]), missing);
      await assert.rejects(all(streams.read('gone', { from: 'oldest', follow: false })), missing);
    }));

  it('give back what was written in its order, over pages, a key’s records in one shard', () =>
    withStream(async (streams, clock) => {
      const written = Array.from({ length: 2_500 }, (_, index) => `${String(index % 7)}-${String(index)}`);
      await streams.write(
        NAME,
        written.slice(0, 1_000).map((text) => record(text)),
      );
      await streams.write(
        NAME,
        written.slice(1_000).map((text) => record(text)),
      );

      const records = await all(streams.read(NAME, { from: 'oldest', follow: false }));

      assert.deepEqual(
        records.map(({ data }) => Buffer.from(data).toString()),
        written,
      );
      const shardOf = new Map<string, string>();
      const last = new Map<string, number>();
      for (const { partitionKey, shardId, sequenceNumber, arrivalTime } of records) {
        assert.equal(shardOf.get(partitionKey) ?? shardId, shardId);
        shardOf.set(partitionKey, shardId);
        assert.ok(Number(sequenceNumber) > (last.get(shardId) ?? 0));
        last.set(shardId, Number(sequenceNumber));
        assert.deepEqual(arrivalTime, clock.now());
      }
      assert.ok(new Set(shardOf.values()).size > 1);
    }));

  it('are read from a moment on, or from what is yet to come', () =>
    withStream(async (streams, clock) => {
      await streams.write(NAME, [record('early')]);
      clock.advance(HOUR_MS);
      const moment = clock.now();
      await streams.write(NAME, [record('late')]);

      assert.deepEqual(await texts(streams, { from: moment }), ['late']);
      assert.deepEqual(await texts(streams, { from: new Date(moment.getTime() + 1) }), []);
      assert.deepEqual(await texts(streams, { from: 'latest' }), []);
    }));

  it('forget what is older than their retention', () =>
    withStream(async (streams, clock) => {
      await streams.write(NAME, [record('old')]);
      clock.advance(24 * HOUR_MS);
      assert.deepEqual(await texts(streams), ['old']);
      clock.advance(1);
      assert.deepEqual(await texts(streams), []);

      await streams.write(NAME, [record('new')]);

      clock.advance(-HOUR_MS);
      assert.deepEqual(await texts(streams), ['new'], 'what was forgotten does not come back with the clock');
    }));

  it('are followed: what comes is read as it comes, until the reading is ended', () =>
    withAccount(async (temporary) => {
      const { file, clock } = temporary;
      const ending = new AbortController();
      const writer = streamsOf(temporary);
      await writer.create({ name: NAME });
      clock.advance(2_000);
      let rounds = 0;
      const reading = openLocalAccount({
        file,
        clock: {
          now: () => clock.now(),
          sleep: async (milliseconds, signal) => {
            assert.equal(milliseconds, 1_000);
            rounds += 1;
            if (rounds === 3) {
              ending.abort(new Error('enough'));
              signal?.throwIfAborted();
            } else await writer.write(NAME, [record(`round ${String(rounds)}`)]);
          },
        },
      });
      try {
        const { auditStreams } = reading.backend(temporary.caller());
        assert.ok(auditStreams);
        assert.deepEqual(await texts(auditStreams, { from: 'latest', follow: true, signal: ending.signal }), [
          'round 1',
          'round 2',
        ]);
      } finally {
        reading.close();
      }
    }));

  it('that are being read can be left in between, and ended before they began', () =>
    withStream(async (streams) => {
      await streams.write(NAME, [record('a'), record('b')]);
      const seen: StreamedRecord[] = [];
      const ending = new AbortController();
      for await (const one of streams.read(NAME, { from: 'oldest', follow: true, signal: ending.signal })) {
        seen.push(one);
        ending.abort();
      }
      assert.equal(seen.length, 1);
      assert.deepEqual(await texts(streams, { follow: true, signal: ending.signal }), []);
    }));

  it('take no record that Kinesis would not', () =>
    withStream(async (streams) => {
      for (const bad of [
        record('a', ''),
        record('a', 'k'.repeat(257)),
        { partitionKey: 'k', data: Buffer.alloc(1024 * 1024 + 1) },
      ])
        await assert.rejects(streams.write(NAME, [record('fine'), bad]), { code: 'InvalidInput' });
      assert.deepEqual(await texts(streams), [], 'all of them or none');
    }));

  it('of a seeded account take records, and are exported without them', () =>
    withAccount(async (temporary) => {
      const emulator = temporary.account.emulator();
      await emulator.seed({ version: 1, streams: [ARN] }, { region: 'us-east-1' });
      const streams = streamsOf(temporary);

      await streams.write(NAME, [record('a')]);

      assert.deepEqual(await texts(streams), ['a']);
      assert.deepEqual((await emulator.exportAccount()).streams, [ARN]);
      await emulator.seed({ version: 1, streams: [ARN] }, { region: 'us-east-1' });
      assert.deepEqual(await texts(streams), ['a'], 'a stream that is seeded again stays as it is');
      emulator.reset();
      await assert.rejects(streams.describe(NAME), { code: 'NotFound' });
    }));
});
