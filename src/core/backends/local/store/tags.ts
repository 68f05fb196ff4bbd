import { type Database } from './database.js';

export class TagStore {
  constructor(private readonly db: Database) {}

  of(fleetId: number): Record<string, string> {
    const rows = this.db.all<{ key: string; value: string }>(
      'SELECT key, value FROM tags WHERE fleet_id = :fleetId ORDER BY key',
      { fleetId },
    );
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  }

  put(fleetId: number, tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) {
      this.db.run(
        'INSERT INTO tags VALUES (:fleetId, :key, :value) ON CONFLICT (fleet_id, key) DO UPDATE SET value = excluded.value',
        { fleetId, key, value },
      );
    }
  }

  remove(fleetId: number, keys: readonly string[]): void {
    for (const key of keys) {
      this.db.run('DELETE FROM tags WHERE fleet_id = :fleetId AND key = :key', { fleetId, key });
    }
  }
}
