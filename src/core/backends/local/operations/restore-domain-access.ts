import { act } from '../domain-access.js';
import { type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/** Without a new validation (guide, Revoke a Domain). */
export const restoreDomainAccess: Handler<'RestoreDomainAccess', FleetAccess | 'domains'> = (
  input,
  services,
) => {
  act(services, input, 'restore', null);
  return {};
};
