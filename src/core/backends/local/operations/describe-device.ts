import { notFound } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

export const describeDevice: Handler<'DescribeDevice', FleetAccess | 'devices'> = (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  const device = services.devices.find(fleet.id, input.DeviceId);
  if (device === undefined) {
    throw notFound(`Device ${quote(input.DeviceId)} was not found in fleet ${quote(fleet.name)}.`);
  }
  return {
    Status: device.status,
    ...present('Model', device.model),
    ...present('Manufacturer', device.manufacturer),
    ...present('OperatingSystem', device.operating_system),
    ...present('OperatingSystemVersion', device.operating_system_version),
    ...present('PatchLevel', device.patch_level),
    FirstAccessedTime: new Date(device.first_accessed_at),
    LastAccessedTime: new Date(device.last_accessed_at),
    Username: device.username,
  };
};
