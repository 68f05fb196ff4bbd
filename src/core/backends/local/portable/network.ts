import {
  type OutboundRule,
  type SecurityGroupEntry,
  type SubnetEntry,
  type VpcEntry,
} from '../../../model/account-file/account-document.js';
import {
  type CompanionStore,
  type SecurityGroupRow,
  type SubnetRow,
  type VpcRow,
} from '../store/companions.js';
import { type Store } from '../store/store.js';
import { nonEmpty, said } from './entries.js';

/**
 * Writes a VPC with its subnets and security groups.
 *
 * @param where its Region, and whether it comes with the account
 */
export function putVpc(
  companions: CompanionStore,
  vpc: VpcEntry,
  { region, isProvided = false }: { readonly region: string; readonly isProvided?: boolean },
): void {
  companions.putVpc(vpc.id, region, {
    cidr: vpc.cidr ?? null,
    tags: tagsOf(vpc),
    is_provided: isProvided ? 1 : 0,
  });
  for (const subnet of vpc.subnets ?? []) {
    companions.putSubnet(subnet.id, vpc.id, {
      availability_zone: subnet.availabilityZone ?? null,
      cidr: subnet.cidr ?? null,
      free_addresses: subnet.freeAddresses ?? null,
      default_route: subnet.defaultRoute ?? null,
      tags: tagsOf(subnet),
    });
  }
  for (const group of vpc.securityGroups ?? []) {
    companions.putSecurityGroup(group.id, vpc.id, {
      name: group.name ?? null,
      description: group.description ?? null,
      outbound_rules: group.outboundRules === undefined ? null : JSON.stringify(group.outboundRules),
      tags: tagsOf(group),
    });
  }
}

/** A VPC as an account file has it. */
export function vpcEntry(row: VpcRow, { companions }: Pick<Store, 'companions'>): VpcEntry {
  return said<VpcEntry>({
    id: row.id,
    region: row.region,
    cidr: row.cidr,
    tags: texts(row.tags),
    subnets: companions.subnets(row.id).map(subnetEntry),
    securityGroups: companions.securityGroups(row.id).map(securityGroupEntry),
  });
}

function subnetEntry(row: SubnetRow): SubnetEntry {
  return said<SubnetEntry>({
    id: row.id,
    availabilityZone: row.availability_zone,
    cidr: row.cidr,
    freeAddresses: row.free_addresses,
    defaultRoute: row.default_route,
    tags: texts(row.tags),
  });
}

function securityGroupEntry(row: SecurityGroupRow): SecurityGroupEntry {
  const { outbound_rules: rules } = row;
  const entry = said<SecurityGroupEntry>({
    id: row.id,
    name: row.name,
    description: row.description,
    outboundRules: null,
    tags: texts(row.tags),
  });
  // None at all is something else than not known.
  return rules === null ? entry : { ...entry, outboundRules: JSON.parse(rules) as OutboundRule[] }; // written by a seed
}

function tagsOf({ tags }: { readonly tags?: Readonly<Record<string, string>> }): string {
  return JSON.stringify(tags ?? {});
}

function texts(stored: string): Readonly<Record<string, string>> | null {
  return nonEmpty(JSON.parse(stored) as Record<string, string>); // written by a seed
}
