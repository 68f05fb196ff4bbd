import { type FleetGround, type Look } from './look.js';

async function hasDevices({ backend, arn }: FleetGround): Promise<boolean> {
  const { Devices: devices = [] } = await backend.workLink.call('ListDevices', {
    FleetArn: arn,
    MaxResults: 1,
  });
  return devices.length > 0;
}

/** Whether sign-in is known to work (guide, Validate IdP Federation): it does where somebody has signed in. */
export async function lookAtFederation(ground: FleetGround): Promise<Look> {
  if (await hasDevices(ground))
    return { presence: 'present', detail: 'A user has signed in on a device.', findings: [] };
  const command = `worklink idp test --fleet ${ground.name} --response FILE`;
  return { presence: 'missing', detail: 'Nobody has signed in yet.', command, findings: [] };
}

/** Whether users have come (guide, Invite Users). */
export async function lookAtUsers(ground: FleetGround): Promise<Look> {
  if (await hasDevices(ground))
    return { presence: 'present', detail: 'Users have signed in on devices.', findings: [] };
  const command = `worklink invite show ${ground.name}`;
  return { presence: 'missing', detail: 'No user has signed in yet: invite them.', command, findings: [] };
}
