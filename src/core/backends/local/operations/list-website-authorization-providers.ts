import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

export const listWebsiteAuthorizationProviders: Handler<
  'ListWebsiteAuthorizationProviders',
  FleetAccess | 'authorizationProviders' | 'paginator'
> = (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  const page = services.paginator.page(
    ['ListWebsiteAuthorizationProviders', String(fleet.id)],
    input,
    (after, limit) => services.authorizationProviders.page(fleet.id, Number(after ?? 0), limit),
    (provider) => provider.seq,
  );
  return {
    WebsiteAuthorizationProviders: page.items.map((provider) => ({
      AuthorizationProviderId: provider.id,
      AuthorizationProviderType: provider.type,
      ...present('DomainName', provider.domain_name),
      CreatedTime: new Date(provider.created_at),
    })),
    ...present('NextToken', page.nextToken ?? null),
  };
};
