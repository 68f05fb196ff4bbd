import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { requireCertificates } from '../uploaded-certificates.js';

/** An absent chain removes the one there is. */
export const updateDevicePolicyConfiguration: Handler<
  'UpdateDevicePolicyConfiguration',
  FleetAccess | 'now'
> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const chain = input.DeviceCaCertificate;
  if (chain !== undefined) requireCertificates('DeviceCaCertificate', chain);
  services.fleets.update(fleet.id, { device_ca_certificate: chain ?? null, updated_at: services.now });
  return {};
};
