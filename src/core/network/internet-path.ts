import { type Route, type RouteTarget } from '../model/network.js';
import { type Block, NOT_PUBLIC, parseBlock } from './ipv4.js';

/** The way from a subnet to the internet, as its route table has it. */
export type InternetPath =
  /** Through a NAT gateway that works. */
  | { readonly kind: 'nat'; readonly via: string }
  /** Through a NAT gateway that is not ready yet. */
  | { readonly kind: 'natPending'; readonly via: string }
  /** Through a NAT gateway that reaches other networks only. */
  | { readonly kind: 'natPrivate'; readonly via: string }
  /** To a NAT gateway that failed or is no longer there, or to anything else that is gone. */
  | { readonly kind: 'broken'; readonly via: string }
  /** Straight through an internet gateway: the subnet is a public one. */
  | { readonly kind: 'internetGateway'; readonly via: string }
  /** To something whose further way cannot be seen from here: a transit gateway, an instance, another network. */
  | { readonly kind: 'notKnown'; readonly via: string }
  /** For IPv6 alone. */
  | { readonly kind: 'ipv6Only'; readonly via: string }
  /** For a part of the internet's addresses. */
  | { readonly kind: 'partial'; readonly via: string }
  | { readonly kind: 'none' }
  /** The route table is not known. */
  | { readonly kind: 'notSaid' };

export type PathKind = InternetPath['kind'];

/**
 * Less than this is taken to be routed apart on purpose: a company's own public addresses, by Direct Connect or VPN
 * (guide, Configure your Company Network). A /8: nobody has more.
 */
const ROUTED_APART = 2 ** 24;

interface Ipv4Route {
  readonly block: Block;
  readonly route: Route;
}

/** Part of the internet's addresses that leave alike. */
interface Share {
  readonly path: InternetPath;
  readonly addresses: number;
}

/**
 * Finds the route an address takes: the one with the longest prefix (Amazon VPC User Guide, Route priority).
 *
 * @param address as a number
 */
export function routeFor(routes: readonly Route[], address: number): Route | undefined {
  return longest(ipv4Routes(routes), address);
}

/**
 * Where a subnet's packets to the internet go. WorkLink's network interfaces have private IPv4 addresses and no
 * public ones (guide, Configure your Company Network), so IPv4 decides.
 *
 * @param routes of the subnet's table; nothing where it is not known
 */
export function internetPath(routes: readonly Route[] | undefined): InternetPath {
  if (routes === undefined) return { kind: 'notSaid' };
  const shares = sharesOf(routes);
  const open = shares.find(({ path }) => path.kind === 'internetGateway');
  // Be it for one address: what has a route to an internet gateway is a public subnet (Amazon VPC User Guide, Subnets).
  if (open !== undefined) return open.path;
  const large = shares.filter(({ addresses }) => addresses >= ROUTED_APART);
  const first = (kinds: readonly PathKind[]): InternetPath | undefined =>
    kinds
      .map((kind) => large.find(({ path }) => path.kind === kind)?.path)
      .find((path) => path !== undefined);
  const dead = first(['broken', 'natPrivate', 'none']);
  const alive = first(['notKnown', 'natPending', 'nat']);
  if (dead !== undefined && alive !== undefined) return { kind: 'partial', via: viaOf(alive) };
  return alive ?? (dead === undefined || dead.kind === 'none' ? withoutIpv4(routes) : dead);
}

/** What there may be where no route leads out for IPv4. */
function withoutIpv4(routes: readonly Route[]): InternetPath {
  const usable = routes.filter(({ isBlackhole }) => !isBlackhole);
  const ipv6 = usable.find(({ target }) => target.kind === 'egressOnlyInternetGateway');
  // Which addresses a prefix list holds is not seen here; those of AWS's own services lead to endpoints.
  const listed = usable.find(
    ({ destination, target }) =>
      destination.startsWith('pl-') && target.kind !== 'endpoint' && target.kind !== 'local',
  );
  if (listed !== undefined) return { kind: 'notKnown', via: idOf(listed.target) };
  return ipv6 === undefined ? { kind: 'none' } : { kind: 'ipv6Only', via: idOf(ipv6.target) };
}

/** The internet's addresses by where they leave: each kind of way once, the largest part of each naming it. */
function sharesOf(routes: readonly Route[]): readonly Share[] {
  const ipv4 = ipv4Routes(routes);
  const shares = new Map<PathKind, { path: InternetPath; largest: number; addresses: number }>();
  for (const [first, last] of pieces([...ipv4.map(({ block }) => block), ...NOT_PUBLIC])) {
    if (NOT_PUBLIC.some((block) => holds(block, first))) continue;
    const route = longest(ipv4, first);
    if (route?.target.kind === 'local') continue;
    const path = route === undefined ? ({ kind: 'none' } as const) : pathOf(route);
    const addresses = last - first + 1;
    const share = shares.get(path.kind) ?? { path, largest: 0, addresses: 0 };
    if (addresses > share.largest) {
      share.path = path;
      share.largest = addresses;
    }
    share.addresses += addresses;
    shares.set(path.kind, share);
  }
  return [...shares.values()];
}

/** All addresses, cut wherever one of the blocks begins or ends: within a piece every address takes the same route. */
function pieces(blocks: readonly Block[]): readonly (readonly [first: number, last: number])[] {
  const starts = new Set([0, ...blocks.flatMap(({ first, last }) => [first, last + 1])]);
  const sorted = [...starts].filter((start) => start < 2 ** 32).sort((a, b) => a - b);
  return sorted.map((start, index) => [start, (sorted[index + 1] ?? 2 ** 32) - 1]);
}

function pathOf({ target, isBlackhole }: Route): InternetPath {
  const via = idOf(target);
  if (isBlackhole) return { kind: 'broken', via };
  if (target.kind === 'natGateway') return { kind: natKind(target), via };
  if (target.kind === 'internetGateway') return { kind: 'internetGateway', via };
  // An egress-only gateway takes IPv6 alone (Amazon VPC User Guide, Egress-only internet gateways).
  return target.kind === 'egressOnlyInternetGateway' ? { kind: 'none' } : { kind: 'notKnown', via };
}

/** EC2 API Reference, NatGateway: pending, failed, available, deleting or deleted. */
function natKind({
  state,
  isPublic,
}: Extract<RouteTarget, { readonly kind: 'natGateway' }>): 'nat' | 'natPending' | 'natPrivate' | 'broken' {
  if (state !== 'available' && state !== 'pending') return 'broken';
  if (!isPublic) return 'natPrivate';
  return state === 'pending' ? 'natPending' : 'nat';
}

function ipv4Routes(routes: readonly Route[]): readonly Ipv4Route[] {
  return routes.flatMap((route) => {
    const block = parseBlock(route.destination);
    return block === undefined ? [] : [{ block, route }];
  });
}

function longest(routes: readonly Ipv4Route[], address: number): Route | undefined {
  let found: Ipv4Route | undefined;
  for (const candidate of routes) {
    if (holds(candidate.block, address) && candidate.block.prefix > (found?.block.prefix ?? -1))
      found = candidate;
  }
  return found?.route;
}

function holds({ first, last }: Block, address: number): boolean {
  return address >= first && address <= last;
}

function idOf(target: RouteTarget): string {
  return target.kind === 'local' ? 'local' : target.id;
}

function viaOf(path: InternetPath): string {
  return 'via' in path ? path.via : '';
}
