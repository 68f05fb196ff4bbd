import type { StreamDescriptionSummary, StreamSummary } from '@aws-sdk/client-kinesis';
import { ownError, WorklinkError } from '../../errors.js';
import {
  type AuditStream,
  type AuditStreamDetail,
  type AuditStreams,
  type NewRecord,
  type NewStream,
  type ReadOptions,
  type StreamedRecord,
} from '../../ports/audit-streams.js';
import { quote } from '../../text.js';
import { type Connection, type ServiceConnection } from './connection.js';
import { readShards, type ShardSource } from './shards.js';
import type * as sdkModule from './sdk/kinesis.js';

/** The most a page has (Kinesis API Reference, ListStreams, ListShards, GetRecords). */
const STREAMS_PAGE = 100;
const SHARDS_PAGE = 1_000;
const RECORDS_PAGE = 1_000;
/** The most that one PutRecords takes: records, and bytes with their keys (Kinesis API Reference, PutRecords). */
const MAX_BATCH_RECORDS = 500;
const MAX_BATCH_BYTES = 5 * 1024 * 1024;
/** How often records that a stream did not take are sent again, and the first pause, in milliseconds. */
const WRITE_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 100;

const STATUSES: readonly AuditStream['status'][] = ['CREATING', 'DELETING', 'ACTIVE', 'UPDATING'];

type Sdk = typeof sdkModule;

