import { type Database } from './database.js';

/** What the account's other services hold, as far as WorkLink looks at it. */
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

  hasStream(arn: string): boolean {
    return this.db.get('SELECT 1 FROM streams WHERE arn = :arn', { arn }) !== undefined;
  }

  /** Whether a CloudFront distribution carries a name. */
  hasDistribution(domainName: string): boolean {
    return (
      this.db.get('SELECT 1 FROM distribution_aliases WHERE domain_name = :domainName', {
        domainName: domainName.toLowerCase(),
      }) !== undefined
    );
  }

  putVpc(id: string, region: string): void {
    this.db.run('INSERT OR REPLACE INTO vpcs VALUES (:id, :region)', { id, region });
  }

  putSubnet(id: string, vpcId: string): void {
    this.db.run('INSERT OR REPLACE INTO subnets VALUES (:id, :vpcId)', { id, vpcId });
  }

  putSecurityGroup(id: string, vpcId: string): void {
    this.db.run('INSERT OR REPLACE INTO security_groups VALUES (:id, :vpcId)', { id, vpcId });
  }

  putStream(arn: string): void {
    this.db.run('INSERT OR REPLACE INTO streams VALUES (:arn)', { arn });
  }

  putDistribution(domainName: string): void {
    this.db.run('INSERT OR REPLACE INTO distribution_aliases VALUES (:domainName)', {
      domainName: domainName.toLowerCase(),
    });
  }
}
