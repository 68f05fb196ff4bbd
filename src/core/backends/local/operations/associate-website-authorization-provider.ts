import { alreadyExists } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { uuid } from '../identifiers.js';
import { type Handler } from '../services.js';

export const associateWebsiteAuthorizationProvider: Handler<
  'AssociateWebsiteAuthorizationProvider',
  FleetAccess | 'authorizationProviders' | 'now' | 'random'
> = (input, services) => {
  const { authorizationProviders, now, random } = services;
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const type = input.AuthorizationProviderType;
  const domainName = input.DomainName ?? null;
  const existing = authorizationProviders.like(fleet.id, type, domainName);
  if (existing !== undefined) {
    const what = domainName === null ? type : `${type} ${quote(domainName)}`;
    throw alreadyExists(
      `Provider ${what} is associated with fleet ${quote(fleet.name)} already, as ${existing.id}.`,
    );
  }
  const id = uuid(random);
  authorizationProviders.insert({ fleet_id: fleet.id, id, type, domain_name: domainName, created_at: now });
  return { AuthorizationProviderId: id };
};
