import { type Infer } from '../contract/schema.js';
import { type FleetStatus as FleetStatusShape } from '../contract/shapes.js';

export type FleetStatus = Infer<typeof FleetStatusShape>;

/** The states in which a fleet can be configured. Known clients configure a fleet straight after creating it. */
const CONFIGURABLE: readonly FleetStatus[] = ['CREATING', 'ACTIVE'];
/** The states in which a fleet can be deleted: all that are not already on the way out. */
const DELETABLE: readonly FleetStatus[] = ['CREATING', 'ACTIVE', 'FAILED_TO_CREATE', 'FAILED_TO_DELETE'];

export function isConfigurable(status: FleetStatus): boolean {
  return CONFIGURABLE.includes(status);
}

export function isDeletable(status: FleetStatus): boolean {
  return DELETABLE.includes(status);
}

/** What time alone does to a fleet; `gone` is no state of the API: the fleet is not found any more. */
export const FLEET_SETTLES_TO = { CREATING: 'ACTIVE', DELETING: 'gone' } as const;
