import { act } from '../domain-access.js';
import { type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

export const revokeDomainAccess: Handler<'RevokeDomainAccess', FleetAccess | 'domains'> = (
  input,
  services,
) => {
  act(services, input, 'revoke', null);
  return {};
};
