import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { findWebsiteCa } from '../trust-access.js';
import { present } from './views.js';

export const describeWebsiteCertificateAuthority: Handler<
  'DescribeWebsiteCertificateAuthority',
  FleetAccess | 'websiteCas'
> = (input, services) => {
  const ca = findWebsiteCa(services, findFleet(services, input.FleetArn), input.WebsiteCaId);
  return {
    Certificate: ca.certificate,
    CreatedTime: new Date(ca.created_at),
    ...present('DisplayName', ca.display_name),
  };
};
