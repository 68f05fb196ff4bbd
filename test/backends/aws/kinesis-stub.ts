import { type Answer, jsonError, type Received } from './stub.js';

interface StoredRecord {
  readonly SequenceNumber: string;
  readonly PartitionKey: string;
  readonly Data: string;
  readonly ApproximateArrivalTimestamp: number;
}

interface StoredShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
  readonly records: StoredRecord[];
  closed: boolean;
}

/** Records a page has at most: few, so that tests turn pages. */
const PAGE = 2;
const STREAM = 'AmazonWorkLink-audit';
const STREAM_ARN = `arn:aws:kinesis:eu-west-1:123456789012:stream/${STREAM}`;

/** One Kinesis stream as its JSON protocol shows it, with the shards a test gives it. */
export class KinesisStub {
  readonly shards: StoredShard[] = [];
  /** Records of the next PutRecords calls that are refused: how many of each. */
  readonly refuse: number[] = [];
  /** What CreateStream was asked for. */
  readonly created: Record<string, unknown>[] = [];
  /** What happens before each GetRecords is answered. */
  meanwhile: () => void = () => undefined;
  /** The iterators that are no longer good. */
  readonly expired = new Set<string>();
  /** GetRecords calls that are refused, for a shard has been read too often. */
  throttled = 0;
  #sequence = 0;

  shard(ShardId: string, parents: readonly string[] = []): StoredShard {
    const [ParentShardId, AdjacentParentShardId] = parents;
    const shard = {
      ShardId,
      ...(ParentShardId !== undefined && { ParentShardId }),
      ...(AdjacentParentShardId !== undefined && { AdjacentParentShardId }),
      records: [],
      closed: false,
    };
    this.shards.push(shard);
    return shard;
  }

  put(shard: StoredShard, text: string, second = 0): void {
    this.#sequence += 1;
    shard.records.push({
      SequenceNumber: String(this.#sequence).padStart(20, '0'),
      PartitionKey: text.slice(0, 1),
      Data: Buffer.from(text).toString('base64'),
      ApproximateArrivalTimestamp: 1_767_225_600 + second,
    });
  }

  answer({ action, body }: Received): Answer {
    const input = JSON.parse(body) as Record<string, unknown>;
    switch (action) {
      case 'Kinesis_20131202.ListStreams':
        return input['ExclusiveStartStreamName'] === undefined
          ? {
              body: {
                StreamNames: [STREAM, 'another'],
                HasMoreStreams: true,
                StreamSummaries: [{ StreamName: STREAM, StreamARN: STREAM_ARN, StreamStatus: 'ACTIVE' }],
              },
            }
          : { body: { StreamNames: ['AmazonWorkLink-older'], HasMoreStreams: false } };
      case 'Kinesis_20131202.DescribeStreamSummary':
        return this.#describe(String(input['StreamName']));
      case 'Kinesis_20131202.CreateStream':
        if (input['StreamName'] === STREAM)
          return jsonError('ResourceInUseException', `Stream ${STREAM} under account already exists.`);
        if (input['StreamName'] === 'a b') return jsonError('ValidationException', 'is no name');
        this.created.push(input);
        return { body: {} };
      case 'Kinesis_20131202.ListShards':
        return this.#listShards(input);
      case 'Kinesis_20131202.GetShardIterator':
        return { body: { ShardIterator: this.#iterator(input) } };
      case 'Kinesis_20131202.GetRecords':
        return this.#records(String(input['ShardIterator']));
      case 'Kinesis_20131202.PutRecords':
        return this.#putRecords(input['Records'] as { PartitionKey: string; Data: string }[]);
      default:
        return jsonError('InvalidArgumentException', `unexpected ${action}`);
    }
  }

  #describe(StreamName: string): Answer {
    if (StreamName === 'gone') return jsonError('ResourceNotFoundException', 'Stream gone was not found.');
    return {
      body: {
        StreamDescriptionSummary: {
          StreamName,
          StreamARN: STREAM_ARN,
          StreamStatus: 'ACTIVE',
          StreamModeDetails: { StreamMode: 'ON_DEMAND' },
          RetentionPeriodHours: 24,
          StreamCreationTimestamp: 1_767_225_600,
          EncryptionType: 'KMS',
          KeyId: 'alias/aws/kinesis',
          OpenShardCount: this.shards.filter(({ closed }) => !closed).length,
        },
      },
    };
  }

  #listShards({ NextToken = '0', StreamName }: Record<string, unknown>): Answer {
    if (StreamName === 'gone') return jsonError('ResourceNotFoundException', 'Stream gone was not found.');
    const start = Number(NextToken);
    const Shards = this.shards.slice(start, start + PAGE).map(({ records, closed, ...shard }) => ({
      ...shard,
      HashKeyRange: { StartingHashKey: '0', EndingHashKey: '1' },
      SequenceNumberRange: {
        StartingSequenceNumber: records[0]?.SequenceNumber ?? '0',
        ...(closed && { EndingSequenceNumber: records.at(-1)?.SequenceNumber ?? '0' }),
      },
    }));
    const more = start + PAGE < this.shards.length;
    return { body: { Shards, ...(more && { NextToken: String(start + PAGE) }) } };
  }

  #iterator(input: Record<string, unknown>): string {
    const shard = this.#find(String(input['ShardId']));
    const index = (test: (record: StoredRecord) => boolean): number => {
      const found = shard.records.findIndex(test);
      return found < 0 ? shard.records.length : found;
    };
    switch (input['ShardIteratorType']) {
      case 'TRIM_HORIZON':
        return `${shard.ShardId}/0`;
      case 'AT_TIMESTAMP':
        return `${shard.ShardId}/${String(index((record) => record.ApproximateArrivalTimestamp >= Number(input['Timestamp'])))}/at`;
      case 'AFTER_SEQUENCE_NUMBER':
        return `${shard.ShardId}/${String(index((record) => record.SequenceNumber > String(input['StartingSequenceNumber'])))}/renewed`;
      default:
        return `${shard.ShardId}/${String(shard.records.length)}`;
    }
  }

  #records(iterator: string): Answer {
    this.meanwhile();
    if (this.throttled > 0) {
      this.throttled -= 1;
      return jsonError('ProvisionedThroughputExceededException', 'Rate exceeded for shard.');
    }
    if (this.expired.has(iterator)) return jsonError('ExpiredIteratorException', 'Iterator expired.');
    const [shardId = '', at = '0'] = iterator.split('/');
    const shard = this.#find(shardId);
    const from = Number(at);
    const Records = shard.records.slice(from, from + PAGE);
    const next = from + Records.length;
    const atEnd = next >= shard.records.length;
    return {
      body: {
        Records,
        ...(!(atEnd && shard.closed) && { NextShardIterator: `${shardId}/${String(next)}` }),
        MillisBehindLatest: atEnd ? 0 : 1_000,
      },
    };
  }

  #putRecords(records: readonly { PartitionKey: string; Data: string }[]): Answer {
    const refused = this.refuse.shift() ?? 0;
    const Records = records.map((record, index) => {
      if (index < refused)
        return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Too much' };
      const [shard] = this.shards;
      if (shard !== undefined) this.put(shard, Buffer.from(record.Data, 'base64').toString());
      return { SequenceNumber: '1', ShardId: shard?.ShardId };
    });
    return { body: { FailedRecordCount: Math.min(refused, records.length), Records } };
  }

  #find(id: string): StoredShard {
    const shard = this.shards.find(({ ShardId }) => ShardId === id);
    if (shard === undefined) throw new Error(`no shard ${id}`);
    return shard;
  }
}