/** Kinesis in the fleets' home Region, over HTTP/1: emulators do not speak the SDK's usual HTTP/2. */
export class AwsAuditStreams implements AuditStreams {
  readonly #service: ServiceConnection<{
    readonly sdk: Sdk;
    readonly client: InstanceType<Sdk['KinesisClient']>;
  }>;

  constructor(private readonly connection: Connection) {
    this.#service = connection.service('Kinesis', async (settings) => {
      const sdk = await import('./sdk/kinesis.js');
      return {
        sdk,
        client: new sdk.KinesisClient({ ...settings, requestHandler: new sdk.NodeHttpHandler() }),
      };
    });
  }

  async *list(prefix = ''): AsyncIterable<AuditStream> {
    const pages = this.#service.pages(
      ({ sdk, client }, ExclusiveStartStreamName, options) =>
        client.send(
          new sdk.ListStreamsCommand({
            Limit: STREAMS_PAGE,
            ...(ExclusiveStartStreamName !== undefined && { ExclusiveStartStreamName }),
          }),
          options,
        ),
      // Every endpoint knows to begin after a name; the token is younger than some.
      ({ HasMoreStreams, StreamNames }) => (HasMoreStreams === true ? StreamNames?.at(-1) : undefined),
    );
    for await (const { StreamNames = [], StreamSummaries = [] } of pages) {
      const summaries = new Map(StreamSummaries.map((summary) => [summary.StreamName, summary]));
      for (const name of StreamNames.filter((one) => one.startsWith(prefix))) {
        yield streamOf(summaries.get(name) ?? (await this.#describe(name)));
      }
    }
  }

  async describe(name: string): Promise<AuditStreamDetail> {
    const summary = await this.#describe(name);
    return {
      ...streamOf(summary),
      mode: summary.StreamModeDetails?.StreamMode ?? 'PROVISIONED',
      openShards: summary.OpenShardCount ?? 0,
      retentionHours: summary.RetentionPeriodHours ?? 0,
      isEncrypted: summary.EncryptionType === 'KMS',
      ...(summary.KeyId !== undefined && { encryptionKey: summary.KeyId }),
    };
  }

  async create({ name, shards }: NewStream): Promise<void> {
    try {
      await this.#service.call(({ sdk, client }, options) =>
        client.send(
          new sdk.CreateStreamCommand({
            StreamName: name,
            ...(shards === undefined
              ? { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }
              : { StreamModeDetails: { StreamMode: 'PROVISIONED' }, ShardCount: shards }),
          }),
          options,
        ),
      );
    } catch (error) {
      // Kinesis says of a name that is taken that it is in use (Kinesis API Reference, CreateStream).
      if (!(error instanceof WorklinkError) || error.details?.['exception'] !== 'ResourceInUseException')
        throw error;
      throw ownError('AlreadyExists', `The stream ${quote(name)} exists already.`, { cause: error });
    }
  }

  read(name: string, options: ReadOptions): AsyncIterable<StreamedRecord> {
    return readShards(this.#sourceOf(name), options, this.connection.options.timer);
  }

  async write(name: string, records: readonly NewRecord[]): Promise<void> {
    for (const batch of batchesOf(records)) await this.#writeBatch(name, batch);
  }

  async #writeBatch(name: string, batch: readonly NewRecord[]): Promise<void> {
    const { timer, signal } = this.connection.options;
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      const sent = left;
      if (attempt > 0) await timer.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal);
      const { Records = [] } = await this.#service.call(({ sdk, client }, options) =>
        client.send(
          new sdk.PutRecordsCommand({
            StreamName: name,
            Records: sent.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
          }),
          options,
        ),
      );
      // A call that succeeds may still have left records out, each with an error of its own.
      left = sent.filter((_, index) => Records[index]?.ErrorCode !== undefined);
      if (left.length > 0 && attempt + 1 >= WRITE_ATTEMPTS) {
        throw ownError(
          'Throttled',
          `Stream ${name} did not take ${String(left.length)} of ${String(batch.length)} records.`,
          {
            hint: 'Wait a while, or give the stream more shards.',
          },
        );
      }
    }
  }

  async #describe(name: string): Promise<StreamDescriptionSummary> {
    const { StreamDescriptionSummary: summary } = await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.DescribeStreamSummaryCommand({ StreamName: name }), options),
    );
    if (summary === undefined)
      throw ownError('Unreachable', 'Kinesis answered without a description of the stream.');
    return summary;
  }

  #sourceOf(name: string): ShardSource {
    return {
      shards: async () => {
        const pages = this.#service.pages(
          ({ sdk, client }, NextToken, options) =>
            client.send(
              // The token stands for the stream: the two are not to be sent together.
              new sdk.ListShardsCommand(
                NextToken === undefined ? { StreamName: name, MaxResults: SHARDS_PAGE } : { NextToken },
              ),
              options,
            ),
          (page) => page.NextToken,
        );
        const shards = [];
        for await (const { Shards = [] } of pages) {
          shards.push(
            ...Shards.map(({ ShardId, ParentShardId, AdjacentParentShardId, SequenceNumberRange }) => ({
              id: ShardId ?? '',
              parents: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
              isOpen: SequenceNumberRange?.EndingSequenceNumber === undefined,
            })),
          );
        }
        return shards;
      },
      iterator: async (shardId, start) => {
        const { ShardIterator } = await this.#service.call(({ sdk, client }, options) =>
          client.send(
            new sdk.GetShardIteratorCommand({
              StreamName: name,
              ShardId: shardId,
              ...(start === 'oldest'
                ? { ShardIteratorType: 'TRIM_HORIZON' }
                : start === 'latest'
                  ? { ShardIteratorType: 'LATEST' }
                  : start instanceof Date
                    ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: start }
                    : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: start.after }),
            }),
            options,
          ),
        );
        return ShardIterator;
      },
      records: async (iterator) => {
        const {
          Records = [],
          NextShardIterator,
          MillisBehindLatest,
        } = await this.#service.call(({ sdk, client }, options) =>
          client.send(new sdk.GetRecordsCommand({ ShardIterator: iterator, Limit: RECORDS_PAGE }), options),
        );
        return {
          records: Records.map(({ SequenceNumber, PartitionKey, ApproximateArrivalTimestamp, Data }) => ({
            sequenceNumber: SequenceNumber ?? '',
            partitionKey: PartitionKey ?? '',
            ...(ApproximateArrivalTimestamp !== undefined && { arrivalTime: ApproximateArrivalTimestamp }),
            data: Data ?? new Uint8Array(),
          })),
          next: NextShardIterator,
          behindMs: MillisBehindLatest ?? 0,
        };
      },
    };
  }
}

function streamOf(summary: StreamSummary | StreamDescriptionSummary): AuditStream {
  const status = STATUSES.find((known) => known === summary.StreamStatus);
  if (status === undefined)
    throw ownError('Unreachable', 'Kinesis answered without the state of the stream.');
  return {
    name: summary.StreamName ?? '',
    arn: summary.StreamARN ?? '',
    status,
    ...(summary.StreamCreationTimestamp !== undefined && { createdTime: summary.StreamCreationTimestamp }),
  };
}

function* batchesOf(records: readonly NewRecord[]): Generator<NewRecord[], void, undefined> {
  let batch: NewRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.data.byteLength + Buffer.byteLength(record.partitionKey);
    if (batch.length === MAX_BATCH_RECORDS || (batch.length > 0 && bytes + size > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
