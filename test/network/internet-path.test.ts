import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Route, type RouteTarget } from '../../src/core/model/network.js';
import { internetPath, routeFor } from '../../src/core/network/internet-path.js';
import { NOT_PUBLIC, parseBlock } from '../../src/core/network/ipv4.js';
import { INTERNET_GATEWAY, NAT, route } from './networks.js';

const GATEWAY: RouteTarget = { kind: 'transitGateway', id: 'tgw-1' };
const nat = (changes: { state?: string; isPublic?: boolean }): RouteTarget => ({
  kind: 'natGateway',
  id: 'nat-2',
  state: 'available',
  isPublic: true,
  ...changes,
});
const LOCAL = route('10.0.0.0/16', { kind: 'local' });

const CASES: readonly (readonly [
  title: string,
  routes: readonly Route[] | undefined,
  kind: string,
  via?: string,
])[] = [
  ['a NAT gateway', [LOCAL, route('0.0.0.0/0', NAT)], 'nat', 'nat-1'],
  ['an internet gateway', [LOCAL, route('0.0.0.0/0', INTERNET_GATEWAY)], 'internetGateway', 'igw-1'],
  ['nothing', [LOCAL], 'none'],
  ['an empty table', [], 'none'],
  ['a table nobody knows', undefined, 'notSaid'],
  ['a blackhole', [route('0.0.0.0/0', NAT, true)], 'broken', 'nat-1'],
  ['a NAT gateway that failed', [route('0.0.0.0/0', nat({ state: 'failed' }))], 'broken', 'nat-2'],
  ['a NAT gateway that is being deleted', [route('0.0.0.0/0', nat({ state: 'deleting' }))], 'broken'],
  [
    'a NAT gateway that is gone',
    [route('0.0.0.0/0', { kind: 'natGateway', id: 'nat-9', isPublic: false })],
    'broken',
  ],
  ['a NAT gateway to come', [route('0.0.0.0/0', nat({ state: 'pending' }))], 'natPending', 'nat-2'],
  ['a private NAT gateway', [route('0.0.0.0/0', nat({ isPublic: false }))], 'natPrivate', 'nat-2'],
  ['a transit gateway', [route('0.0.0.0/0', GATEWAY)], 'notKnown', 'tgw-1'],
  ['an instance, perhaps of NAT', [route('0.0.0.0/0', { kind: 'instance', id: 'i-1' })], 'notKnown', 'i-1'],
  ['a firewall', [route('0.0.0.0/0', { kind: 'endpoint', id: 'vpce-1' })], 'notKnown', 'vpce-1'],
  [
    'IPv6 alone',
    [LOCAL, route('::/0', { kind: 'egressOnlyInternetGateway', id: 'eigw-1' })],
    'ipv6Only',
    'eigw-1',
  ],
  [
    'NAT, and IPv6 besides',
    [route('0.0.0.0/0', NAT), route('::/0', { kind: 'egressOnlyInternetGateway', id: 'eigw-1' })],
    'nat',
  ],
  [
    'IPv6 through an internet gateway, and NAT',
    [route('0.0.0.0/0', NAT), route('::/0', INTERNET_GATEWAY)],
    'nat',
  ],
  ['both halves by NAT', [route('0.0.0.0/1', NAT), route('128.0.0.0/1', NAT)], 'nat', 'nat-1'],
  ['one half by NAT', [route('0.0.0.0/1', NAT)], 'partial', 'nat-1'],
  ['the other half by NAT', [LOCAL, route('128.0.0.0/1', NAT)], 'partial', 'nat-1'],
  ['half by NAT, half gone', [route('0.0.0.0/1', NAT), route('128.0.0.0/1', NAT, true)], 'partial', 'nat-1'],
  [
    'halves by NAT before the default to an internet gateway',
    [route('0.0.0.0/0', INTERNET_GATEWAY), route('0.0.0.0/1', NAT), route('128.0.0.0/1', NAT)],
    'nat',
  ],
  [
    'halves to an internet gateway before the default by NAT',
    [route('0.0.0.0/0', NAT), route('0.0.0.0/1', INTERNET_GATEWAY), route('128.0.0.0/1', INTERNET_GATEWAY)],
    'internetGateway',
  ],
  [
    'a few addresses straight to the internet',
    [route('0.0.0.0/0', NAT), route('52.94.0.0/16', INTERNET_GATEWAY)],
    'internetGateway',
  ],
  [
    'private addresses to an internet gateway, of no effect',
    [route('0.0.0.0/0', NAT), route('172.16.0.0/12', INTERNET_GATEWAY)],
    'nat',
  ],
  [
    'the company’s own addresses apart',
    [
      route('0.0.0.0/0', NAT),
      route('192.168.0.0/16', { kind: 'virtualPrivateGateway', id: 'vgw-1' }),
      route('198.41.0.0/16', { kind: 'virtualPrivateGateway', id: 'vgw-1' }),
      route('8.8.8.0/24', NAT, true),
    ],
    'nat',
    'nat-1',
  ],
  [
    'half by NAT, half by a transit gateway',
    [route('0.0.0.0/1', NAT), route('128.0.0.0/1', GATEWAY)],
    'notKnown',
    'tgw-1',
  ],
  ['a VPC of public addresses, and nothing else', [route('0.0.0.0/0', { kind: 'local' })], 'none'],
  ['an endpoint for one service', [LOCAL, route('pl-1', { kind: 'endpoint', id: 'vpce-1' })], 'none'],
  ['a prefix list, whatever it holds', [LOCAL, route('pl-1', GATEWAY)], 'notKnown', 'tgw-1'],
  ['a prefix list whose target is gone', [LOCAL, route('pl-1', GATEWAY, true)], 'none'],
  [
    'a destination that is none',
    [route('0.0.0.0/33', NAT), route('256.0.0.0/0', NAT), route('', NAT)],
    'none',
  ],
];

