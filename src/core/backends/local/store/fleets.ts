import { type FleetStatus } from '../../../model/fleet-states.js';
import { type Database } from './database.js';

export interface FleetRow {
  readonly id: number;
  readonly name: string;
  readonly region: string;
  readonly display_name: string | null;
  readonly optimize_for_end_user_location: number;
  readonly company_code: string;
  readonly status: FleetStatus;
  readonly due_at: number | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly audit_stream_arn: string | null;
  readonly device_ca_certificate: string | null;
  readonly identity_provider_type: 'SAML' | null;
  readonly identity_provider_metadata: string | null;
  readonly vpc_id: string | null;
  readonly subnet_ids: string | null;
  readonly security_group_ids: string | null;
}

export type NewFleet = Pick<
  FleetRow,
  | 'name'
  | 'region'
  | 'display_name'
  | 'optimize_for_end_user_location'
  | 'company_code'
  | 'status'
  | 'due_at'
  | 'created_at'
>;

/** The columns an update may set, all of them a fleet's own. */
export type FleetChange = Partial<Omit<FleetRow, 'id' | 'name' | 'region' | 'company_code' | 'created_at'>>;

export class FleetStore {
  constructor(private readonly db: Database) {}

  insert(fleet: NewFleet): number {
    this.db.run(
      `INSERT INTO fleets (name, region, display_name, optimize_for_end_user_location, company_code, status, due_at, created_at, updated_at)
       VALUES (:name, :region, :display_name, :optimize_for_end_user_location, :company_code, :status, :due_at, :created_at, :created_at)`,
      fleet,
    );
    return this.db.get<{ id: number }>('SELECT last_insert_rowid() AS id')?.id ?? 0;
  }

  byName(name: string): FleetRow | undefined {
    return this.db.remember(`fleet ${name}`, () =>
      this.db.get('SELECT * FROM fleets WHERE name = :name', { name }),
    );
  }

  byId(id: number): FleetRow | undefined {
    return this.db.get('SELECT * FROM fleets WHERE id = :id', { id });
  }

  byCompanyCode(code: string): FleetRow | undefined {
    return this.db.get('SELECT * FROM fleets WHERE company_code = :code', { code });
  }

  hasCompanyCode(code: string): boolean {
    return this.db.get('SELECT 1 FROM fleets WHERE company_code = :code', { code }) !== undefined;
  }

  /** Whether another fleet of the account has a display name. */
  hasDisplayName(displayName: string, exceptId: number): boolean {
    return (
      this.db.get('SELECT 1 FROM fleets WHERE display_name = :displayName AND id <> :exceptId', {
        displayName,
        exceptId,
      }) !== undefined
    );
  }

  /** All fleets of the account, in the order they were made. */
  all(): FleetRow[] {
    return this.db.all('SELECT * FROM fleets ORDER BY id');
  }

  count(): number {
    return this.db.get<{ count: number }>('SELECT count(*) AS count FROM fleets')?.count ?? 0;
  }

  /** A Region's fleets in the order they were made, after the one with id `after`. */
  page(region: string, after: number, limit: number): FleetRow[] {
    return this.db.all(
      'SELECT * FROM fleets WHERE region = :region AND id > :after ORDER BY id LIMIT :limit',
      {
        region,
        after,
        limit,
      },
    );
  }

  update(id: number, change: FleetChange): void {
    const assignments = Object.keys(change).map((column) => `${column} = :${column}`);
    this.db.run(`UPDATE fleets SET ${assignments.join(', ')} WHERE id = :id`, { ...change, id });
  }

  /** Takes every fleet to the state it has come to by now. */
  settle(now: number): void {
    this.db.run(
      "UPDATE fleets SET status = 'ACTIVE', updated_at = due_at, due_at = NULL WHERE due_at <= :now AND status = 'CREATING'",
      { now },
    );
    this.db.run("DELETE FROM fleets WHERE due_at <= :now AND status = 'DELETING'", { now });
  }
}
