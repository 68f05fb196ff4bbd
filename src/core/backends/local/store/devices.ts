import { type Database } from './database.js';

export interface DeviceRow {
  readonly fleet_id: number;
  readonly id: string;
  readonly username: string;
  readonly status: 'ACTIVE' | 'SIGNED_OUT';
  readonly due_at: number | null;
  readonly model: string | null;
  readonly manufacturer: string | null;
  readonly operating_system: string | null;
  readonly operating_system_version: string | null;
  readonly patch_level: string | null;
  readonly first_accessed_at: number;
  readonly last_accessed_at: number;
}

const COLUMNS = `devices (fleet_id, id, username, status, due_at, model, manufacturer, operating_system,
     operating_system_version, patch_level, first_accessed_at, last_accessed_at)
   VALUES (:fleet_id, :id, :username, :status, :due_at, :model, :manufacturer, :operating_system,
     :operating_system_version, :patch_level, :first_accessed_at, :last_accessed_at)`;

export class DeviceStore {
  constructor(private readonly db: Database) {}

  insert(device: DeviceRow): void {
    this.db.run(`INSERT INTO ${COLUMNS}`, { ...device });
  }

  /** Inserts a device unless there is one of its id. @returns how many were inserted */
  insertNew(device: DeviceRow): number {
    return this.db.run(`INSERT OR IGNORE INTO ${COLUMNS}`, { ...device });
  }

  /** Inserts a device, or has the one of its id be as given. */
  put(device: DeviceRow): void {
    this.db.run(`INSERT OR REPLACE INTO ${COLUMNS}`, { ...device });
  }

  find(fleetId: number, id: string): DeviceRow | undefined {
    return this.db.get('SELECT * FROM devices WHERE fleet_id = :fleetId AND id = :id', { fleetId, id });
  }

  page(fleetId: number, after: string, limit: number): DeviceRow[] {
    return this.db.all(
      'SELECT * FROM devices WHERE fleet_id = :fleetId AND id > :after ORDER BY id LIMIT :limit',
      { fleetId, after, limit },
    );
  }

  /** Those with an id from `first` to `last`, by id. */
  between(fleetId: number, first: string, last: string): DeviceRow[] {
    return this.db.all(
      'SELECT * FROM devices WHERE fleet_id = :fleetId AND id BETWEEN :first AND :last ORDER BY id',
      { fleetId, first, last },
    );
  }

  /** A user's devices, by id. */
  ofUser(fleetId: number, username: string): DeviceRow[] {
    return this.db.all(
      'SELECT * FROM devices WHERE fleet_id = :fleetId AND username = :username ORDER BY id',
      { fleetId, username },
    );
  }

  hasUser(fleetId: number, username: string): boolean {
    return (
      this.db.get('SELECT 1 FROM devices WHERE fleet_id = :fleetId AND username = :username LIMIT 1', {
        fleetId,
        username,
      }) !== undefined
    );
  }

  /** Has a user's devices signed out once `dueAt` has come; a sign-out asked for earlier stays as it is. */
  signOut(fleetId: number, username: string, dueAt: number): void {
    this.db.run(
      `UPDATE devices SET due_at = :dueAt
       WHERE fleet_id = :fleetId AND username = :username AND status = 'ACTIVE' AND due_at IS NULL`,
      { fleetId, username, dueAt },
    );
  }

  settle(now: number): void {
    this.db.run("UPDATE devices SET status = 'SIGNED_OUT', due_at = NULL WHERE due_at <= :now", { now });
  }
}
