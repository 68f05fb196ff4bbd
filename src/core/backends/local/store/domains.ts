import { type DomainStatus } from '../../../model/domain-states.js';
import { type Database } from './database.js';

export interface DomainRow {
  readonly fleet_id: number;
  readonly name_key: string;
  readonly name: string;
  readonly display_name: string | null;
  readonly certificate_arn: string;
  readonly status: DomainStatus;
  readonly due_at: number | null;
  readonly created_at: number;
}

/** How long the steps of an association last, in milliseconds. */
export interface DomainDelays {
  readonly associating: number;
}

export class DomainStore {
  constructor(private readonly db: Database) {}

  insert(domain: Omit<DomainRow, 'name_key'>): void {
    this.db.run(
      `INSERT INTO domains (fleet_id, name_key, name, display_name, certificate_arn, status, due_at, created_at)
       VALUES (:fleet_id, :name_key, :name, :display_name, :certificate_arn, :status, :due_at, :created_at)`,
      { ...domain, name_key: domain.name.toLowerCase() },
    );
  }

  find(fleetId: number, name: string): DomainRow | undefined {
    return this.db.get('SELECT * FROM domains WHERE fleet_id = :fleetId AND name_key = :key', {
      fleetId,
      key: name.toLowerCase(),
    });
  }

  /** A fleet's domains by name, after the one with the key `after`. */
  page(fleetId: number, after: string, limit: number): DomainRow[] {
    return this.db.all(
      'SELECT * FROM domains WHERE fleet_id = :fleetId AND name_key > :after ORDER BY name_key LIMIT :limit',
      { fleetId, after, limit },
    );
  }

  /** A fleet's domains from one key to another, both included, by name. */
  between(fleetId: number, first: string, last: string): DomainRow[] {
    return this.db.all(
      'SELECT * FROM domains WHERE fleet_id = :fleetId AND name_key BETWEEN :first AND :last ORDER BY name_key',
      { fleetId, first, last },
    );
  }

  hasDisplayName(displayName: string, except: DomainRow | undefined): boolean {
    return (
      this.db.get(
        `SELECT 1 FROM domains
         WHERE display_name = :displayName AND NOT (fleet_id = :fleetId AND name_key = :key) LIMIT 1`,
        { displayName, fleetId: except?.fleet_id ?? 0, key: except?.name_key ?? '' },
      ) !== undefined
    );
  }

  setStatus(domain: DomainRow, status: DomainStatus, dueAt: number | null): void {
    this.db.run(
      'UPDATE domains SET status = :status, due_at = :dueAt WHERE fleet_id = :fleetId AND name_key = :key',
      { status, dueAt, fleetId: domain.fleet_id, key: domain.name_key },
    );
  }

  setDisplayName(domain: DomainRow, displayName: string | null): void {
    this.db.run(
      'UPDATE domains SET display_name = :displayName WHERE fleet_id = :fleetId AND name_key = :key',
      {
        displayName,
        fleetId: domain.fleet_id,
        key: domain.name_key,
      },
    );
  }

  /** Whose fleets use a certificate: their names, each once. */
  fleetsUsing(certificateArn: string): string[] {
    return this.db
      .all<{ name: string }>(
        `SELECT DISTINCT fleets.name FROM domains JOIN fleets ON fleets.id = domains.fleet_id
         WHERE certificate_arn = :certificateArn ORDER BY fleets.name`,
        { certificateArn },
      )
      .map(({ name }) => name);
  }

  /**
   * Takes every domain to the state it has come to by now. An association whose certificate has expired by the
   * time it would complete fails. In the order of the states, so that one pass is enough however late it comes.
   */
  settle(now: number, delays: DomainDelays): void {
    this.db.run(
      `UPDATE domains SET status = 'ASSOCIATING', due_at = due_at + :delay
       WHERE due_at <= :now AND status = 'PENDING_VALIDATION'`,
      { now, delay: delays.associating },
    );
    this.db.run(
      `UPDATE domains SET
         status = CASE WHEN EXISTS (
           SELECT 1 FROM certificates
           WHERE arn = domains.certificate_arn AND (status <> 'ISSUED' OR certificates.due_at <= domains.due_at)
         ) THEN 'FAILED_TO_ASSOCIATE' ELSE 'ACTIVE' END,
         due_at = NULL
       WHERE due_at <= :now AND status = 'ASSOCIATING'`,
      { now },
    );
    this.db.run("DELETE FROM domains WHERE due_at <= :now AND status = 'DISASSOCIATING'", { now });
  }
}
