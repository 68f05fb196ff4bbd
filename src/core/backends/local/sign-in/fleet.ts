import { ownError, type WorklinkError } from '../../../errors.js';
import { quote } from '../../../text.js';
import { type FleetRow, type FleetStore } from '../store/fleets.js';

const NO_IDENTITY_PROVIDER = "WorkLink is unable to connect to your company's Identity Provider.";

/**
 * The fleet that a company code stands for, where users can sign in to it. A code that no fleet has and one that is none are refused
 * alike.
 *
 * @throws WorklinkError `NotFound`; `WrongState`
 * @see guide, Troubleshooting
 */
export function fleetOfCode(fleets: FleetStore, companyCode: string): FleetRow {
  const fleet = fleets.byCompanyCode(companyCode.trim());
  if (fleet === undefined) {
    throw ownError('NotFound', `The company code ${quote(companyCode)} is invalid.`, {
      hint: 'Company codes are alphanumeric: worklink fleet list --columns fleetName,companyCode shows them.',
    });
  }
  refuseUnready(fleet);
  return fleet;
}

/** @throws WorklinkError `WrongState` where nobody can sign in to a fleet */
export function refuseUnready(fleet: FleetRow): void {
  if (fleet.status !== 'ACTIVE') {
    throw ownError('WrongState', `Amazon WorkLink is not ready: fleet ${fleet.name} is ${fleet.status}.`, {
      hint: `worklink fleet show ${fleet.name}`,
    });
  }
  if (fleet.identity_provider_type === null) throw noProvider(fleet, 'none linked');
}

/** That nobody can sign in for want of an identity provider, in the guide's words. */
export function noProvider(fleet: FleetRow, what: string): WorklinkError {
  return ownError('WrongState', NO_IDENTITY_PROVIDER, {
    hint: `Fleet ${fleet.name} has ${what}: worklink idp link --fleet ${fleet.name}`,
  });
}
