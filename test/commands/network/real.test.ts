import assert from 'node:assert/strict';
import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { withAwsCompanions } from '../../../src/cli/compose/aws.js';
import { type Network, type RouteTarget } from '../../../src/core/model/network.js';
import { type NetworkFindingId } from '../../../src/core/network/findings.js';
import { type AwsWorld, enterAwsWorld, KEYS, type Stub } from '../../backends/aws/stub.js';
import {
  group,
  INTERNET_GATEWAY,
  NAT,
  network,
  OTHER_ZONE,
  route,
  rule,
  subnet,
  without,
} from '../../network/networks.js';
import { FakeClock } from '../../support/account.js';
import { type Run, Workplace } from '../../support/cli.js';
import { type StandIn, startEc2 } from './ec2.js';

const ON = ['-f', 'sales', '--companions', 'aws'];
const GOOD = network();
const LINK = [
  ...['network', 'link', ...ON, '--vpc', GOOD.vpc.id],
  ...GOOD.subnets.flatMap(({ id }) => ['--subnet', id]),
  ...GOOD.securityGroups.flatMap(({ id }) => ['--security-group', id]),
];

const failedNat: RouteTarget = { kind: 'natGateway', id: 'nat-2', state: 'failed', isPublic: true };
const privateNat: RouteTarget = { kind: 'natGateway', id: 'nat-3', state: 'available', isPublic: false };
const pendingNat: RouteTarget = { kind: 'natGateway', id: 'nat-4', state: 'pending', isPublic: true };
const first = (changes: Parameters<typeof subnet>[0]): Network =>
  network({ subnets: [subnet(changes), OTHER_ZONE] });
const outbound = (...rules: Parameters<typeof rule>[]): Network =>
  network({ securityGroups: [group(rules.map((each) => rule(...each)))] });

/** What can have happened to a network since it was linked, and what there is to say then. */
const CHANGES: readonly (readonly [
  what: string,
  network: Network | undefined,
  id: NetworkFindingId,
  users?: number,
])[] = [
  ['the VPC is gone', undefined, 'network-vpc-unknown'],
  ['a subnet is gone', network({ subnets: [OTHER_ZONE] }), 'network-subnet-elsewhere'],
  ['a group is gone', network({ securityGroups: [] }), 'network-group-elsewhere'],
  ['nothing is let out', outbound(), 'network-no-outbound'],
  ['the VPC is pending', network({ vpc: { ...GOOD.vpc, state: 'pending' } }), 'network-vpc-unavailable'],
  ['the VPC is the default one', network({ vpc: { ...GOOD.vpc, isDefault: true } }), 'network-vpc-default'],
  [
    'both subnets are in one zone',
    network({ subnets: [subnet(), { ...OTHER_ZONE, availabilityZone: 'us-east-1a' }] }),
    'network-one-zone',
  ],
  [
    'a zone is not said',
    network({ subnets: [without(subnet(), 'availabilityZone'), OTHER_ZONE] }),
    'network-zones-not-known',
  ],
  ['users are many', network(), 'network-too-few-addresses', 201],
  [
    'addresses are not said',
    network({ subnets: [without(subnet(), 'freeAddresses'), OTHER_ZONE] }),
    'network-addresses-not-known',
    201,
  ],
  [
    'routes are not said',
    network({ subnets: [without(subnet(), 'routes'), OTHER_ZONE] }),
    'network-subnet-route-not-known',
  ],
  ['a subnet is pending', first({ state: 'pending' }), 'network-subnet-unavailable'],
  ['a subnet became public', first({ target: INTERNET_GATEWAY }), 'network-subnet-public'],
  ['the default route went', first({ routes: [] }), 'network-subnet-no-internet'],
  ['the NAT gateway failed', first({ target: failedNat }), 'network-subnet-route-broken'],
  [
    'the NAT gateway is gone',
    first({ target: { kind: 'natGateway', id: 'nat-9', isPublic: false } }),
    'network-subnet-route-broken',
  ],
  [
    'the route is a blackhole',
    first({ routes: [route('0.0.0.0/0', NAT, true)] }),
    'network-subnet-route-broken',
  ],
  ['the NAT gateway is a private one', first({ target: privateNat }), 'network-subnet-nat-private'],
  ['the NAT gateway is not ready', first({ target: pendingNat }), 'network-subnet-nat-pending'],
  ['half of the routes went', first({ routes: [route('128.0.0.0/1', NAT)] }), 'network-subnet-route-partial'],
  [
    'IPv6 is left',
    first({ routes: [route('::/0', { kind: 'egressOnlyInternetGateway', id: 'eigw-1' })] }),
    'network-subnet-no-internet',
  ],
  [
    'the route goes through a transit gateway',
    first({ target: { kind: 'transitGateway', id: 'tgw-1' } }),
    'network-subnet-route-not-known',
  ],
  ['a subnet is full', first({ freeAddresses: 0 }), 'network-subnet-full'],
  ['HTTPS is not let out', outbound(['tcp', 80], ['udp', 53]), 'network-outbound-no-https'],
  ['HTTP is not let out', outbound(['tcp', 443], ['udp', 53]), 'network-outbound-no-http'],
  ['DNS is not let out', outbound(['tcp']), 'network-outbound-no-dns'],
];

