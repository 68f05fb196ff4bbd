import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { domainFacts, present } from './views.js';

export const listDomains: Handler<'ListDomains', FleetAccess | 'domains' | 'paginator'> = (
  input,
  services,
) => {
  const fleet = findFleet(services, input.FleetArn);
  const page = services.paginator.page(
    ['ListDomains', String(fleet.id)],
    input,
    (after, limit) => services.domains.page(fleet.id, after ?? '', limit),
    (domain) => domain.name_key,
  );
  return { Domains: page.items.map(domainFacts), ...present('NextToken', page.nextToken ?? null) };
};
