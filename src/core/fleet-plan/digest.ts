import { createHash } from 'node:crypto';
import { type DomainStatus } from '../model/domain-states.js';
import { type PresentFleet } from '../model/fleet-file/present-fleet.js';

/** States that time alone leads through are one: a plan stays good while a domain becomes ACTIVE. */
const SETTLED: Readonly<Record<DomainStatus, string>> = {
  PENDING_VALIDATION: 'associated',
  ASSOCIATING: 'associated',
  ACTIVE: 'associated',
  INACTIVE: 'revoked',
  DISASSOCIATING: 'gone',
  DISASSOCIATED: 'gone',
  FAILED_TO_ASSOCIATE: 'failed to associate',
  FAILED_TO_DISASSOCIATE: 'failed to disassociate',
};

/** A digest of all of a fleet that a plan goes by: another, where somebody changed it meanwhile. */
export function digestOfFleet(present: PresentFleet | undefined): string {
  if (present === undefined) return 'absent';
  const { spec, arn, companyCode, domainStates, websiteCaIds, authorizationProviderIds } = present;
  const states = Array.from(domainStates, ([name, status]) => [name, SETTLED[status]] as const).filter(
    ([, state]) => state !== 'gone',
  );
  return digestOf({
    spec,
    arn,
    companyCode,
    domainStates: Object.fromEntries(states),
    websiteCaIds: Object.fromEntries(websiteCaIds),
    authorizationProviderIds: Object.fromEntries(authorizationProviderIds),
  });
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** JSON in which the members of objects stand in the order of their names, and those that are undefined do not. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