interface Finding {
  readonly id: string;
  readonly severity: string;
}

function findingsIn({ stdout }: Run): readonly Finding[] {
  return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings;
}

describe('a network of a real account', () => {
  let world: AwsWorld;
  let account: StandIn;
  let ec2: Stub;
  beforeEach(async () => {
    account = { networks: [GOOD] };
    ec2 = await startEc2(account);
    world = await enterAwsWorld({ ...KEYS, AWS_ENDPOINT_URL_EC2: ec2.url });
  });
  afterEach(async () => {
    await world.leave();
    await ec2.close();
  });

  const withFleet = (body: (place: Workplace) => Promise<void>): Promise<void> =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      await body(place);
    });

  it('is linked with an emulated fleet, and is as it should be', () =>
    withFleet(async (place) => {
      const run = await place.run(LINK);
      assert.deepEqual([run.code, run.stderr], [0, '']);
      const check = await place.run(['network', 'check', ...ON, '--json']);
      assert.deepEqual([check.code, findingsIn(check)], [0, []]);
      const parts = (await place.json(['network', 'discover', '--companions', 'aws'])) as object[];
      assert.equal(parts.length, 4);
    }));

  for (const [what, changed, id, users] of CHANGES) {
    it(`given that ${what}, then its check finds ${id}`, () =>
      withFleet(async (place) => {
        await place.succeed(LINK);
        account.networks = changed === undefined ? [] : [changed];

        const expected = users === undefined ? [] : ['--expected-users', String(users)];
        const run = await place.run(['network', 'check', ...ON, ...expected, '--json']);

        const findings = findingsIn(run);
        assert.ok(
          findings.some((finding) => finding.id === id),
          run.stdout,
        );
        assert.equal(run.code, findings.some(({ severity }) => severity === 'error') ? 3 : 0);
      }));
  }

  it('given that none of its subnets will do, then the VPC is unsuitable', async () => {
    account.networks = [network({ subnets: [subnet({ target: INTERNET_GATEWAY })] })];
    await Workplace.with(async (place) => {
      const listed = await place.succeed(['network', 'discover', '--companions', 'aws']);
      assert.match(listed, /^vpc .* unsuitable +It has no subnet that is suitable\.$/m);
    });
  });

  it('given a caller who may not read it, then says so and goes on with what WorkLink itself checks', () =>
    withFleet(async (place) => {
      account.failure = 'UnauthorizedOperation';
      const run = await place.run(LINK);
      assert.equal(run.code, 0, run.stderr);
      assert.match(
        run.stderr,
        /^warning network-not-readable: It cannot be looked at: .*ec2:DescribeVpcs.*\n$/,
      );
      const check = await place.run(['network', 'check', ...ON, '--json']);
      assert.equal(check.code, 0);
      assert.deepEqual(
        findingsIn(check).map(({ id }) => id),
        ['network-not-readable'],
      );
      const twice = await place.run([
        ...['network', 'update', ...ON, '--subnet', 'subnet-aaaaaaaa', '--subnet', 'subnet-aaaaaaaa'],
      ]);
      assert.equal(twice.code, 3);
      assert.match(twice.stderr, /network-subnet-repeated/);
      const discover = await place.run(['network', 'discover', '--companions', 'aws']);
      assert.equal(discover.code, 4);
    }));

  it('is kept as it is then, for whoever asks the emulated account', () =>
    withFleet(async (place) => {
      await place.succeed(LINK);
      const parts = (await place.json(['network', 'discover', '--vpc', GOOD.vpc.id])) as {
        id: string;
        verdict: string;
      }[];
      assert.deepEqual(
        parts.map(({ id, verdict }) => [id, verdict]),
        [
          [GOOD.vpc.id, 'suitable'],
          ...GOOD.subnets.map(({ id }) => [id, 'suitable']),
          ...GOOD.securityGroups.map(({ id }) => [id, 'suitable']),
        ],
      );
    }));

  describe('where the emulator is strict', () => {
    const FLEET = { FleetName: 'sales' };
    const surroundings = (place: Workplace) => ({ host: place.terminal().host, userAgent: 'worklink-tests' });

    const withStrict = (
      body: (link: (choice: object) => Promise<unknown>, exported: () => Promise<unknown>) => Promise<void>,
    ): Promise<void> =>
      Workplace.with(async (place) => {
        const local = openLocalAccount({ file: ':memory:', clock: new FakeClock(), strict: true });
        const backend = withAwsCompanions(
          local.backend({
            principal: local.administrator(),
            region: 'us-east-1',
            sourceIp: '192.0.2.7',
            userAgent: 'worklink-tests',
          }),
          {},
          surroundings(place),
        );
        const { FleetArn = '' } = await backend.workLink.call('CreateFleet', FLEET);
        const choice = {
          FleetArn,
          VpcId: GOOD.vpc.id,
          SubnetIds: GOOD.subnets.map(({ id }) => id),
          SecurityGroupIds: GOOD.securityGroups.map(({ id }) => id),
        };
        try {
          await body(
            (changes) =>
              backend.workLink.call('UpdateCompanyNetworkConfiguration', { ...choice, ...changes }),
            async () => (await local.emulator().exportAccount()).vpcs?.find(({ id }) => id === GOOD.vpc.id),
          );
        } finally {
          backend.close();
        }
      });

    it('is accepted, and what is not part of it is not', () =>
      withStrict(async (link) => {
        await link({});
        await assert.rejects(link({ SubnetIds: ['subnet-cccccccc'] }), { code: 'InvalidRequestException' });
        await assert.rejects(link({ VpcId: 'vpc-99999999' }), { code: 'InvalidRequestException' });
      }));

    it('is refused once a subnet is gone', () =>
      withStrict(async (link) => {
        await link({});
        account.networks = [network({ subnets: [OTHER_ZONE] })];
        await assert.rejects(link({}), { code: 'InvalidRequestException' });
      }));

    it('is refused where it cannot be read', () =>
      withStrict(async (link) => {
        account.failure = 'UnauthorizedOperation';
        await assert.rejects(link({}), { code: 'InvalidRequestException' });
      }));

    it('is known to the account as far as an account file can say it', () =>
      withStrict(async (link, exported) => {
        account.networks = [
          network({
            vpc: { ...GOOD.vpc, name: 'company' },
            subnets: [subnet(), subnet({ id: 'subnet-bbbbbbbb', target: { kind: 'instance', id: 'i-1' } })],
            securityGroups: [group([rule('tcp', 443, ['10.0.0.0/8', '0.0.0.0/0']), rule('50'), rule('58')])],
          }),
        ];
        await link({});
        const facts = { availabilityZone: 'us-east-1a', cidr: '10.0.0.0/24', freeAddresses: 100 };
        const https = { protocol: 'tcp', fromPort: 443, toPort: 443 };
        assert.deepEqual(await exported(), {
          id: GOOD.vpc.id,
          region: 'us-east-1',
          cidr: '10.0.0.0/16',
          tags: { Name: 'company' },
          subnets: [
            { id: 'subnet-aaaaaaaa', ...facts, defaultRoute: 'nat' },
            { id: 'subnet-bbbbbbbb', ...facts },
          ],
          securityGroups: [
            {
              id: 'sg-aaaaaaaa',
              name: 'worklink',
              description: '',
              outboundRules: [
                { ...https, destination: '10.0.0.0/8' },
                { ...https, destination: '0.0.0.0/0' },
                { protocol: 'icmpv6', destination: '0.0.0.0/0' },
              ],
            },
          ],
        });
      }));

    it('is known by its ids where an account file could not say the rest', () =>
      withStrict(async (link, exported) => {
        account.networks = [network({ vpc: { ...GOOD.vpc, cidrBlocks: ['nonsense'] } })];
        await link({});
        assert.deepEqual(await exported(), {
          id: GOOD.vpc.id,
          region: 'us-east-1',
          subnets: GOOD.subnets.map(({ id }) => ({ id })),
          securityGroups: GOOD.securityGroups.map(({ id }) => ({ id })),
        });
      }));
  });
});