/** Longest prefix by strings of bits. */
function byHand(routes: readonly Route[], address: number): Route | undefined {
  const bits = address.toString(2).padStart(32, '0');
  let found: { readonly route: Route; readonly prefix: number } | undefined;
  for (const one of routes) {
    const [base = '', length = ''] = one.destination.split('/');
    const start = base
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('')
      .slice(0, Number(length));
    if (bits.startsWith(start) && Number(length) > (found?.prefix ?? -1))
      found = { route: one, prefix: Number(length) };
  }
  return found?.route;
}

const octet = fc.integer({ min: 0, max: 255 });
const cidr = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, prefix]) => `${[a, b, c, d].map(String).join('.')}/${String(prefix)}`);
const target = fc.constantFrom<RouteTarget>(
  NAT,
  INTERNET_GATEWAY,
  GATEWAY,
  nat({ state: 'failed' }),
  nat({ isPublic: false }),
  { kind: 'local' },
);
const routes = fc.array(
  fc.tuple(cidr, target, fc.boolean()).map(([destination, to, gone]) => route(destination, to, gone)),
  { maxLength: 12 },
);

describe('the way from a subnet to the internet', () => {
  for (const [title, table, kind, via] of CASES) {
    it(`given ${title}, is ${kind}`, () => {
      const path = internetPath(table);
      assert.equal(path.kind, kind);
      if (via !== undefined) assert.equal('via' in path && path.via, via);
    });
  }

  it('takes the route of the longest prefix, for any table and address', () => {
    fc.assert(
      fc.property(routes, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (table, address) => {
        assert.equal(routeFor(table, address), byHand(table, address));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is public wherever any public address goes to an internet gateway, and not otherwise', () => {
    fc.assert(
      fc.property(routes, fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })), (table, some) => {
        // Every change of route happens at the edge of a block: looking there sees them all.
        const edges = [...table.map(({ destination }) => destination)].flatMap((text) => {
          const block = parseBlock(text);
          return block === undefined ? [] : [block.first, block.last, block.first - 1, block.last + 1];
        });
        const outer = NOT_PUBLIC.flatMap(({ first, last }) => [first - 1, last + 1]);
        const open = [...some, ...edges, ...outer, 0x08080808].some((address) => {
          if (address < 0 || address >= 2 ** 32) return false;
          if (NOT_PUBLIC.some(({ first, last }) => address >= first && address <= last)) return false;
          const found = routeFor(table, address);
          return found?.isBlackhole === false && found.target.kind === 'internetGateway';
        });
        assert.equal(internetPath(table).kind === 'internetGateway', open);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same when a default is split in halves', () => {
    fc.assert(
      fc.property(routes, target, fc.boolean(), (table, to, gone) => {
        const others = table.filter(({ destination }) => !/\/[01]$/.test(destination));
        const whole = internetPath([...others, route('0.0.0.0/0', to, gone)]);
        const halves = internetPath([
          ...others,
          route('0.0.0.0/1', to, gone),
          route('128.0.0.0/1', to, gone),
        ]);
        assert.deepEqual(halves, whole);
      }),
      { numRuns: 500 },
    );
  });

  it('is found in little time in the largest tables there can be', () => {
    const table = Array.from({ length: 1_000 }, (_, index) =>
      route(`${String(index % 223)}.${String(index % 256)}.0.0/${String(9 + (index % 20))}`, NAT),
    );
    const before = performance.now();
    internetPath([...table, route('0.0.0.0/0', NAT)]);
    assert.ok(performance.now() - before < 1_000);
  });
});

describe('a block of IPv4 addresses', () => {
  it('is read from its CIDR text', () => {
    assert.deepEqual(parseBlock('10.1.2.3/8'), { first: 10 * 2 ** 24, last: 11 * 2 ** 24 - 1, prefix: 8 });
    assert.deepEqual(parseBlock('255.255.255.255/32'), { first: 2 ** 32 - 1, last: 2 ** 32 - 1, prefix: 32 });
    assert.deepEqual(parseBlock('0.0.0.0/0'), { first: 0, last: 2 ** 32 - 1, prefix: 0 });
  });

  for (const text of [
    '',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.256/8',
    '::/0',
    'pl-1',
    '10.0.0.0/8 ',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(parseBlock(text), undefined);
    });
  }
});
