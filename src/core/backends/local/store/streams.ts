import { type Database } from './database.js';

export interface StreamRow {
  readonly arn: string;
  /** Null where nobody said, in milliseconds since the epoch otherwise. */
  readonly created_at: number | null;
  /** When it can be written to; null once it can. */
  readonly due_at: number | null;
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  readonly shards: number;
  readonly retention_hours: number;
  /** Null where it is not encrypted. */
  readonly encryption_key: string | null;
}

export interface RecordRow {
  /** Grows with each record of the account, and is never given twice. */
  readonly seq: number;
  readonly shard: number;
  readonly partition_key: string;
  readonly arrived_at: number;
  readonly data: Uint8Array;
}

const SHARDS = 4;
const RETENTION_HOURS = 24;
/** Kinesis's own key in KMS (Kinesis Developer Guide, What is server-side encryption). */
const ENCRYPTION_KEY = 'alias/aws/kinesis';

/** The account's Kinesis data streams with their records. */
export class StreamStore {
  constructor(private readonly db: Database) {}

  has(arn: string): boolean {
    return this.find(arn) !== undefined;
  }

  find(arn: string): StreamRow | undefined {
    return this.db.get('SELECT * FROM streams WHERE arn = :arn', { arn });
  }

  /** @param prefix the beginning of their ARNs */
  beginningWith(prefix: string): StreamRow[] {
    return this.db.all('SELECT * FROM streams WHERE substr(arn, 1, length(:prefix)) = :prefix ORDER BY arn', {
      prefix,
    });
  }

  /** Makes a stream where there is none of that ARN yet: as Kinesis makes one where nobody says how, but encrypted, as audit logs should be. */
  put(arn: string, facts: Partial<Omit<StreamRow, 'arn'>> = {}): void {
    this.db.run(
      `INSERT OR IGNORE INTO streams (arn, created_at, due_at, mode, shards, retention_hours, encryption_key)
       VALUES (:arn, :created_at, :due_at, :mode, :shards, :retention_hours, :encryption_key)`,
      {
        created_at: null,
        due_at: null,
        mode: 'ON_DEMAND',
        shards: SHARDS,
        retention_hours: RETENTION_HOURS,
        encryption_key: ENCRYPTION_KEY,
        ...facts,
        arn,
      },
    );
  }

  append(arn: string, record: Omit<RecordRow, 'seq'>): void {
    this.db.run(
      `INSERT INTO stream_records (stream_arn, shard, partition_key, arrived_at, data)
       VALUES (:arn, :shard, :partition_key, :arrived_at, :data)`,
      { ...record, arn },
    );
  }

  /** Forgets what arrived before a moment. */
  trim(arn: string, before: number): void {
    this.db.run('DELETE FROM stream_records WHERE stream_arn = :arn AND arrived_at < :before', {
      arn,
      before,
    });
  }

  /** The last record's number; 0 where there was none. */
  lastSequence(arn: string): number {
    return (
      this.db.get<{ seq: number | null }>(
        'SELECT max(seq) AS seq FROM stream_records WHERE stream_arn = :arn',
        {
          arn,
        },
      )?.seq ?? 0
    );
  }

  /** The number of the first record that arrived at or after a moment. */
  firstSince(arn: string, moment: number): number | undefined {
    return (
      this.db.get<{ seq: number | null }>(
        'SELECT min(seq) AS seq FROM stream_records WHERE stream_arn = :arn AND arrived_at >= :moment',
        { arn, moment },
      )?.seq ?? undefined
    );
  }

  /** Records after one, in the order in which they were written, that arrived at or after a moment. */
  records(arn: string, after: number, since: number, limit: number): RecordRow[] {
    return this.db.all(
      `SELECT seq, shard, partition_key, arrived_at, data FROM stream_records
       WHERE stream_arn = :arn AND seq > :after AND arrived_at >= :since ORDER BY seq LIMIT :limit`,
      { arn, after, since, limit },
    );
  }

  settle(now: number): void {
    this.db.run('UPDATE streams SET due_at = NULL WHERE due_at <= :now', { now });
  }
}
