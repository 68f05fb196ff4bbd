import { findChangeableDomain } from '../domain-access.js';
import { type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { displayNameTaken, storedDisplayName } from '../strictness.js';

/** An absent display name unsets it, as in a fleet's metadata. */
export const updateDomainMetadata: Handler<'UpdateDomainMetadata', FleetAccess | 'domains' | 'strict'> = (
  input,
  services,
) => {
  const { domains, strict } = services;
  const domain = findChangeableDomain(services, input);
  const displayName = storedDisplayName(input.DisplayName);
  if (strict && displayName !== null && domains.hasDisplayName(displayName, domain))
    displayNameTaken(displayName);
  domains.setDisplayName(domain, displayName);
  return {};
};
