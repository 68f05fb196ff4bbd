import assert from 'node:assert/strict';
import { WorklinkError } from '../../../src/core/errors.js';
import { type AuditStreams, type ReadOptions } from '../../../src/core/ports/audit-streams.js';
import { KinesisStub } from './kinesis-stub.js';
import { all, inAwsWorld, KEYS, openBackend, type Stub, withStub } from './stub.js';

const STREAM = 'AmazonWorkLink-audit';

function withKinesis(
  body: (streams: AuditStreams, kinesis: KinesisStub, stub: Stub) => Promise<void>,
): Promise<void> {
  const kinesis = new KinesisStub();
  return withStub(
    (request) => kinesis.answer(request),
    (backend, stub) => body(backend.auditStreams, kinesis, stub),
  );
}

async function read(streams: AuditStreams, options: ReadOptions, most = Infinity): Promise<string[]> {
  const texts: string[] = [];
  for await (const { data } of streams.read(STREAM, options)) {
    texts.push(Buffer.from(data).toString());
    if (texts.length === most) break;
  }
  return texts;
}

describe('audit streams in Kinesis', () => {
  it('are listed by the beginning of their names, over pages', async () => {
    await withKinesis(async (streams, _, stub) => {
      const found = await all(streams.list('AmazonWorkLink-'));

      assert.deepEqual(
        found.map(({ name, status }) => [name, status]),
        [
          [STREAM, 'ACTIVE'],
          ['AmazonWorkLink-older', 'ACTIVE'], // of whom no summary came with the list
        ],
      );
      assert.deepEqual(stub.received[0]?.signed, {
        accessKeyId: 'AKIDEXAMPLE',
        region: 'eu-west-1',
        service: 'kinesis',
      });
      assert.equal((stub.inputs()[1] as Record<string, unknown>)['ExclusiveStartStreamName'], 'another');
    });
  });

  it('are described', async () => {
    await withKinesis(async (streams, kinesis) => {
      kinesis.shard('shard-1');
      assert.deepEqual(await streams.describe(STREAM), {
        name: STREAM,
        arn: `arn:aws:kinesis:eu-west-1:123456789012:stream/${STREAM}`,
        status: 'ACTIVE',
        createdTime: new Date('2026-01-01T00:00:00Z'),
        mode: 'ON_DEMAND',
        openShards: 1,
        retentionHours: 24,
        isEncrypted: true,
        encryptionKey: 'alias/aws/kinesis',
      });
      await assert.rejects(
        streams.describe('gone'),
        (error) => error instanceof WorklinkError && error.code === 'NotFound',
      );
    });
  });

  it('are made, of as many shards as are needed or are asked for, each name once', async () => {
    await withKinesis(async (streams, kinesis) => {
      await streams.create({ name: 'AmazonWorkLink-new' });
      await streams.create({ name: 'AmazonWorkLink-two', shards: 2 });

      assert.deepEqual(kinesis.created, [
        { StreamName: 'AmazonWorkLink-new', StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
        {
          StreamName: 'AmazonWorkLink-two',
          StreamModeDetails: { StreamMode: 'PROVISIONED' },
          ShardCount: 2,
        },
      ]);
      await assert.rejects(
        streams.create({ name: STREAM }),
        (error) => error instanceof WorklinkError && error.code === 'AlreadyExists',
      );
      await assert.rejects(
        streams.create({ name: 'a b' }),
        (error) => error instanceof WorklinkError && error.code !== 'AlreadyExists',
      );
    });
  });

  it('are read to their end, page by page', async () => {
    await withKinesis(async (streams, kinesis) => {
      const shard = kinesis.shard('shard-1');
      for (const text of ['a1', 'a2', 'a3', 'a4', 'a5']) kinesis.put(shard, text);

      const records = await all(streams.read(STREAM, { from: 'oldest', follow: false }));

      assert.deepEqual(
        records.map(({ data }) => Buffer.from(data).toString()),
        ['a1', 'a2', 'a3', 'a4', 'a5'],
      );
      const { shardId, partitionKey, sequenceNumber, arrivalTime } = records[0] ?? {};
      assert.deepEqual(
        { shardId, partitionKey, sequenceNumber, arrivalTime },
        {
          shardId: 'shard-1',
          partitionKey: 'a',
          sequenceNumber: '00000000000000000001',
          arrivalTime: new Date('2026-01-01T00:00:00Z'),
        },
      );
    });
  });

  it('are read parents first, through splits and merges', async () => {
    await withKinesis(async (streams, kinesis) => {
      const parent = kinesis.shard('shard-1');
      const left = kinesis.shard('shard-2', ['shard-1']);
      const right = kinesis.shard('shard-3', ['shard-1']);
      const merged = kinesis.shard('shard-4', ['shard-2', 'shard-3']);
      for (const text of ['p1', 'p2', 'p3']) kinesis.put(parent, text);
      for (const text of ['l1', 'l2', 'l3', 'l4', 'l5']) kinesis.put(left, text);
      kinesis.put(right, 'r1');
      kinesis.put(merged, 'm1');
      for (const shard of [parent, left, right]) shard.closed = true;

      const texts = await read(streams, { from: 'oldest', follow: false });

      assert.equal(texts.length, 10);
      assert.deepEqual(texts.slice(0, 3), ['p1', 'p2', 'p3']);
      assert.equal(texts.at(-1), 'm1');
    });
  });

  it('are read though a shard’s parents were forgotten long ago', async () => {
    await withKinesis(async (streams, kinesis) => {
      kinesis.put(kinesis.shard('shard-2', ['shard-1']), 'c1');
      assert.deepEqual(await read(streams, { from: 'oldest', follow: false }), ['c1']);
    });
  });

  it('are read from a moment on', async () => {
    await withKinesis(async (streams, kinesis) => {
      const shard = kinesis.shard('shard-1');
      for (const [second, text] of ['a1', 'a2', 'a3'].entries()) kinesis.put(shard, text, second);

      const texts = await read(streams, { from: new Date('2026-01-01T00:00:01Z'), follow: false });
      assert.deepEqual(texts, ['a2', 'a3']);
    });
  });

  it('are followed from now on, through a split, until the reader has had enough', async () => {
    await withKinesis(async (streams, kinesis) => {
      const old = kinesis.shard('shard-0');
      kinesis.put(old, 'old');
      old.closed = true;
      const shard = kinesis.shard('shard-1');
      kinesis.put(shard, 'before');
      // What comes while the reader asks again and again.
      kinesis.meanwhile = () => {
        if (shard.records.length < 3) kinesis.put(shard, `a${String(shard.records.length)}`);
        else if (!shard.closed) {
          shard.closed = true;
          kinesis.put(kinesis.shard('shard-2', ['shard-1']), 'b1');
        }
      };

      const texts = await read(streams, { from: 'latest', follow: true }, 3);

      assert.deepEqual(texts, ['a1', 'a2', 'b1']);
    });
  });

  it('are followed through a merge: what came of it is read once both have been read to their ends', async () => {
    await withKinesis(async (streams, kinesis) => {
      const [one, other] = [kinesis.shard('shard-1'), kinesis.shard('shard-2')];
      let looks = 0;
      kinesis.meanwhile = () => {
        looks += 1;
        if (looks === 2) {
          kinesis.put(one, 'a1');
          one.closed = true;
          kinesis.put(kinesis.shard('shard-3', ['shard-1', 'shard-2']), 'c1');
        }
        if (looks === 6) {
          kinesis.put(other, 'b1');
          other.closed = true;
        }
      };

      assert.deepEqual(await read(streams, { from: 'latest', follow: true }, 3), ['a1', 'b1', 'c1']);
    });
  });

  it('are followed though an iterator expires before there was any record: what came meanwhile is told', async () => {
    await withKinesis(async (streams, kinesis) => {
      const shard = kinesis.shard('shard-1');
      kinesis.put(shard, 'before');
      kinesis.expired.add('shard-1/1');
      let isFirst = true;
      kinesis.meanwhile = () => {
        // Later than any clock of this test's.
        if (isFirst) kinesis.put(shard, 'a1', 10 * 365 * 86_400);
        isFirst = false;
      };

      assert.deepEqual(await read(streams, { from: 'latest', follow: true }, 1), ['a1']);
    });
  });

  it('are read on where a shard has been read too often', async () => {
    await withKinesis(async (streams, kinesis) => {
      const shard = kinesis.shard('shard-1');
      for (const text of ['a1', 'a2', 'a3']) kinesis.put(shard, text);
      kinesis.throttled = 3;

      assert.deepEqual(await read(streams, { from: 'oldest', follow: false }), ['a1', 'a2', 'a3']);
      assert.equal(kinesis.throttled, 0);
    });
  });

  it('are followed until a signal says stop', async () => {
    await withKinesis(async (streams, kinesis) => {
      kinesis.put(kinesis.shard('shard-1'), 'a1');
      const controller = new AbortController();
      const texts: string[] = [];
      for await (const { data } of streams.read(STREAM, {
        from: 'oldest',
        follow: true,
        signal: controller.signal,
      })) {
        texts.push(Buffer.from(data).toString());
        controller.abort();
      }
      assert.deepEqual(texts, ['a1']);
    });
  });

  it('are read on after the last record where an iterator has expired', async () => {
    await withKinesis(async (streams, kinesis) => {
      const shard = kinesis.shard('shard-1');
      for (const text of ['a1', 'a2', 'a3']) kinesis.put(shard, text);
      kinesis.expired.add('shard-1/2');

      assert.deepEqual(await read(streams, { from: 'oldest', follow: false }), ['a1', 'a2', 'a3']);
    });
  });

  it('are written to in batches, and records a stream refused are sent again', async () => {
    await withKinesis(async (streams, kinesis, stub) => {
      const shard = kinesis.shard('shard-1');
      kinesis.refuse.push(2);
      const records = Array.from({ length: 501 }, (_, n) => ({
        partitionKey: 'p',
        data: Buffer.from(`record ${String(n)}`),
      }));

      await streams.write(STREAM, records);

      assert.deepEqual(
        stub.inputs().map((input) => (input as { Records: unknown[] }).Records.length),
        [500, 2, 1],
      );
      assert.equal(new Set(shard.records.map(({ Data }) => Data)).size, 501);
    });
  });

  it('are written to in batches of at most five megabytes', async () => {
    await withKinesis(async (streams, kinesis, stub) => {
      kinesis.shard('shard-1');
      const records = Array.from({ length: 6 }, () => ({
        partitionKey: 'p',
        data: Buffer.alloc(1024 * 1024 - 1),
      }));

      await streams.write(STREAM, records);

      assert.deepEqual(
        stub.inputs().map((input) => (input as { Records: unknown[] }).Records.length),
        [5, 1],
      );
    });
  });

  it('are given up where a stream keeps refusing', async () => {
    await withKinesis(async (streams, kinesis) => {
      kinesis.refuse.push(...Array<number>(20).fill(1));
      await assert.rejects(
        streams.write(STREAM, [{ partitionKey: 'p', data: Buffer.from('x') }]),
        (error) => error instanceof WorklinkError && error.code === 'Throttled',
      );
      assert.ok(kinesis.refuse.length > 0, 'it gave up');
    });
  });
});

/**
 * A Kinesis that is not ours, such as kinesalite: its endpoint, and a stream in it that is there already.
 * `WORKLINK_KINESIS_ENDPOINT=http://127.0.0.1:4567 WORKLINK_KINESIS_STREAM=AmazonWorkLink-trial`
 */
const { WORKLINK_KINESIS_ENDPOINT: endpoint, WORKLINK_KINESIS_STREAM: stream } = process.env;

if (endpoint !== undefined && stream !== undefined) {
  describe(`audit streams at ${endpoint}`, () => {
    it('are listed, described, written to and read', async () => {
      await inAwsWorld({ ...KEYS, AWS_ENDPOINT_URL_KINESIS: endpoint }, async () => {
        const backend = openBackend();
        try {
          const { auditStreams } = backend;
          assert.ok((await all(auditStreams.list(stream))).some(({ name }) => name === stream));
          assert.equal((await auditStreams.describe(stream)).status, 'ACTIVE');
          const texts = Array.from({ length: 20 }, (_, n) => `${String(Date.now())} ${String(n)}`);
          await auditStreams.write(
            stream,
            texts.map((text) => ({ partitionKey: text, data: Buffer.from(text) })),
          );
          const records = await all(auditStreams.read(stream, { from: 'oldest', follow: false }));
          const found = new Set(records.map(({ data }) => Buffer.from(data).toString()));
          assert.ok(texts.every((text) => found.has(text)));
        } finally {
          backend.close();
        }
      });
    });
  });
}
