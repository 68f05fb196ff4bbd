import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { findWebsiteCa } from '../trust-access.js';

export const disassociateWebsiteCertificateAuthority: Handler<
  'DisassociateWebsiteCertificateAuthority',
  FleetAccess | 'websiteCas'
> = (input, services) => {
  const ca = findWebsiteCa(services, findConfigurableFleet(services, input.FleetArn), input.WebsiteCaId);
  services.websiteCas.remove(ca.seq);
  return {};
};
