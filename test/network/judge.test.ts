import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Network, type RouteTarget, type Subnet } from '../../src/core/model/network.js';
import {
  NETWORK_FINDING_IDS,
  type NetworkFinding,
  VERDICTS,
  verdictOf,
} from '../../src/core/network/findings.js';
import { type Expectations, judgeNetwork } from '../../src/core/network/judge.js';
import { judgeCounts, judgeLink, type NetworkChoice } from '../../src/core/network/link.js';
import {
  group,
  INTERNET_GATEWAY,
  NAT,
  network,
  OPEN_GROUP,
  OTHER_ZONE,
  rule,
  subnet,
  without,
} from './networks.js';

/** Everything a network has, chosen. */
function all({ vpc, subnets, securityGroups }: Network): NetworkChoice {
  return {
    vpcId: vpc.id,
    subnetIds: subnets.map(({ id }) => id),
    securityGroupIds: securityGroups.map(({ id }) => id),
  };
}

function idsOf(findings: readonly NetworkFinding[]): string[] {
  return findings.map(({ id }) => id);
}

function findings(given: Network | undefined, choice = all(given ?? network()), expected: Expectations = {}) {
  const { refusals, advice } = judgeLink(choice, given, expected);
  return { refusals: idsOf(refusals), advice: idsOf(advice), all: [...refusals, ...advice] };
}

const gone: RouteTarget = { kind: 'natGateway', id: 'nat-2', isPublic: false };
const privateNat: RouteTarget = { kind: 'natGateway', id: 'nat-3', state: 'available', isPublic: false };
const pendingNat: RouteTarget = { kind: 'natGateway', id: 'nat-4', state: 'pending', isPublic: true };
const withSubnet = (changes: Parameters<typeof subnet>[0]): Network =>
  network({ subnets: [subnet(changes), OTHER_ZONE] });
const withGroups = (...securityGroups: Network['securityGroups']): Network => network({ securityGroups });
const choose = (changes: Partial<NetworkChoice>): NetworkChoice => ({ ...all(network()), ...changes });
const groupIds = ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5', 'sg-6'];

interface Case {
  readonly title: string;
  readonly network?: Network;
  readonly choice?: NetworkChoice;
  readonly expectedUsers?: number;
  readonly refusals?: readonly string[];
  readonly advice?: readonly string[];
}

