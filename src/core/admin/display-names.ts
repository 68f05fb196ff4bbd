import { ServiceError } from '../contract/errors.js';
import { ownError, type WorklinkError } from '../errors.js';
import { type Backend } from '../ports/backend.js';
import { quote } from '../text.js';
import { listDomains } from './domains/domains.js';
import { domainKey } from './domains/names.js';
import { listFleets } from './fleets.js';

/** A domain of an account. */
interface DomainPlace {
  readonly fleetArn: string;
  readonly domainName: string;
}

/**
 * Refuses a display name that another fleet has: it is to be unique in the account (guide, Create a Fleet). The service
 * does not say so in its model, so that it may not insist. One pass over the list of fleets; the Region's, for no call
 * sees more.
 *
 * @param exceptArn the fleet that is to have it
 * @throws WorklinkError `AlreadyExists`
 */
export async function checkFleetDisplayName(
  backend: Backend,
  displayName: string | undefined,
  exceptArn?: string,
): Promise<void> {
  if (displayName === undefined || displayName === '') return;
  const owner = await orNothing(async () => {
    for await (const fleet of listFleets(backend))
      if (fleet.displayName === displayName && fleet.fleetArn !== exceptArn) return fleet.fleetName;
    return undefined;
  });
  if (owner !== undefined) throw taken(displayName, `fleet ${quote(owner)}`);
}

/**
 * The display names of an account's domains (guide, Associate your Domains: unique in the account). They are read once,
 * and only when one is to be given: a pass over the fleets, and over the domains of each.
 */
export class DomainDisplayNames {
  #owners: Promise<Map<string, DomainPlace>> | undefined;

  constructor(private readonly backend: Backend) {}

  /**
   * Refuses a display name that another domain has, or was given here before; else it is the domain's from now on.
   *
   * @throws WorklinkError `AlreadyExists`
   */
  async claim(displayName: string | undefined, place: DomainPlace): Promise<void> {
    if (displayName === undefined || displayName === '') return;
    this.#owners ??= this.#read();
    const owners = await this.#owners;
    const owner = owners.get(displayName);
    if (owner !== undefined && !isSame(owner, place))
      throw taken(displayName, `domain ${quote(owner.domainName)}`);
    owners.set(displayName, place);
  }

  /** Gives a display name up, where it is the domain's. */
  async release(displayName: string, place: DomainPlace): Promise<void> {
    this.#owners ??= this.#read();
    const owners = await this.#owners;
    const owner = owners.get(displayName);
    if (owner !== undefined && isSame(owner, place)) owners.delete(displayName);
  }

  async #read(): Promise<Map<string, DomainPlace>> {
    const owners = new Map<string, DomainPlace>();
    await orNothing(async () => {
      for await (const { fleetArn } of listFleets(this.backend)) {
        if (fleetArn === undefined) continue;
        for await (const { displayName, domainName } of listDomains(this.backend, fleetArn))
          if (displayName !== undefined) owners.set(displayName, { fleetArn, domainName });
      }
      return undefined;
    });
    return owners;
  }
}

function isSame(one: DomainPlace, other: DomainPlace): boolean {
  return one.fleetArn === other.fleetArn && domainKey(one.domainName) === domainKey(other.domainName);
}

/** Whoever may not list, or whose list changes meanwhile, is not kept from what they may do: the service judges. */
async function orNothing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const code = error instanceof ServiceError ? error.code : codeOf(error);
    if (code === 'UnauthorizedException' || code === 'ResourceNotFoundException' || code === 'NotFound')
      return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function taken(displayName: string, owner: string): WorklinkError {
  return ownError('AlreadyExists', `The display name ${quote(displayName)} is ${owner}’s already.`, {
    hint: 'Display names are unique in the account: give --display-name another.',
    details: { displayName },
  });
}
