import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { fleetFacts } from './views.js';

export const describeFleetMetadata: Handler<'DescribeFleetMetadata', FleetAccess | 'tags'> = (
  input,
  services,
) => {
  const fleet = findFleet(services, input.FleetArn);
  return {
    ...fleetFacts(fleet, services.tags.of(fleet.id)),
    OptimizeForEndUserLocation: fleet.optimize_for_end_user_location === 1,
  };
};
