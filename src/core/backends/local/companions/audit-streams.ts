import { isAborted, pause } from '../../../ports/pause.js';
import { createHash } from 'node:crypto';
import { ownError, type WorklinkError } from '../../../errors.js';
import {
  type AuditStream,
  type AuditStreamDetail,
  type AuditStreams,
  type NewRecord,
  type NewStream,
  type ReadOptions,
  type StreamedRecord,
} from '../../../ports/audit-streams.js';
import { type Timer } from '../../../ports/clock.js';
import { quote } from '../../../text.js';
import { type Store } from '../store/store.js';
import { type RecordRow, type StreamRow } from '../store/streams.js';

export interface LocalAuditStreamsOptions {
  readonly store: Pick<Store, 'db' | 'streams'>;
  readonly accountId: string;
  readonly region: string;
  /** What waits for new records: the machine's time. */
  readonly timer: Timer;
  /** The emulator's time, in milliseconds since the epoch: what records and their retention go by. */
  readonly now: () => number;
  /** How long a stream is CREATING, in milliseconds. */
  readonly creatingMs: number;
}

const HOUR_MS = 60 * 60 * 1000;
const PAGE_SIZE = 1_000;
/** How often a stream without anything new is looked at again, in milliseconds. */
const IDLE_PAUSE_MS = 1_000;
/** Kinesis API Reference, CreateStream. */
const NAME = /^[\w.-]{1,128}$/;
const MAX_SHARDS = 10_000;
/** Kinesis API Reference, PutRecords. */
const MAX_KEY_CHARACTERS = 256;
const MAX_RECORD_BYTES = 1024 * 1024;
/** Hash keys are MD5's: 128 bits, of which the first 32 tell shards apart well enough. */
const HASH_SPACE = 2 ** 32;

/** Kinesis data streams in the state file. Their shards stay as they are: resharding is not emulated. */
export class LocalAuditStreams implements AuditStreams {
  constructor(private readonly options: LocalAuditStreamsOptions) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- of the port
  async *list(prefix = ''): AsyncIterable<AuditStream> {
    yield* this.#read((store) => store.beginningWith(this.#arn(prefix))).map(streamOf);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- of the port
  async describe(name: string): Promise<AuditStreamDetail> {
    const row = this.#read(() => this.#find(name));
    return {
      ...streamOf(row),
      mode: row.mode,
      openShards: row.shards,
      retentionHours: row.retention_hours,
      isEncrypted: row.encryption_key !== null,
      ...(row.encryption_key !== null && { encryptionKey: row.encryption_key }),
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- of the port
  async create({ name, shards }: NewStream): Promise<void> {
    if (!NAME.test(name)) {
      throw ownError('InvalidInput', `${quote(name)} is not the name of a stream.`, {
        hint: 'Give 1 to 128 letters, digits, dots, hyphens and underscores.',
      });
    }
    if (shards !== undefined && !(Number.isInteger(shards) && shards >= 1 && shards <= MAX_SHARDS)) {
      throw ownError('InvalidInput', `A stream cannot have ${String(shards)} shards.`, {
        hint: `Give 1 to ${String(MAX_SHARDS)}.`,
      });
    }
    const { store, now, creatingMs } = this.options;
    store.db.transaction(() => {
      const arn = this.#arn(name);
      if (store.streams.has(arn))
        throw ownError('AlreadyExists', `The stream ${quote(name)} exists already.`);
      const created = now();
      store.streams.put(arn, {
        created_at: created,
        due_at: created + creatingMs,
        ...(shards !== undefined && { mode: 'PROVISIONED', shards }),
      });
    });
  }

  async *read(name: string, { from, follow, signal }: ReadOptions): AsyncIterable<StreamedRecord> {
    const { store, timer } = this.options;
    const { arn } = this.#read(() => this.#find(name));
    let position = this.#start(arn, from);
    while (signal?.aborted !== true) {
      const page = this.#read(() => {
        const { retention_hours } = this.#find(name);
        return store.streams.records(arn, position, this.#keptSince(retention_hours), PAGE_SIZE);
      });
      for (const row of page) {
        if (isAborted(signal)) return;
        position = row.seq;
        yield recordOf(row);
      }
      if (page.length === PAGE_SIZE) continue;
      if (!follow || !(await pause(timer, IDLE_PAUSE_MS, signal))) return;
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- of the port
  async write(name: string, records: readonly NewRecord[]): Promise<void> {
    for (const record of records) requireWritable(record);
    const { store, now } = this.options;
    store.db.transaction(() => {
      const moment = now();
      store.streams.settle(moment);
      const row = this.#find(name);
      if (row.due_at !== null) {
        throw ownError('WrongState', `The stream ${quote(name)} is CREATING and takes no records yet.`, {
          hint: 'Wait until it is ACTIVE.',
        });
      }
      store.streams.trim(row.arn, this.#keptSince(row.retention_hours));
      for (const { partitionKey, data } of records) {
        store.streams.append(row.arn, {
          shard: shardOf(partitionKey, row.shards),
          partition_key: partitionKey,
          arrived_at: moment,
          data,
        });
      }
    });
  }

  /** The number of the record after which reading begins. */
  #start(arn: string, from: ReadOptions['from']): number {
    if (from === 'oldest') return 0;
    return this.#read((streams) => {
      const first = from === 'latest' ? undefined : streams.firstSince(arn, from.getTime());
      return first === undefined ? streams.lastSequence(arn) : first - 1;
    });
  }

  #keptSince(retentionHours: number): number {
    return this.options.now() - retentionHours * HOUR_MS;
  }

  #find(name: string): StreamRow {
    const row = this.options.store.streams.find(this.#arn(name));
    if (row === undefined) throw noStream(name, this.options.region);
    return row;
  }

  /** Looks at what time has come to. */
  #read<T>(look: (streams: Store['streams']) => T): T {
    const { store, now } = this.options;
    return store.db.transaction(() => {
      store.streams.settle(now());
      return look(store.streams);
    });
  }

