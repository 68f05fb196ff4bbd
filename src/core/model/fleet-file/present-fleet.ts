import { type DomainStatus } from '../domain-states.js';
import { type FleetStatus } from '../fleet-states.js';
import { type FleetSpec } from './fleet-document.js';

/** A fleet as it is, in the words of a file of fleets, and what changing it takes besides. */
export interface PresentFleet {
  /** All that is there; domains that are on their way out are not, nor is what has its default. */
  readonly spec: FleetSpec;
  readonly arn: string;
  readonly status: FleetStatus | undefined;
  readonly companyCode: string | undefined;
  /** Of every domain the service lists, those on their way out among them, by `domainKey`. */
  readonly domainStates: ReadonlyMap<string, DomainStatus>;
  /** The ids of those in the spec by `websiteCaKey`: several where the service has a certificate more than once. */
  readonly websiteCaIds: ReadonlyMap<string, readonly string[]>;
  /** The ids of those in the spec by `authorizationProviderKey`. */
  readonly authorizationProviderIds: ReadonlyMap<string, readonly string[]>;
}
