import { notFound } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/** It takes effect later, on all of the user's devices (guide, Sign Out a User). A user is known by having devices. */
export const signOutUser: Handler<'SignOutUser', FleetAccess | 'devices' | 'now' | 'timings'> = (
  input,
  services,
) => {
  const fleet = findConfigurableFleet(services, input.FleetArn);
  if (!services.devices.hasUser(fleet.id, input.Username)) {
    throw notFound(`User ${quote(input.Username)} was not found in fleet ${quote(fleet.name)}.`);
  }
  services.devices.signOut(fleet.id, input.Username, services.now + services.timings.signOut);
  return {};
};
