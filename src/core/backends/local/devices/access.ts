import { type Refusal } from '../../../ports/emulated-devices.js';
import { type DeviceRow } from '../store/devices.js';
import { type DomainRow } from '../store/domains.js';
import { type FleetRow } from '../store/fleets.js';

/** What decides whether a page is shown. */
export interface AccessQuestion {
  readonly fleet: FleetRow;
  readonly device: DeviceRow;
  /** What the device policy misses, if anything. */
  readonly unmetPolicy: string | undefined;
  readonly hostname: string;
  readonly domain: DomainRow | undefined;
}

/** Why a page is not shown to a user, or nothing where it is. @see guide, Validate Associated Domains; Revoke a Domain */
export function refusalOf(question: AccessQuestion): Refusal | undefined {
  return refusalOfDevice(question) ?? refusalOfDomain(question);
}

/** Why a device gets to no page at all. */
export function refusalOfDevice({
  fleet,
  device,
  unmetPolicy,
}: Pick<AccessQuestion, 'fleet' | 'device' | 'unmetPolicy'>): Refusal | undefined {
  if (fleet.status !== 'ACTIVE') {
    return {
      code: 'FLEET_NOT_ACTIVE',
      message: `Amazon WorkLink is not ready: fleet ${fleet.name} is ${fleet.status}.`,
      hint: `See what it is up to: worklink fleet show ${fleet.name}`,
    };
  }
  if (device.status !== 'ACTIVE') {
    return {
      code: 'DEVICE_SIGNED_OUT',
      message: `The device is signed out of fleet ${fleet.name}.`,
      hint: `Its user signs in again: worklink emulator device sign-in ${fleet.company_code} ${device.username} --device-id ${device.id}`,
    };
  }
  if (unmetPolicy !== undefined) {
    return {
      code: 'DEVICE_POLICY_NOT_MET',
      message: `The device does not meet the device policies of fleet ${fleet.name}: ${unmetPolicy}.`,
      hint: 'Present a certificate of the fleet’s device certificate authority with --certificate.',
    };
  }
  return undefined;
}

function refusalOfDomain({ fleet, hostname, domain }: AccessQuestion): Refusal | undefined {
  if (domain === undefined) {
    return {
      code: 'DOMAIN_NOT_ASSOCIATED',
      message: `The web page doesn't display: ${hostname} is not associated with fleet ${fleet.name}.`,
      hint: `Associate it: worklink domain associate ${hostname} --fleet ${fleet.name}`,
    };
  }
  if (domain.status === 'INACTIVE') {
    return {
      code: 'DOMAIN_REVOKED',
      message: `The web page doesn't display: access to ${domain.name} is revoked.`,
      hint: `Give access again: worklink domain restore ${domain.name} --fleet ${fleet.name}`,
    };
  }
  if (domain.status !== 'ACTIVE') {
    return {
      code: 'DOMAIN_NOT_ACTIVE',
      message: `The web page doesn't display: ${domain.name} is ${domain.status}.`,
      hint: `See why: worklink domain show ${domain.name} --fleet ${fleet.name}`,
    };
  }
  if (fleet.vpc_id === null) {
    return {
      code: 'NAME_NOT_RESOLVED',
      message: `net:ERR_NAME_NOT_RESOLVED: ${domain.name} is associated, but the fleet has no company network to find it in.`,
      hint: `Link one: worklink network link --fleet ${fleet.name}`,
    };
  }
  return undefined;
}
