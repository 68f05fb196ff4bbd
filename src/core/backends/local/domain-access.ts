import { invalidRequest, notFound } from '../../contract/errors.js';
import { afterAction, type DomainAction, DOMAIN_ACTIONS } from '../../model/domain-states.js';
import { quote } from '../../text.js';
import { findConfigurableFleet, findFleet, type FleetAccess } from './fleet-access.js';
import { type Services } from './services.js';
import { type DomainRow } from './store/domains.js';
import { type FleetRow } from './store/fleets.js';

export interface DomainReference {
  readonly FleetArn: string;
  readonly DomainName: string;
}

/** @throws ServiceError ResourceNotFoundException where the fleet or its domain is not there */
export function findDomain(
  services: Pick<Services, FleetAccess | 'domains'>,
  reference: DomainReference,
): DomainRow {
  return domainOf(services, findFleet(services, reference.FleetArn), reference.DomainName);
}

/** @throws ServiceError as {@link findDomain}; InvalidRequestException for a fleet that is being deleted */
export function findChangeableDomain(
  services: Pick<Services, FleetAccess | 'domains'>,
  reference: DomainReference,
): DomainRow {
  return domainOf(services, findConfigurableFleet(services, reference.FleetArn), reference.DomainName);
}

/**
 * Does to a domain what its state allows.
 *
 * @param dueAt when time takes the new state further, in milliseconds since the epoch; never where null
 * @throws ServiceError InvalidRequestException where the domain's state does not allow it
 */
export function act(
  services: Pick<Services, FleetAccess | 'domains'>,
  reference: DomainReference,
  action: DomainAction,
  dueAt: number | null,
): void {
  const domain = findChangeableDomain(services, reference);
  const next = afterAction(action, domain.status);
  if (next === undefined) {
    throw invalidRequest(
      `Domain ${quote(domain.name)} is ${domain.status}: to ${action} it, it must be ${DOMAIN_ACTIONS[action].from.join(' or ')}.`,
    );
  }
  services.domains.setStatus(domain, next, dueAt);
}

function domainOf(services: Pick<Services, 'domains'>, fleet: FleetRow, name: string): DomainRow {
  const domain = services.domains.find(fleet.id, name);
  if (domain === undefined)
    throw notFound(`Domain ${quote(name)} was not found in fleet ${quote(fleet.name)}.`);
  return domain;
}
