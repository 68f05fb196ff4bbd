import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

export const listDevices: Handler<'ListDevices', FleetAccess | 'devices' | 'paginator'> = (
  input,
  services,
) => {
  const fleet = findFleet(services, input.FleetArn);
  const page = services.paginator.page(
    ['ListDevices', String(fleet.id)],
    input,
    (after, limit) => services.devices.page(fleet.id, after ?? '', limit),
    (device) => device.id,
  );
  return {
    Devices: page.items.map(({ id, status }) => ({ DeviceId: id, DeviceStatus: status })),
    ...present('NextToken', page.nextToken ?? null),
  };
};
