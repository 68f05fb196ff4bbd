/**
 * How long the states last that time alone ends, in milliseconds. How long the service took is not known, except
 * that a sign-out may take up to an hour (guide, Sign Out a User): these are short, so that one can watch them.
 */
export interface Timings {
  readonly fleetCreating: number;
  readonly fleetDeleting: number;
  readonly domainValidation: number;
  readonly domainAssociating: number;
  readonly domainDisassociating: number;
  readonly signOut: number;
  readonly streamCreating: number;
}

export const DEFAULT_TIMINGS: Timings = {
  fleetCreating: 2_000,
  fleetDeleting: 2_000,
  domainValidation: 2_000,
  domainAssociating: 2_000,
  domainDisassociating: 2_000,
  signOut: 60_000,
  streamCreating: 2_000,
};
