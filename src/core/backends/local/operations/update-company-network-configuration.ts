import { invalidRequest } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler, type Services } from '../services.js';

/**
 * Whatever the account knows must fit together: subnets and security groups of the VPC, the VPC of the fleet's
 * Region. What it does not know is accepted, so that test suites can use ids of their own, unless strict.
 */
export const updateCompanyNetworkConfiguration: Handler<
  'UpdateCompanyNetworkConfiguration',
  FleetAccess | 'companions' | 'now' | 'strict'
> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.FleetArn);
  requireNonEmpty('SubnetIds', input.SubnetIds);
  requireNonEmpty('SecurityGroupIds', input.SecurityGroupIds);
  requireVpc(services, input.VpcId, fleet.region);
  for (const id of input.SubnetIds)
    requireOfVpc(services, 'Subnet', id, services.companions.subnetVpc(id), input.VpcId);
  for (const id of input.SecurityGroupIds) {
    requireOfVpc(services, 'Security group', id, services.companions.securityGroupVpc(id), input.VpcId);
  }
  services.fleets.update(fleet.id, {
    vpc_id: input.VpcId,
    subnet_ids: JSON.stringify(input.SubnetIds),
    security_group_ids: JSON.stringify(input.SecurityGroupIds),
    updated_at: services.now,
  });
  return {};
};

/** Guide, Configure your Company Network: subnets, and at least one security group, are selected. */
function requireNonEmpty(member: string, ids: readonly string[]): void {
  if (ids.length === 0) throw invalidRequest(`${member} must name at least one.`);
  if (new Set(ids).size !== ids.length) throw invalidRequest(`${member} names one twice: ${ids.join(', ')}.`);
}

function requireVpc(
  { companions, strict }: Pick<Services, 'companions' | 'strict'>,
  id: string,
  region: string,
): void {
  const found = companions.vpcRegion(id);
  if (found === undefined && strict) throw invalidRequest(`VPC ${quote(id)} was not found.`);
  if (found !== undefined && found !== region)
    throw invalidRequest(`VPC ${quote(id)} is in ${found}, not ${region}.`);
}

function requireOfVpc(
  { strict }: Pick<Services, 'strict'>,
  kind: string,
  id: string,
  vpcId: string | undefined,
  expected: string,
): void {
  if (vpcId === undefined && strict) throw invalidRequest(`${kind} ${quote(id)} was not found.`);
  if (vpcId !== undefined && vpcId !== expected) {
    throw invalidRequest(`${kind} ${quote(id)} belongs to ${vpcId}, not ${expected}.`);
  }
}
