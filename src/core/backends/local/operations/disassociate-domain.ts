import { act } from '../domain-access.js';
import { type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

export const disassociateDomain: Handler<
  'DisassociateDomain',
  FleetAccess | 'domains' | 'now' | 'timings'
> = (input, services) => {
  act(services, input, 'disassociate', services.now + services.timings.domainDisassociating);
  return {};
};
