import { type Database } from './database.js';

export interface AccountRow {
  readonly account_id: string;
  readonly created_at: number;
  readonly token_key: Uint8Array;
  readonly clock_offset_ms: number;
  readonly public_url: string;
}

export interface PrincipalRow {
  readonly name: string;
  readonly principal_id: string;
  readonly policies: string;
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly created_at: number;
}

export interface RoleRow {
  readonly name: string;
  readonly role_id: string;
  readonly created_at: number;
}

/** The tables a reset empties whole. */
const EMPTIED_BY_RESET = [
  'fleets', // with their tags, domains, certificate authorities, providers, devices and sign-ins
  'certificates',
  'certificate_authority',
  'service_provider_key',
  'vpcs', // with their subnets and security groups
  'streams',
  'distribution_aliases',
  'roles',
  'role_deletions',
  'trail_events',
  'faults',
] as const;

export class AccountStore {
  constructor(private readonly db: Database) {}

  read(): AccountRow | undefined {
    return this.db.get('SELECT * FROM account');
  }

  /** Makes the account unless another process has just done so. */
  create(account: Omit<AccountRow, 'clock_offset_ms'>): void {
    this.db.run(
      `INSERT OR IGNORE INTO account (id, account_id, created_at, token_key, public_url)
       VALUES (1, :account_id, :created_at, :token_key, :public_url)`,
      { ...account },
    );
  }

  setClockOffset(offsetMs: number): void {
    this.db.run('UPDATE account SET clock_offset_ms = :offsetMs', { offsetMs });
  }

  setPublicUrl(url: string): void {
    this.db.run('UPDATE account SET public_url = :url', { url });
  }

  insertPrincipal(principal: PrincipalRow): void {
    this.db.run(
      `INSERT INTO principals (name, principal_id, policies, access_key_id, secret_access_key, created_at)
       VALUES (:name, :principal_id, :policies, :access_key_id, :secret_access_key, :created_at)`,
      { ...principal },
    );
  }

  principal(name: string): PrincipalRow | undefined {
    return this.db.get('SELECT * FROM principals WHERE name = :name', { name });
  }

  principalByAccessKey(accessKeyId: string): PrincipalRow | undefined {
    return this.db.get('SELECT * FROM principals WHERE access_key_id = :accessKeyId', { accessKeyId });
  }

  principals(): PrincipalRow[] {
    return this.db.all('SELECT * FROM principals ORDER BY rowid');
  }

  /** Gives a principal that is there another id, other policies, another key. */
  updatePrincipal(principal: PrincipalRow): void {
    this.db.run(
      `UPDATE principals SET principal_id = :principal_id, policies = :policies, access_key_id = :access_key_id,
         secret_access_key = :secret_access_key, created_at = :created_at
       WHERE name = :name`,
      { ...principal },
    );
  }

  deletePrincipal(name: string): void {
    this.db.run('DELETE FROM principals WHERE name = :name', { name });
  }

  roles(): RoleRow[] {
    return this.db.all('SELECT * FROM roles ORDER BY rowid');
  }

  role(name: string): RoleRow | undefined {
    return this.db.get('SELECT * FROM roles WHERE name = :name', { name });
  }

  insertRole(role: RoleRow): void {
    this.db.run('INSERT INTO roles (name, role_id, created_at) VALUES (:name, :role_id, :created_at)', {
      ...role,
    });
  }

  deleteRole(name: string): void {
    this.db.run('DELETE FROM roles WHERE name = :name', { name });
  }

  /** Empties the account but for one principal, and puts its clock back on the machine's. */
  reset(exceptPrincipal: string): void {
    for (const table of EMPTIED_BY_RESET) this.db.run(`DELETE FROM ${table}`);
    this.db.run('DELETE FROM principals WHERE name <> :exceptPrincipal', { exceptPrincipal });
    this.setClockOffset(0);
  }
}
