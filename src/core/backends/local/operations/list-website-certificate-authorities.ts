import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

export const listWebsiteCertificateAuthorities: Handler<
  'ListWebsiteCertificateAuthorities',
  FleetAccess | 'websiteCas' | 'paginator'
> = (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  const page = services.paginator.page(
    ['ListWebsiteCertificateAuthorities', String(fleet.id)],
    input,
    (after, limit) => services.websiteCas.page(fleet.id, Number(after ?? 0), limit),
    (ca) => ca.seq,
  );
  return {
    WebsiteCertificateAuthorities: page.items.map((ca) => ({
      WebsiteCaId: ca.id,
      CreatedTime: new Date(ca.created_at),
      ...present('DisplayName', ca.display_name),
    })),
    ...present('NextToken', page.nextToken ?? null),
  };
};
