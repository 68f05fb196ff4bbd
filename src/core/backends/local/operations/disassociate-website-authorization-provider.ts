import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { findAuthorizationProvider } from '../trust-access.js';

export const disassociateWebsiteAuthorizationProvider: Handler<
  'DisassociateWebsiteAuthorizationProvider',
  FleetAccess | 'authorizationProviders'
> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const provider = findAuthorizationProvider(services, fleet, input.AuthorizationProviderId);
  services.authorizationProviders.remove(provider.seq);
  return {};
};