  #arn(name: string): string {
    const { region, accountId } = this.options;
    return `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;
  }
}

function streamOf(row: StreamRow): AuditStream {
  return {
    name: row.arn.slice(row.arn.indexOf('/') + 1),
    arn: row.arn,
    status: row.due_at === null ? 'ACTIVE' : 'CREATING',
    ...(row.created_at !== null && { createdTime: new Date(row.created_at) }),
  };
}

function recordOf(row: RecordRow): StreamedRecord {
  return {
    shardId: `shardId-${String(row.shard).padStart(12, '0')}`,
    sequenceNumber: String(row.seq),
    partitionKey: row.partition_key,
    arrivalTime: new Date(row.arrived_at),
    data: row.data,
  };
}

/** A key's shard: each has an equal share of the hash keys (Kinesis API Reference, CreateStream). */
function shardOf(partitionKey: string, shards: number): number {
  const hash = createHash('md5').update(partitionKey).digest().readUInt32BE(0);
  return Math.floor((hash / HASH_SPACE) * shards);
}

function requireWritable({ partitionKey, data }: NewRecord): void {
  if (partitionKey === '' || partitionKey.length > MAX_KEY_CHARACTERS) {
    throw ownError(
      'InvalidInput',
      `A partition key has 1 to ${String(MAX_KEY_CHARACTERS)} characters, and ${quote(partitionKey)} has ${String(partitionKey.length)}.`,
    );
  }
  if (data.byteLength > MAX_RECORD_BYTES) {
    throw ownError(
      'InvalidInput',
      `A record has at most ${String(MAX_RECORD_BYTES)} bytes, and one has ${String(data.byteLength)}.`,
    );
  }
}

function noStream(name: string, region: string): WorklinkError {
  return ownError('NotFound', `The stream ${quote(name)} was not found in ${region}.`);
}
