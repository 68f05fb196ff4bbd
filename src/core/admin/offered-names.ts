import { parseFleetArn } from '../model/arns.js';
import { type Backend } from '../ports/backend.js';
import { type NameCatalog, type Named, type NamedKind, type NamesWanted } from '../ports/name-catalog.js';
import { listStreams } from './audit/streams.js';
import { listAuthorizationProviders } from './authorization-providers.js';
import { listDomains } from './domains/domains.js';
import { listFleets } from './fleets.js';
import { onFleet } from './names.js';

/** How each kind of name is found with the service's own calls that read: one list, and no look at each thing. */
const LISTS: Readonly<
  Record<NamedKind, (backend: Backend, wanted: NamesWanted) => AsyncIterable<Named> | Iterable<Named>>
> = {
  fleet: async function* (backend, { prefix }) {
    for await (const { fleetName, fleetArn, displayName } of listFleets(backend)) {
      const name = prefix.startsWith('arn:')
        ? fleetArn
        : (fleetName ?? parseFleetArn(fleetArn ?? '')?.fleetName);
      yield* named(name, displayName);
    }
  },
  domain: async function* (backend, { fleet }) {
    if (fleet === undefined) return;
    for await (const { domainName, displayName } of listDomains(backend, fleet))
      yield* named(domainName, displayName);
  },
  certificate: async function* ({ certificates }, { prefix }) {
    for await (const { arn, domainName } of certificates.list())
      yield certificateName(prefix, arn, domainName);
  },
  'website-ca': async function* (backend, { fleet }) {
    if (fleet === undefined) return;
    const { WebsiteCertificateAuthorities: page = [] } = await onFleet(backend, fleet, (FleetArn) =>
      backend.workLink.call('ListWebsiteCertificateAuthorities', { FleetArn }),
    );
    for (const { DisplayName: displayName, WebsiteCaId: id } of page)
      yield* displayName === undefined ? named(id) : named(displayName, id);
  },
  'auth-provider': async function* (backend, { fleet }) {
    if (fleet === undefined) return;
    for await (const { domainName, authorizationProviderId: id } of listAuthorizationProviders(
      backend,
      fleet,
    ))
      yield* domainName === undefined ? named(id) : named(domainName, id);
  },
  device: async function* (backend, { fleet, limit }) {
    if (fleet === undefined) return;
    const { Devices: page = [] } = await onFleet(backend, fleet, (FleetArn) =>
      backend.workLink.call('ListDevices', { FleetArn, MaxResults: limit }),
    );
    for (const { DeviceId: id, DeviceStatus: status } of page) yield* named(id, status);
  },
  // Whose devices they are, the service tells of one device at a time: too slow for who waits for a key.
  user: () => [],
  stream: async function* (backend) {
    for await (const { name } of listStreams(backend)) yield* named(name);
  },
};

/** Names of a service at an endpoint, and of the account's other services. */
export function nameCatalog(backend: Backend): NameCatalog {
  return {
    names: async (kind, wanted) => {
      const found: Named[] = [];
      for await (const one of LISTS[kind](backend, wanted)) {
        if (one.name.startsWith(wanted.prefix)) found.push(one);
        if (found.length >= wanted.limit) break;
      }
      return found;
    },
    close: () => {
      backend.close();
    },
  };
}

/** A certificate is known by its ARN; who has begun to type its domain's name means that. */
export function certificateName(prefix: string, arn: string, domainName: string): Named {
  return arn.startsWith(prefix)
    ? { name: arn, description: domainName }
    : { name: domainName, description: arn };
}

function named(name: string | undefined, description?: string): Named[] {
  return name === undefined ? [] : [{ name, ...(description === undefined ? {} : { description }) }];
}
