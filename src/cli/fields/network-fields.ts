import { type NetworkPart } from '../../core/admin/network/discover.js';
import { FINDINGS_FIELD } from './findings-field.js';
import { type Field } from '../results.js';

/** What a list says of each VPC, subnet and security group. */
export const NETWORK_PART_FIELDS: readonly Field[] = [
  { name: 'kind', title: 'KIND' },
  { name: 'id', title: 'ID' },
  { name: 'name', title: 'NAME' },
  { name: 'availabilityZone', title: 'ZONE' },
  { name: 'cidrBlocks', title: 'ADDRESSES' },
  { name: 'freeAddresses', title: 'FREE' },
  { name: 'internetPath', title: 'INTERNET' },
  { name: 'verdict', title: 'VERDICT', state: true },
  { name: 'findings', title: 'WHY', read: reasonsOf },
  { name: 'vpcId', title: 'VPC', extra: true },
  { name: 'state', title: 'STATE', extra: true },
  { name: 'isDefault', title: 'DEFAULT', extra: true },
  { name: 'description', title: 'DESCRIPTION', extra: true },
];

/** What a fleet is linked with. */
export const NETWORK_FIELDS: readonly Field[] = [
  { name: 'vpcId', title: 'VPC' },
  { name: 'subnetIds', title: 'SUBNETS' },
  { name: 'securityGroupIds', title: 'SECURITY GROUPS' },
];

/** What a fleet is linked with, judged. */
export const JUDGED_NETWORK_FIELDS: readonly Field[] = [
  ...NETWORK_FIELDS,
  { name: 'verdict', title: 'VERDICT', state: true },
  FINDINGS_FIELD,
];

/** In a list, what is the matter is enough: worklink network check says what to do. */
function reasonsOf(data: object): readonly string[] | undefined {
  if (!('findings' in data) || !Array.isArray(data.findings)) return undefined;
  const findings: NetworkPart['findings'] = data.findings; // of the list's type
  return findings.length === 0 ? undefined : findings.map(({ message }) => message);
}
