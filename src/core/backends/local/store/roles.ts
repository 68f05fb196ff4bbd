import { type RoleDeletion } from '../../../ports/roles.js';
import { type Database } from './database.js';

interface RoleDeletionRow {
  readonly id: string;
  readonly status: RoleDeletion['status'];
  readonly reason: string | null;
  /** JSON: what was in the way. */
  readonly usage: string | null;
}

/** What became of deletions of service-linked roles. */
export class RoleDeletionStore {
  constructor(private readonly db: Database) {}

  insert({ id, status, reason, usage }: RoleDeletion): void {
    this.db.run(
      'INSERT INTO role_deletions (id, status, reason, usage) VALUES (:id, :status, :reason, :usage)',
      { id, status, reason: reason ?? null, usage: usage === undefined ? null : JSON.stringify(usage) },
    );
  }

  find(id: string): RoleDeletion | undefined {
    const row = this.db.get<RoleDeletionRow>('SELECT * FROM role_deletions WHERE id = :id', { id });
    if (row === undefined) return undefined;
    return {
      id,
      status: row.status,
      ...(row.reason !== null && { reason: row.reason }),
      ...(row.usage !== null && { usage: JSON.parse(row.usage) as NonNullable<RoleDeletion['usage']> }), // as inserted
    };
  }
}
