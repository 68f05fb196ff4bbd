import { type DefaultRoute } from '../../../model/account-file/account-document.js';
import { type Database } from './database.js';

export interface VpcRow {
  readonly id: string;
  readonly region: string;
  readonly cidr: string | null;
  /** JSON object. */
  readonly tags: string;
  /** 1 for one that came with the account. */
  readonly is_provided: 0 | 1;
}

export interface SubnetRow {
  readonly id: string;
  readonly vpc_id: string;
  readonly availability_zone: string | null;
  readonly cidr: string | null;
  readonly free_addresses: number | null;
  readonly default_route: DefaultRoute | null;
  readonly tags: string;
}

export interface SecurityGroupRow {
  readonly id: string;
  readonly vpc_id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** JSON array; null where nobody said. */
  readonly outbound_rules: string | null;
  readonly tags: string;
}

/** What is not known of a thing beside where it is. */
type Unsaid<Row> = Partial<Omit<Row, 'id' | 'region' | 'vpc_id'>>;

const NO_TAGS = '{}';

/** What the account's other services hold, as far as WorkLink and its administrator look at it. */
export class CompanionStore {
  constructor(private readonly db: Database) {}

  vpcRegion(id: string): string | undefined {
    return this.db.get<{ region: string }>('SELECT region FROM vpcs WHERE id = :id', { id })?.region;
  }

  subnetVpc(id: string): string | undefined {
    return this.db.get<{ vpc_id: string }>('SELECT vpc_id FROM subnets WHERE id = :id', { id })?.vpc_id;
  }

  securityGroupVpc(id: string): string | undefined {
    return this.db.get<{ vpc_id: string }>('SELECT vpc_id FROM security_groups WHERE id = :id', { id })
      ?.vpc_id;
  }

  vpcsOf(region: string): VpcRow[] {
    return this.db.all('SELECT * FROM vpcs WHERE region = :region ORDER BY id', { region });
  }

  /** Whether a CloudFront distribution carries a name. */
  hasDistribution(domainName: string): boolean {
    const any = this.db.remember(
      'any distribution',
      () => this.db.get('SELECT 1 FROM distribution_aliases LIMIT 1') !== undefined,
    );
    return (
      any &&
      this.db.get('SELECT 1 FROM distribution_aliases WHERE domain_name = :domainName', {
        domainName: domainName.toLowerCase(),
      }) !== undefined
    );
  }

  vpcs(): VpcRow[] {
    return this.db.all('SELECT * FROM vpcs ORDER BY id');
  }

  subnets(vpcId: string): SubnetRow[] {
    return this.db.all('SELECT * FROM subnets WHERE vpc_id = :vpcId ORDER BY id', { vpcId });
  }

  securityGroups(vpcId: string): SecurityGroupRow[] {
    return this.db.all('SELECT * FROM security_groups WHERE vpc_id = :vpcId ORDER BY id', { vpcId });
  }

  distributions(): string[] {
    return this.db
      .all<{ domain_name: string }>('SELECT domain_name FROM distribution_aliases ORDER BY domain_name')
      .map(({ domain_name }) => domain_name);
  }

  putVpc(id: string, region: string, facts: Unsaid<VpcRow> = {}): void {
    this.db.run(
      `INSERT INTO vpcs (id, region, cidr, tags, is_provided) VALUES (:id, :region, :cidr, :tags, :is_provided)
       ON CONFLICT (id) DO UPDATE SET region = excluded.region, cidr = excluded.cidr, tags = excluded.tags,
         is_provided = excluded.is_provided`,
      { cidr: null, tags: NO_TAGS, is_provided: 0, ...facts, id, region },
    );
  }

  /** Removes a VPC with its subnets and security groups, where there is one. */
  removeVpc(id: string): void {
    this.db.run('DELETE FROM vpcs WHERE id = :id', { id });
  }

  /** Removes what came with the account, with its subnets and security groups, unless a fleet is linked with it. */
  removeUnusedProvidedVpcs(): void {
    this.db.run(
      'DELETE FROM vpcs WHERE is_provided = 1 AND id NOT IN (SELECT vpc_id FROM fleets WHERE vpc_id IS NOT NULL)',
    );
  }

  putSubnet(id: string, vpcId: string, facts: Unsaid<SubnetRow> = {}): void {
    this.db.run(
      `INSERT OR REPLACE INTO subnets (id, vpc_id, availability_zone, cidr, free_addresses, default_route, tags)
       VALUES (:id, :vpcId, :availability_zone, :cidr, :free_addresses, :default_route, :tags)`,
      {
        availability_zone: null,
        cidr: null,
        free_addresses: null,
        default_route: null,
        tags: NO_TAGS,
        ...facts,
        id,
        vpcId,
      },
    );
  }

  putSecurityGroup(id: string, vpcId: string, facts: Unsaid<SecurityGroupRow> = {}): void {
    this.db.run(
      `INSERT OR REPLACE INTO security_groups (id, vpc_id, name, description, outbound_rules, tags)
       VALUES (:id, :vpcId, :name, :description, :outbound_rules, :tags)`,
      { name: null, description: null, outbound_rules: null, tags: NO_TAGS, ...facts, id, vpcId },
    );
  }

  putDistribution(domainName: string): void {
    this.db.run('INSERT OR REPLACE INTO distribution_aliases VALUES (:domainName)', {
      domainName: domainName.toLowerCase(),
    });
  }
}
