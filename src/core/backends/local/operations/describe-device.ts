import { notFound } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { deviceFacts } from './views.js';

export const describeDevice: Handler<'DescribeDevice', FleetAccess | 'devices'> = (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  const device = services.devices.find(fleet.id, input.DeviceId);
  if (device === undefined) {
    throw notFound(`Device ${quote(input.DeviceId)} was not found in fleet ${quote(fleet.name)}.`);
  }
  return deviceFacts(device);
};
