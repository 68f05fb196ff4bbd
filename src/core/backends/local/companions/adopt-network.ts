import {
  ACCOUNT_FILE_VERSION,
  type DefaultRoute,
  type OutboundRule as RuleEntry,
  type RuleProtocol,
  type VpcEntry,
} from '../../../model/account-file/account-document.js';
import { ACCOUNT_FILE_FORMAT } from '../../../model/account-file/format.js';
import { checkDocument, Faults } from '../../../model/document/check.js';
import { type Network, type OutboundRule, type Subnet } from '../../../model/network.js';
import { internetPath, type PathKind } from '../../../network/internet-path.js';
import { putVpc } from '../portable/network.js';
import { type Store } from '../store/store.js';

/** What the account can say of the ways to the internet; of any other it says nothing. */
const DEFAULT_ROUTES: Partial<Readonly<Record<PathKind, DefaultRoute>>> = {
  nat: 'nat',
  internetGateway: 'internet-gateway',
  none: 'none',
};

/** What the account calls protocols; EC2 has some by number (IANA, Protocol Numbers). */
const PROTOCOLS: Readonly<Record<string, RuleProtocol>> = {
  all: 'all',
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  icmpv6: 'icmpv6',
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmpv6',
};

/** Takes over a network of another catalog as it is now, in place of what the account knew of it. */
export function adoptNetwork({ db, companions }: Store, network: Network, region: string): void {
  const full = entryOf(network);
  // What an account file could not say of it, the account does not know of it either.
  const entry = checkDocument(
    ACCOUNT_FILE_FORMAT,
    { version: ACCOUNT_FILE_VERSION, vpcs: [full] },
    new Faults(),
  )
    ? full
    : idsOf(network);
  db.transaction(() => {
    companions.removeVpc(network.vpc.id);
    putVpc(companions, entry, { region });
  });
}

function entryOf({ vpc, subnets, securityGroups }: Network): VpcEntry {
  const [cidr] = vpc.cidrBlocks;
  return {
    id: vpc.id,
    ...(cidr !== undefined && { cidr }),
    ...tagsOf(vpc),
    subnets: subnets.map((subnet) => ({
      id: subnet.id,
      ...(subnet.availabilityZone !== undefined && { availabilityZone: subnet.availabilityZone }),
      ...(subnet.cidrBlock !== undefined && { cidr: subnet.cidrBlock }),
      ...(subnet.freeAddresses !== undefined && { freeAddresses: subnet.freeAddresses }),
      ...defaultRouteOf(subnet),
      ...tagsOf(subnet),
    })),
    securityGroups: securityGroups.map(({ id, name, description, outbound }) => ({
      id,
      name,
      description,
      ...(outbound !== undefined && { outboundRules: outbound.flatMap(ruleEntries) }),
    })),
  };
}

function idsOf({ vpc, subnets, securityGroups }: Network): VpcEntry {
  return {
    id: vpc.id,
    subnets: subnets.map(({ id }) => ({ id })),
    securityGroups: securityGroups.map(({ id }) => ({ id })),
  };
}

function defaultRouteOf({ routes }: Subnet): { readonly defaultRoute?: DefaultRoute } {
  const defaultRoute = DEFAULT_ROUTES[internetPath(routes).kind];
  return defaultRoute === undefined ? {} : { defaultRoute };
}

/** An entry for each destination; none for a protocol the account has no name for. */
function ruleEntries({ protocol, ports, destinations }: OutboundRule): readonly RuleEntry[] {
  const named = Object.hasOwn(PROTOCOLS, protocol) ? PROTOCOLS[protocol] : undefined;
  if (named === undefined) return [];
  const range = ports === undefined ? {} : { fromPort: ports.from, toPort: ports.to };
  return destinations.map((destination) => ({ protocol: named, ...range, destination }));
}

function tagsOf({ name }: { readonly name?: string }): { readonly tags?: Readonly<Record<string, string>> } {
  return name === undefined ? {} : { tags: { Name: name } };
}
