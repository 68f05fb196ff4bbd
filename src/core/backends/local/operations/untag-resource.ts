import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/** A key that is not there is no error: the outcome is what was asked for. */
export const untagResource: Handler<'UntagResource', FleetAccess | 'tags'> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.ResourceArn);
  services.tags.remove(fleet.id, input.TagKeys);
  return {};
};
