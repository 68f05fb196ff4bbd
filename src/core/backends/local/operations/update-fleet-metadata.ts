import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { displayNameTaken, storedDisplayName } from '../strictness.js';

/** An absent display name unsets it; an absent choice of location leaves it as it is (it has no "unset"). */
export const updateFleetMetadata: Handler<'UpdateFleetMetadata', FleetAccess | 'now' | 'strict'> = (
  input,
  services,
) => {
  const { fleets, now, strict } = services;
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const displayName = storedDisplayName(input.DisplayName);
  if (strict && displayName !== null && fleets.hasDisplayName(displayName, fleet.id))
    displayNameTaken(displayName);
  const optimize = input.OptimizeForEndUserLocation;
  fleets.update(fleet.id, {
    display_name: displayName,
    ...(optimize !== undefined && { optimize_for_end_user_location: optimize ? 1 : 0 }),
    updated_at: now,
  });
  return {};
};
