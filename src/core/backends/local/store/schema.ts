/** `application_id` of a state file: "WLNK" in ASCII, so that no other SQLite file is taken for one. */
export const APPLICATION_ID = 0x574c4e4b;

/**
 * The steps that bring a state file from any older version to this one: step `n` makes version `n + 1` of version `n`.
 * A step that has been released is never edited; a change of schema is a new step.
 *
 * Times are milliseconds since the epoch. A state that time changes has its `due_at` beside it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE account (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    account_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    token_key BLOB NOT NULL,
    clock_offset_ms INTEGER NOT NULL DEFAULT 0,
    public_url TEXT NOT NULL
  ) STRICT;

  CREATE TABLE principals (
    name TEXT PRIMARY KEY,
    principal_id TEXT NOT NULL UNIQUE,
    policies TEXT NOT NULL, -- JSON: names of managed policies, or policy documents
    access_key_id TEXT NOT NULL UNIQUE,
    secret_access_key TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE roles (
    name TEXT PRIMARY KEY,
    role_id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE fleets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE, -- a fleet's ARN has no Region: its name is unique in the account
    region TEXT NOT NULL,
    display_name TEXT,
    optimize_for_end_user_location INTEGER NOT NULL,
    company_code TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    audit_stream_arn TEXT,
    device_ca_certificate TEXT,
    identity_provider_type TEXT,
    identity_provider_metadata TEXT,
    vpc_id TEXT,
    subnet_ids TEXT, -- JSON array
    security_group_ids TEXT -- JSON array
  ) STRICT;
  CREATE INDEX fleets_by_region ON fleets (region, id);
  CREATE INDEX fleets_due ON fleets (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE tags (
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (fleet_id, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE domains (
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    name_key TEXT NOT NULL, -- the name in lower case: DNS names are compared without case
    name TEXT NOT NULL,
    display_name TEXT,
    certificate_arn TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (fleet_id, name_key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX domains_due ON domains (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX domains_by_certificate ON domains (certificate_arn);
  CREATE INDEX domains_by_display_name ON domains (display_name) WHERE display_name IS NOT NULL;

  CREATE TABLE website_cas (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    certificate TEXT NOT NULL, -- as it was uploaded
    sha256 TEXT NOT NULL,
    display_name TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (fleet_id, sha256)
  ) STRICT;
  CREATE INDEX website_cas_by_fleet ON website_cas (fleet_id, seq);

  CREATE TABLE authorization_providers (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    domain_name TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX authorization_providers_by_fleet ON authorization_providers (fleet_id, seq);

  CREATE TABLE devices (
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    id TEXT NOT NULL,
    username TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at INTEGER, -- when a sign-out that was asked for takes effect
    model TEXT,
    manufacturer TEXT,
    operating_system TEXT,
    operating_system_version TEXT,
    patch_level TEXT,
    first_accessed_at INTEGER NOT NULL,
    last_accessed_at INTEGER NOT NULL,
    PRIMARY KEY (fleet_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX devices_by_user ON devices (fleet_id, username);
  CREATE INDEX devices_due ON devices (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE certificates (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at INTEGER, -- when it expires, or when its validation times out
    domain_name TEXT NOT NULL,
    subject_alternative_names TEXT NOT NULL, -- JSON array
    validation_token TEXT, -- what the names of a requested certificate's DNS records are made of
    certificate TEXT, -- PEM; none before a requested one is issued
    chain TEXT,
    created_at INTEGER NOT NULL,
    issued_at INTEGER
  ) STRICT;
  CREATE INDEX certificates_due ON certificates (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE certificate_authority (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    certificate TEXT NOT NULL,
    private_key TEXT NOT NULL
  ) STRICT;

  -- The account's other services, as far as WorkLink looks at them.
  CREATE TABLE vpcs (id TEXT PRIMARY KEY, region TEXT NOT NULL) STRICT;
  CREATE TABLE subnets (id TEXT PRIMARY KEY, vpc_id TEXT NOT NULL REFERENCES vpcs ON DELETE CASCADE) STRICT;
  CREATE TABLE security_groups (id TEXT PRIMARY KEY, vpc_id TEXT NOT NULL REFERENCES vpcs ON DELETE CASCADE) STRICT;
  CREATE TABLE streams (arn TEXT PRIMARY KEY) STRICT;
  CREATE TABLE distribution_aliases (domain_name TEXT PRIMARY KEY) STRICT;

  CREATE TABLE trail_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    event_name TEXT NOT NULL,
    record TEXT NOT NULL -- JSON, in CloudTrail's record format
  ) STRICT;
  CREATE INDEX trail_events_by_time ON trail_events (time);

  CREATE TABLE faults (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    operation TEXT,
    error TEXT,
    latency_ms INTEGER,
    remaining INTEGER,
    rate REAL
  ) STRICT;
  `,
  `
  -- What an administrator is told of a network before a fleet is linked to it. Null is: not known.
  ALTER TABLE vpcs ADD COLUMN cidr TEXT;
  ALTER TABLE vpcs ADD COLUMN tags TEXT NOT NULL DEFAULT '{}'; -- JSON object
  ALTER TABLE subnets ADD COLUMN availability_zone TEXT;
  ALTER TABLE subnets ADD COLUMN cidr TEXT;
  ALTER TABLE subnets ADD COLUMN free_addresses INTEGER;
  ALTER TABLE subnets ADD COLUMN default_route TEXT; -- nat, internet-gateway or none
  ALTER TABLE subnets ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE security_groups ADD COLUMN name TEXT;
  ALTER TABLE security_groups ADD COLUMN description TEXT;
  ALTER TABLE security_groups ADD COLUMN outbound_rules TEXT; -- JSON array
  ALTER TABLE security_groups ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
  CREATE INDEX subnets_by_vpc ON subnets (vpc_id, id);
  CREATE INDEX security_groups_by_vpc ON security_groups (vpc_id, id);

  -- An authority that was carried here without its key is known, and signs nothing.
  CREATE TABLE certificate_authority_2 (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    certificate TEXT NOT NULL,
    private_key TEXT
  ) STRICT;
  INSERT INTO certificate_authority_2 SELECT id, certificate, private_key FROM certificate_authority;
  DROP TABLE certificate_authority;
  ALTER TABLE certificate_authority_2 RENAME TO certificate_authority;
  `,
  `
  -- The network that a new account has without anybody having asked for it: it makes room for one that is seeded.
  ALTER TABLE vpcs ADD COLUMN is_provided INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Streams that can be read and written: before, only that they are there was known.
  ALTER TABLE streams ADD COLUMN created_at INTEGER;
  ALTER TABLE streams ADD COLUMN due_at INTEGER; -- when it can be written to
  ALTER TABLE streams ADD COLUMN mode TEXT NOT NULL DEFAULT 'ON_DEMAND';
  ALTER TABLE streams ADD COLUMN shards INTEGER NOT NULL DEFAULT 4;
  ALTER TABLE streams ADD COLUMN retention_hours INTEGER NOT NULL DEFAULT 24;
  CREATE TABLE stream_records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    stream_arn TEXT NOT NULL REFERENCES streams ON DELETE CASCADE,
    shard INTEGER NOT NULL,
    partition_key TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX stream_records_by_stream ON stream_records (stream_arn, seq);
  CREATE INDEX stream_records_by_arrival ON stream_records (stream_arn, arrived_at);
  `,
  `
  -- The trail is read by Region, newest first. The Region is what the record says.
  ALTER TABLE trail_events ADD COLUMN region TEXT GENERATED ALWAYS AS (json_extract(record, '$.awsRegion')) VIRTUAL;
  DROP INDEX trail_events_by_time;
  CREATE INDEX trail_events_by_region ON trail_events (region, time);

  -- What became of deletions of the service-linked role.
  CREATE TABLE role_deletions (
    id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    reason TEXT,
    usage TEXT -- JSON array: what was in the way
  ) STRICT;
  `,
  `
  -- The key pair by which every fleet of the account is a SAML service provider.
  CREATE TABLE service_provider_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    certificate TEXT NOT NULL,
    private_key TEXT NOT NULL
  ) STRICT;

  -- Sign-ins under way, and what came of those that were only tried. Their times are the machine's: identity providers keep it too.
  CREATE TABLE sign_ins (
    relay_state TEXT PRIMARY KEY, -- a secret of the browser that signs in
    request_id TEXT NOT NULL,
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    device TEXT, -- JSON: what signs in; nothing for a trial
    outcome TEXT, -- JSON: what came of a trial
    is_answered INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL -- when nobody waits for it any more
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sign_ins_due ON sign_ins (due_at);
  CREATE INDEX sign_ins_by_fleet ON sign_ins (fleet_id);

  -- Assertions that were presented, until none could be presented again.
  CREATE TABLE seen_assertions (
    fleet_id INTEGER NOT NULL REFERENCES fleets ON DELETE CASCADE,
    assertion TEXT NOT NULL, -- SHA-256 of its issuer and ID
    due_at INTEGER NOT NULL,
    PRIMARY KEY (fleet_id, assertion)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX seen_assertions_due ON seen_assertions (due_at);
  `,
  `
  -- The key that a stream is encrypted with. Null is: none.
  ALTER TABLE streams ADD COLUMN encryption_key TEXT DEFAULT 'alias/aws/kinesis';
  `,
];
