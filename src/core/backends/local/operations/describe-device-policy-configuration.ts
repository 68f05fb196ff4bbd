import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

/** The whole chain that was uploaded, though the model types the member as one certificate. */
export const describeDevicePolicyConfiguration: Handler<'DescribeDevicePolicyConfiguration', FleetAccess> = (
  input,
  services,
) => present('DeviceCaCertificate', findFleet(services, input.FleetArn).device_ca_certificate);
