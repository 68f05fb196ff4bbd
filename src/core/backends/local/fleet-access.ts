import { invalidRequest, notFound } from '../../contract/errors.js';
import { parseFleetArn } from '../../model/arns.js';
import { isConfigurable } from '../../model/fleet-states.js';
import { quote } from '../../text.js';
import { type Services } from './services.js';
import { type FleetRow } from './store/fleets.js';

/** What finding a fleet needs. */
export type FleetAccess = 'fleets' | 'accountId' | 'caller';

/**
 * The fleet an ARN names, for a caller in the fleet's home Region and account.
 *
 * @throws ServiceError InvalidRequestException where it is no fleet's ARN, ResourceNotFoundException where there is no such fleet
 */
export function findFleet(services: Pick<Services, FleetAccess>, arn: string): FleetRow {
  const parts = parseFleetArn(arn);
  if (parts === undefined) throw invalidRequest(`FleetArn ${quote(arn)} is not the ARN of a fleet.`);
  const fleet = parts.accountId === services.accountId ? services.fleets.byName(parts.fleetName) : undefined;
  if (fleet?.region !== services.caller.region) {
    throw notFound(`Fleet ${quote(arn)} was not found in ${services.caller.region}.`);
  }
  return fleet;
}

/**
 * The fleet an ARN names, where it can still be changed.
 *
 * @throws ServiceError as {@link findFleet}; InvalidRequestException for a fleet that is being deleted
 */
export function findConfigurableFleet(services: Pick<Services, FleetAccess>, arn: string): FleetRow {
  const fleet = findFleet(services, arn);
  if (!isConfigurable(fleet.status)) {
    throw invalidRequest(`Fleet ${quote(fleet.name)} is ${fleet.status} and cannot be changed.`);
  }
  return fleet;
}
