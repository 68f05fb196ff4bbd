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
  newest(
    { region, from, before, operations }: TrailRange,
    olderThan: TrailRow | undefined,
    limit: number,
  ): TrailRow[] {
    return this.db.all(
      `SELECT seq, time, event_name, record FROM trail_events
       WHERE region = :region AND time >= :from AND (time, seq) < (:time, :seq)
         AND (:operations IS NULL OR event_name IN (SELECT value FROM json_each(:operations)))
       ORDER BY time DESC, seq DESC LIMIT :limit`,
      {
        region,
        from,
        time: olderThan?.time ?? before,
        seq: olderThan?.seq ?? 0,
        operations: operations === undefined ? null : JSON.stringify(operations),
        limit,
      },
    );
  }
}