const CASES: readonly Case[] = [
  { title: 'two private subnets in two zones and an open group', expectedUsers: 200 },
  {
    title: 'no such subnet',
    choice: choose({ subnetIds: ['subnet-aaaaaaaa', 'subnet-bbbbbbbb', 'subnet-x'] }),
    refusals: ['network-subnet-elsewhere'],
  },
  {
    title: 'no such group',
    choice: choose({ securityGroupIds: ['sg-aaaaaaaa', 'sg-x'] }),
    refusals: ['network-group-elsewhere'],
  },
  {
    title: 'a subnet twice',
    choice: choose({ subnetIds: ['subnet-aaaaaaaa', 'subnet-aaaaaaaa', 'subnet-bbbbbbbb'] }),
    refusals: ['network-subnet-repeated'],
  },
  {
    title: 'a group twice',
    choice: choose({ securityGroupIds: ['sg-aaaaaaaa', 'sg-aaaaaaaa'] }),
    refusals: ['network-group-repeated'],
  },
  { title: 'no subnet', choice: choose({ subnetIds: [] }), refusals: ['network-subnet-missing'] },
  { title: 'no group', choice: choose({ securityGroupIds: [] }), refusals: ['network-group-missing'] },
  {
    title: 'five groups',
    network: withGroups(...groupIds.slice(0, 5).map((id) => group([rule('all')], id))),
  },
  {
    title: 'six groups',
    network: withGroups(...groupIds.map((id) => group([rule('all')], id))),
    refusals: ['network-too-many-groups'],
  },
  {
    title: 'a VPC to come',
    network: network({ vpc: { ...network().vpc, state: 'pending' } }),
    advice: ['network-vpc-unavailable'],
  },
  {
    title: 'the default VPC',
    network: network({ vpc: { ...network().vpc, isDefault: true } }),
    advice: ['network-vpc-default'],
  },
  {
    title: 'a subnet to come',
    network: withSubnet({ state: 'pending' }),
    advice: ['network-subnet-unavailable'],
  },
  {
    title: 'a public subnet',
    network: withSubnet({ target: INTERNET_GATEWAY }),
    advice: ['network-subnet-public'],
  },
  {
    title: 'an isolated subnet',
    network: withSubnet({ routes: [] }),
    advice: ['network-subnet-no-internet'],
  },
  {
    title: 'a NAT gateway that is gone',
    network: withSubnet({ target: gone }),
    advice: ['network-subnet-route-broken'],
  },
  {
    title: 'a private NAT gateway',
    network: withSubnet({ target: privateNat }),
    advice: ['network-subnet-nat-private'],
  },
  {
    title: 'a NAT gateway to come',
    network: withSubnet({ target: pendingNat }),
    advice: ['network-subnet-nat-pending'],
  },
  {
    title: 'half of the internet',
    network: withSubnet({ routes: [{ destination: '0.0.0.0/1', target: NAT, isBlackhole: false }] }),
    advice: ['network-subnet-route-partial'],
  },
  {
    title: 'a transit gateway',
    network: withSubnet({ target: { kind: 'transitGateway', id: 'tgw-1' } }),
    advice: ['network-subnet-route-not-known'],
  },
  {
    title: 'routes nobody knows',
    network: network({ subnets: [without(subnet(), 'routes'), OTHER_ZONE] }),
    advice: ['network-subnet-route-not-known'],
  },
  {
    title: 'IPv6 alone',
    network: withSubnet({
      routes: [
        { destination: '::/0', target: { kind: 'egressOnlyInternetGateway', id: 'e' }, isBlackhole: false },
      ],
    }),
    advice: ['network-subnet-no-internet'],
  },
  { title: 'a full subnet', network: withSubnet({ freeAddresses: 0 }), advice: ['network-subnet-full'] },
  {
    title: 'one zone',
    network: network({ subnets: [subnet(), subnet({ id: 'subnet-cccccccc' })] }),
    advice: ['network-one-zone'],
  },
  { title: 'one subnet', network: network({ subnets: [subnet()] }), advice: ['network-one-zone'] },
  {
    title: 'one subnet of an unknown zone',
    network: network({ subnets: [without(subnet(), 'availabilityZone')] }),
    advice: ['network-one-zone'],
  },
  {
    title: 'a zone and perhaps another',
    network: network({ subnets: [without(subnet(), 'availabilityZone'), OTHER_ZONE] }),
    advice: ['network-zones-not-known'],
  },
  { title: 'an address fewer than users', expectedUsers: 201, advice: ['network-too-few-addresses'] },
  {
    title: 'addresses nobody counted',
    network: network({ subnets: [without(subnet(), 'freeAddresses'), OTHER_ZONE] }),
    expectedUsers: 101,
    advice: ['network-addresses-not-known'],
  },
  {
    title: 'addresses that suffice without those nobody counted',
    network: network({ subnets: [without(subnet(), 'freeAddresses'), OTHER_ZONE] }),
    expectedUsers: 100,
  },
  { title: 'nothing let out', network: withGroups(group([])), advice: ['network-no-outbound'] },
  {
    title: 'a rule without a destination',
    network: withGroups(group([rule('all', undefined, [])])),
    advice: ['network-no-outbound'],
  },
  { title: 'rules nobody knows', network: withGroups(group()), advice: ['network-outbound-not-known'] },
  {
    title: 'rules nobody knows, beside one that lets all out',
    network: withGroups(group(), group([rule('all')], 'sg-2')),
  },
  {
    title: 'HTTP and DNS',
    network: withGroups(group([rule('tcp', 80), rule('udp', 53)])),
    advice: ['network-outbound-no-https'],
  },
  {
    title: 'HTTPS and DNS',
    network: withGroups(group([rule('tcp', 443), rule('17', 53)])),
    advice: ['network-outbound-no-http'],
  },
  {
    title: 'HTTP and HTTPS by number',
    network: withGroups(group([rule('6')])),
    advice: ['network-outbound-no-dns'],
  },
  {
    title: 'what is needed by two groups together',
    network: withGroups(group([rule('tcp', 443)]), group([rule('tcp', 80), rule('udp', 53)], 'sg-2')),
  },
  {
    title: 'everything by UDP',
    network: withGroups(group([rule('udp')])),
    advice: ['network-outbound-no-https', 'network-outbound-no-http'],
  },
];

