import { invalidRequest } from '../../../contract/errors.js';
import { isDeletable } from '../../../model/fleet-states.js';
import { quote } from '../../../text.js';
import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/** A fleet goes with everything that is its own, domains included (guide, Delete a Fleet). */
export const deleteFleet: Handler<'DeleteFleet', FleetAccess | 'now' | 'timings'> = (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  if (!isDeletable(fleet.status))
    throw invalidRequest(`Fleet ${quote(fleet.name)} is ${fleet.status} already.`);
  services.fleets.update(fleet.id, {
    status: 'DELETING',
    due_at: services.now + services.timings.fleetDeleting,
    updated_at: services.now,
  });
  return {};
};
