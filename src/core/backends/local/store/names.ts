import { type Named, type NamedKind } from '../../../ports/name-catalog.js';
import { type Database } from './database.js';

/** A row of every query below. */
interface NameRow {
  readonly name: string;
  readonly description: string | null;
}

/** What a query is asked with: names that begin with `prefix`, of a Region or a fleet. */
export interface NameFilter {
  readonly prefix: string;
  readonly limit: number;
  readonly region: string;
  readonly fleet: string;
}

const IN_FLEET = 'fleet_id = (SELECT id FROM fleets WHERE name = :fleet)';

/**
 * Where the names of a kind stand. What is on its way out is not offered: whether its time has come, a look that changes
 * nothing cannot tell.
 */
const QUERIES: Readonly<Record<NamedKind, string>> = {
  fleet: `SELECT name, display_name AS description FROM fleets
          WHERE region = :region AND status NOT IN ('DELETING', 'DELETED')`,
  domain: `SELECT name, display_name AS description FROM domains
           WHERE ${IN_FLEET} AND status <> 'DISASSOCIATING'`,
  certificate: `SELECT iif(substr(arn, 1, length(:prefix)) = :prefix, arn, domain_name) AS name,
                  iif(substr(arn, 1, length(:prefix)) = :prefix, domain_name, arn) AS description FROM certificates WHERE true`,
  'website-ca': `SELECT coalesce(display_name, id) AS name, iif(display_name IS NULL, NULL, id) AS description
                 FROM website_cas WHERE ${IN_FLEET}`,
  'auth-provider': `SELECT coalesce(domain_name, id) AS name, iif(domain_name IS NULL, NULL, id) AS description
                    FROM authorization_providers WHERE ${IN_FLEET}`,
  device: `SELECT id AS name, username AS description FROM devices WHERE ${IN_FLEET}`,
  user: `SELECT DISTINCT username AS name, NULL AS description FROM devices WHERE ${IN_FLEET}`,
  stream: `SELECT substr(arn, instr(arn, ':stream/') + 8) AS name, NULL AS description FROM streams
           WHERE arn LIKE 'arn:%:kinesis:' || :region || ':%:stream/%'`,
};

/** Names as they stand in a state file. */
export class NameStore {
  constructor(private readonly db: Database) {}

  beginningWith(kind: NamedKind, filter: NameFilter): Named[] {
    const rows = this.db.all<NameRow>(
      `SELECT name, description FROM (${QUERIES[kind]})
       WHERE substr(name, 1, length(:prefix)) = :prefix LIMIT :limit`,
      { ...filter },
    );
    return rows.map(({ name, description }) => ({ name, ...(description === null ? {} : { description }) }));
  }
}