describe('the judgement of a link', () => {
  for (const { title, network: given, choice, expectedUsers, refusals = [], advice = [] } of CASES) {
    it(`given ${title}, finds ${[...refusals, ...advice].join(', ') || 'nothing'}`, () => {
      const found = findings(given ?? network(), choice, { expectedUsers });
      assert.deepEqual(found.refusals, refusals);
      // What is not chosen is not judged: refusals may leave less to say.
      assert.deepEqual(found.advice, advice);
    });
  }

  it('given no such VPC, refuses it', () => {
    assert.deepEqual(findings(undefined).refusals, ['network-vpc-unknown']);
  });

  it('says of everything what it is about, what is wrong and what to do', () => {
    const every = [
      ...CASES.flatMap(
        ({ network: given, choice, expectedUsers }) =>
          findings(given ?? network(), choice, { expectedUsers }).all,
      ),
      ...findings(undefined).all,
    ];
    for (const { id, subject, message, fix } of every) {
      assert.ok(subject.length > 0, id);
      assert.match(message, /^\S.*\.$/, id);
      assert.match(fix, /^[A-Z].*[\w.]$/, id);
    }
    const seen = new Set(idsOf(every));
    // The two that are not of a link alone are shown by other tests.
    assert.deepEqual(
      NETWORK_FINDING_IDS.filter((id) => !seen.has(id)),
      ['network-vpc-no-suitable-subnet', 'network-not-readable'],
    );
  });

  it('refuses with errors, advises with warnings, and has one error among its advice', () => {
    for (const { network: given, choice, expectedUsers } of CASES) {
      const { refusals, advice } = judgeLink(choice ?? all(given ?? network()), given ?? network(), {
        expectedUsers,
      });
      for (const { severity, id } of refusals) assert.equal(severity, 'error', id);
      for (const { severity, id } of advice) assert.equal(severity === 'error', id === 'network-no-outbound');
    }
  });

  it('counts what is chosen without a network too', () => {
    assert.deepEqual(idsOf(judgeCounts(choose({ subnetIds: [], securityGroupIds: groupIds }))), [
      'network-subnet-missing',
      'network-too-many-groups',
    ]);
  });
});

describe('the judgement of what could be linked', () => {
  it('calls a company’s network suitable', () => {
    const { vpc, subnets, securityGroups } = judgeNetwork(network());
    assert.deepEqual(
      [vpc, ...subnets, ...securityGroups].map(({ verdict }) => verdict),
      ['suitable', 'suitable', 'suitable', 'suitable'],
    );
    assert.equal(subnets[0]?.internetPath, 'nat');
  });

  it('calls a VPC unsuitable that has no suitable subnet, or none at all', () => {
    for (const subnets of [[], [subnet({ target: INTERNET_GATEWAY })]]) {
      const { vpc } = judgeNetwork(network({ subnets }));
      assert.deepEqual(
        [vpc.verdict, idsOf(vpc.findings)],
        ['unsuitable', ['network-vpc-no-suitable-subnet']],
      );
    }
  });

  it('counts zones and addresses of what could be chosen alone', () => {
    const { vpc, subnets } = judgeNetwork(network({ subnets: [subnet(), { ...OTHER_ZONE, routes: [] }] }), {
      expectedUsers: 150,
    });
    assert.deepEqual(idsOf(vpc.findings), ['network-one-zone', 'network-too-few-addresses']);
    assert.deepEqual(
      subnets.map(({ verdict }) => verdict),
      ['suitable', 'unsuitable'],
    );
  });

  it('calls unknown what it cannot see, and doubtful what may not do', () => {
    const { subnets, securityGroups } = judgeNetwork(
      network({
        subnets: [without(subnet(), 'routes'), subnet({ target: pendingNat })],
        securityGroups: [group(), group([rule('tcp', 8080)]), group([])],
      }),
    );
    assert.deepEqual(
      [...subnets, ...securityGroups].map(({ verdict }) => verdict),
      ['unknown', 'doubtful', 'unknown', 'doubtful', 'unsuitable'],
    );
  });
});

