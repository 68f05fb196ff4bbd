import { type Database } from './database.js';

export interface TrailRow {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly event_name: string;
  /** JSON, in CloudTrail's record format. */
  readonly record: string;
}

/** Which records are read. */
export interface TrailRange {
  readonly region: string;
  /** From this moment on, in milliseconds since the epoch. */
  readonly from: number;
  /** Before this moment. */
  readonly before: number;
  /** The calls of these operations; all where absent. */
  readonly operations?: readonly string[] | undefined;
}

export class TrailStore {
  constructor(private readonly db: Database) {}

  insert(event: { readonly time: number; readonly eventName: string; readonly record: string }): void {
    this.db.run('INSERT INTO trail_events (time, event_name, record) VALUES (:time, :eventName, :record)', {
      ...event,
    });
  }

  /** Records of a range, newest first, older than the one given. Of the same moment, the later written is the newer. */
  newest(range: TrailRange, olderThan: TrailRow | undefined, limit: number): TrailRow[] {
    if (olderThan === undefined) return this.#before(range, range.before, limit);
    // Two searches of the index: one for both would look at all records of the moment again and again.
    const sameMoment = this.#read(range, 'time = :time AND seq < :seq', { ...olderThan, limit });
    if (sameMoment.length === limit) return sameMoment;
    return [...sameMoment, ...this.#before(range, olderThan.time, limit - sameMoment.length)];
  }

  #before(range: TrailRange, time: number, limit: number): TrailRow[] {
    return this.#read(range, 'time < :time', { time, limit });
  }

  #read(
    { region, from, operations }: TrailRange,
    where: 'time = :time AND seq < :seq' | 'time < :time',
    { time, seq, limit }: { readonly time: number; readonly seq?: number; readonly limit: number },
  ): TrailRow[] {
    return this.db.all(
      `SELECT seq, time, event_name, record FROM trail_events
       WHERE region = :region AND time >= :from AND ${where}
         AND (:operations IS NULL OR event_name IN (SELECT value FROM json_each(:operations)))
       ORDER BY time DESC, seq DESC LIMIT :limit`,
      {
        region,
        from,
        time,
        seq: seq ?? null,
        operations: operations === undefined ? null : JSON.stringify(operations),
        limit,
      },
    );
  }
}
