import {
  type DeviceOrder,
  type DeviceSortField,
  type UserSortField,
} from '../../../ports/device-directory.js';
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

/** The columns that devices are sorted by. */
const DEVICE_COLUMNS: Readonly<Record<DeviceSortField, string>> = {
  deviceId: 'id',
  status: 'status',
  username: 'username',
  manufacturer: 'manufacturer',
  model: 'model',
  operatingSystem: 'operating_system',
  operatingSystemVersion: 'operating_system_version',
  patchLevel: 'patch_level',
  firstAccessedTime: 'first_accessed_at',
  lastAccessedTime: 'last_accessed_at',
};

/** What users are sorted by, of all of a user's devices. */
const USER_EXPRESSIONS: Readonly<Record<UserSortField, string>> = {
  username: 'username',
  deviceCount: 'count(*)',
  activeDeviceCount: "sum(status = 'ACTIVE')",
  lastAccessedTime: 'max(last_accessed_at)',
};

export class DeviceStore {
  #listings = 0;

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

  count(fleetId: number): number {
    const sql = 'SELECT count(*) AS count FROM devices WHERE fleet_id = :fleetId';
    return this.db.get<{ readonly count: number }>(sql, { fleetId })?.count ?? 0;
  }

  /** Devices by user and id, in pages, of users with a name after another. */
  *byUser(
    fleetId: number,
    afterUser: string,
    limit: number,
  ): Generator<readonly DeviceRow[], void, undefined> {
    let username = afterUser;
    // To SQLite a blob is greater than any text: this is after the last device of that user.
    let id: string | Uint8Array = new Uint8Array();
    for (;;) {
      const rows: readonly DeviceRow[] = this.db.all(
        `SELECT * FROM devices WHERE fleet_id = :fleetId AND (username, id) > (:username, :id)
         ORDER BY username, id LIMIT :limit`,
        { fleetId, username, id, limit },
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      ({ username, id } = last);
    }
  }

  /**
   * Devices in an order, in pages. Nobody asks for an order often enough for an index: it is made here, in a temporary file
   * of SQLite's, and holds ids only, so that neither memory nor the state file grows by it.
   */
  *inOrder(
    fleetId: number,
    { by, descending }: Pick<DeviceOrder, 'by' | 'descending'>,
    limit: number,
  ): Generator<readonly DeviceRow[], void, undefined> {
    const listing = ++this.#listings;
    const direction = descending ? 'DESC' : 'ASC';
    const order =
      'device' in by
        ? `SELECT :listing, id FROM devices WHERE fleet_id = :fleetId
           ORDER BY ${DEVICE_COLUMNS[by.device]} IS NULL, ${DEVICE_COLUMNS[by.device]} ${direction}, id`
        : `SELECT :listing, id FROM devices
           JOIN (SELECT username AS name, ${USER_EXPRESSIONS[by.user]} AS value
                 FROM devices WHERE fleet_id = :fleetId GROUP BY username) ON name = username
           WHERE fleet_id = :fleetId ORDER BY value ${direction}, username, id`;
    this.db.attempt(() => {
      this.db.run(
        `CREATE TEMP TABLE IF NOT EXISTS device_order
         (position INTEGER PRIMARY KEY, listing INTEGER NOT NULL, id TEXT NOT NULL) STRICT`,
      );
      this.db.run(`INSERT INTO temp.device_order (listing, id) ${order}`, { listing, fleetId });
    });
    try {
      for (let after = 0; ;) {
        const rows: readonly (DeviceRow & { readonly position: number })[] = this.db.all(
          `SELECT devices.*, position FROM temp.device_order AS sorted
           CROSS JOIN devices ON fleet_id = :fleetId AND devices.id = sorted.id
           WHERE position > :after AND listing = :listing ORDER BY position LIMIT :limit`,
          { listing, fleetId, after, limit },
        );
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows;
        after = last.position;
      }
    } finally {
      this.db.run('DELETE FROM temp.device_order WHERE listing = :listing', { listing });
    }
  }

  /** When the last of a user's devices is signed out, where any is to be. */
  lastDue(fleetId: number, username: string): number | undefined {
    const due = this.db.get<{ readonly due: number | null }>(
      'SELECT max(due_at) AS due FROM devices WHERE fleet_id = :fleetId AND username = :username',
      { fleetId, username },
    );
    return due?.due ?? undefined;
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
