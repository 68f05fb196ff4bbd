import { type Database } from './database.js';

interface TrailRow {
  readonly seq: number;
  readonly record: string;
}

export class TrailStore {
  constructor(private readonly db: Database) {}

  insert(event: { readonly time: number; readonly eventName: string; readonly record: string }): void {
    this.db.run('INSERT INTO trail_events (time, event_name, record) VALUES (:time, :eventName, :record)', {
      ...event,
    });
  }

  /** Records in the order of their calls, after the one numbered `after`. */
  page(after: number, limit: number): TrailRow[] {
    return this.db.all('SELECT seq, record FROM trail_events WHERE seq > :after ORDER BY seq LIMIT :limit', {
      after,
      limit,
    });
  }
}
