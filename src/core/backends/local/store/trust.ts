import { type Database } from './database.js';

export interface WebsiteCaRow {
  readonly seq: number;
  readonly fleet_id: number;
  readonly id: string;
  readonly certificate: string;
  readonly sha256: string;
  readonly display_name: string | null;
  readonly created_at: number;
}

export interface AuthorizationProviderRow {
  readonly seq: number;
  readonly fleet_id: number;
  readonly id: string;
  readonly type: 'SAML';
  readonly domain_name: string | null;
  readonly created_at: number;
}

export class WebsiteCaStore {
  constructor(private readonly db: Database) {}

  insert(ca: Omit<WebsiteCaRow, 'seq'>): void {
    this.db.run(
      `INSERT INTO website_cas (fleet_id, id, certificate, sha256, display_name, created_at)
       VALUES (:fleet_id, :id, :certificate, :sha256, :display_name, :created_at)`,
      ca,
    );
  }

  find(fleetId: number, id: string): WebsiteCaRow | undefined {
    return this.db.get('SELECT * FROM website_cas WHERE fleet_id = :fleetId AND id = :id', { fleetId, id });
  }

  /** Whether any fleet of the account has an authority of this id. */
  hasId(id: string): boolean {
    return this.db.get('SELECT 1 FROM website_cas WHERE id = :id', { id }) !== undefined;
  }

  byFingerprint(fleetId: number, sha256: string): WebsiteCaRow | undefined {
    return this.db.get('SELECT * FROM website_cas WHERE fleet_id = :fleetId AND sha256 = :sha256', {
      fleetId,
      sha256,
    });
  }

  page(fleetId: number, after: number, limit: number): WebsiteCaRow[] {
    return this.db.all(
      'SELECT * FROM website_cas WHERE fleet_id = :fleetId AND seq > :after ORDER BY seq LIMIT :limit',
      { fleetId, after, limit },
    );
  }

  remove(seq: number): void {
    this.db.run('DELETE FROM website_cas WHERE seq = :seq', { seq });
  }
}

export class AuthorizationProviderStore {
  constructor(private readonly db: Database) {}

  insert(provider: Omit<AuthorizationProviderRow, 'seq'>): void {
    this.db.run(
      `INSERT INTO authorization_providers (fleet_id, id, type, domain_name, created_at)
       VALUES (:fleet_id, :id, :type, :domain_name, :created_at)`,
      provider,
    );
  }

  find(fleetId: number, id: string): AuthorizationProviderRow | undefined {
    return this.db.get('SELECT * FROM authorization_providers WHERE fleet_id = :fleetId AND id = :id', {
      fleetId,
      id,
    });
  }

  /** Whether any fleet of the account has a provider of this id. */
  hasId(id: string): boolean {
    return this.db.get('SELECT 1 FROM authorization_providers WHERE id = :id', { id }) !== undefined;
  }

  /** A provider of the same type and domain; a provider without a domain is like another without one. */
  like(fleetId: number, type: string, domainName: string | null): AuthorizationProviderRow | undefined {
    return this.db.get(
      `SELECT * FROM authorization_providers
       WHERE fleet_id = :fleetId AND type = :type AND lower(domain_name) IS lower(:domainName)`,
      { fleetId, type, domainName },
    );
  }

  page(fleetId: number, after: number, limit: number): AuthorizationProviderRow[] {
    return this.db.all(
      'SELECT * FROM authorization_providers WHERE fleet_id = :fleetId AND seq > :after ORDER BY seq LIMIT :limit',
      { fleetId, after, limit },
    );
  }

  remove(seq: number): void {
    this.db.run('DELETE FROM authorization_providers WHERE seq = :seq', { seq });
  }
}
