import { ownError } from '../../errors.js';
import { type InviteFleet } from '../../invites/invite.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { nameOf, showFleet } from '../fleets.js';

/** The fleet that an invitation is to, with its ARN. */
export interface InvitingFleet extends InviteFleet {
  readonly fleetArn: string;
}

/**
 * What an invitation says of a fleet (DescribeFleetMetadata).
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `WrongState` where the fleet has no company code, or is on its way out
 */
export async function invitingFleet(backend: Backend, fleet: string): Promise<InvitingFleet> {
  const found = await showFleet(backend, fleet);
  const { fleetArn, companyCode, displayName = '', fleetStatus } = found;
  const fleetName = nameOf(found);
  if (companyCode === undefined || companyCode === '') {
    throw ownError('WrongState', `Fleet ${quote(fleetName)} has no company code to invite with.`, {
      hint: 'Look again later: worklink fleet show.',
    });
  }
  if (fleetStatus === 'DELETING' || fleetStatus === 'DELETED') {
    throw ownError(
      'WrongState',
      `Fleet ${quote(fleetName)} is ${fleetStatus}: nobody can be invited to it.`,
      {
        hint: 'Invite to another fleet.',
      },
    );
  }
  return { fleetArn, fleetName, companyCode, displayName };
}
