import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { storedIds } from '../stored-ids.js';
import { present } from './views.js';

export const describeCompanyNetworkConfiguration: Handler<
  'DescribeCompanyNetworkConfiguration',
  FleetAccess
> = (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  return {
    ...present('VpcId', fleet.vpc_id),
    ...present('SubnetIds', storedIds(fleet.subnet_ids)),
    ...present('SecurityGroupIds', storedIds(fleet.security_group_ids)),
  };
};