const anySubnet: fc.Arbitrary<Subnet> = fc
  .record({
    number: fc.integer({ min: 0, max: 9 }),
    zone: fc.constantFrom('us-east-1a', 'us-east-1b', undefined),
    target: fc.constantFrom<RouteTarget>(NAT, INTERNET_GATEWAY, gone, privateNat, pendingNat),
    free: fc.constantFrom(0, 5, 1_000, undefined),
  })
  .map(({ number, zone, target, free }) => {
    const known = subnet({
      id: `subnet-${String(number)}`,
      target,
      ...(free !== undefined && { freeAddresses: free }),
    });
    const zoned =
      zone === undefined ? without(known, 'availabilityZone') : { ...known, availabilityZone: zone };
    return free === undefined ? without(zoned, 'freeAddresses') : zoned;
  });
const anySubnets = fc.uniqueArray(anySubnet, { selector: ({ id }) => id, minLength: 1, maxLength: 5 });
const users = fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined });
const rank = (judged: readonly NetworkFinding[]): number => VERDICTS.indexOf(verdictOf(judged));

describe('a link with one thing more', () => {
  it('is never worse for a suitable subnet in another zone', () => {
    fc.assert(
      fc.property(anySubnets, users, (subnets, expectedUsers) => {
        const more = subnet({ id: 'subnet-more', availabilityZone: 'us-east-1f', freeAddresses: 50 });
        const before = network({ subnets });
        const after = network({ subnets: [...subnets, more] });
        const old = findings(before, all(before), { expectedUsers });
        const now = findings(after, all(after), { expectedUsers });
        assert.ok(now.all.length <= old.all.length);
        assert.ok(rank(now.all) <= rank(old.all));
        assert.ok(
          VERDICTS.indexOf(judgeNetwork(after, { expectedUsers }).vpc.verdict) <=
            VERDICTS.indexOf(judgeNetwork(before, { expectedUsers }).vpc.verdict),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never worse for another outbound rule, nor for fewer users', () => {
    const anyRule = fc
      .tuple(fc.constantFrom('all', 'tcp', 'udp', '6', '50'), fc.constantFrom(undefined, 53, 80, 443))
      .map(([protocol, port]) => rule(protocol, port));
    fc.assert(
      fc.property(fc.array(anyRule), anyRule, anySubnets, users, (rules, extra, subnets, expectedUsers) => {
        const before = network({ subnets, securityGroups: [group(rules)] });
        const after = network({ subnets, securityGroups: [group([...rules, extra])] });
        const old = findings(before, all(before), { expectedUsers });
        assert.ok(rank(findings(after, all(after), { expectedUsers }).all) <= rank(old.all));
        assert.ok(rank(findings(before, all(before)).all) <= rank(old.all));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is judged alike in whatever order things come', () => {
    fc.assert(
      fc.property(anySubnets, users, (subnets, expectedUsers) => {
        const one = network({ subnets, securityGroups: [OPEN_GROUP] });
        const other = network({ subnets: [...subnets].reverse(), securityGroups: [OPEN_GROUP] });
        const [a, b] = [one, other].map((each) =>
          idsOf(findings(each, all(each), { expectedUsers }).all).sort(),
        );
        assert.deepEqual(a, b);
      }),
    );
  });
});
