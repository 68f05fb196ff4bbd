import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Run, Workplace } from '../../support/cli.js';
import { errorOf } from '../domain/prepared.js';

const ENTER = '\r';
const DOWN = '\u001b[B';
const SPACE = ' ';

const VPC = 'vpc-0a1b2c3d4e5f60718';
const PRIVATE_A = 'subnet-0a1b2c3d4e5f60a01';
const PRIVATE_B = 'subnet-0a1b2c3d4e5f60b01';
const PUBLIC = 'subnet-0a1b2c3d4e5f60c01';
const ISOLATED = 'subnet-0a1b2c3d4e5f60d01';
const DEFAULT_GROUP = 'sg-0a1b2c3d4e5f60001';
const CLOSED_GROUP = 'sg-0a1b2c3d4e5f60003';
const FLEET_ARN = 'arn:aws:worklink::123456789012:fleet/sales';

interface Judged {
  readonly id: string;
  readonly verdict: string;
  readonly findings: readonly { readonly id: string }[];
}

function withFleet(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales', '--wait']);
    await body(place);
  });
}

/** With the network linked that there is nothing to say against. */
function withLink(body: (place: Workplace) => Promise<void>): Promise<void> {
  return withFleet(async (place) => {
    await place.succeed(link());
    await body(place);
  });
}

function words(verb: string, vpc?: string, subnets: string[] = [], groups: string[] = []): string[] {
  return [
    ...['network', verb, '-f', 'sales'],
    ...(vpc === undefined ? [] : ['--vpc', vpc]),
    ...subnets.flatMap((id) => ['--subnet', id]),
    ...groups.flatMap((id) => ['--security-group', id]),
  ];
}

function link(vpc = VPC, subnets = [PRIVATE_A, PRIVATE_B], groups = [DEFAULT_GROUP]): string[] {
  return words('link', vpc, subnets, groups);
}

async function linked(place: Workplace): Promise<unknown> {
  return place.json(['network', 'show', '-f', 'sales']);
}

/** The findings on standard error: severity and id, line by line. */
function said({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^(error|warning|info) (network-[a-z-]+): .+$/gm)].map(
    ([, severity = '', id = '']) => `${severity} ${id}`,
  );
}

describe('worklink network link', () => {
  it('links, and has nothing to say of a network that is as it should be', () =>
    withFleet(async (place) => {
      const run = await place.run(link());
      assert.deepEqual(run, { code: 0, stdout: `Linked fleet sales with VPC ${VPC}.\n`, stderr: '' });
      assert.deepEqual(await linked(place), {
        fleetArn: FLEET_ARN,
        vpcId: VPC,
        subnetIds: [PRIVATE_A, PRIVATE_B],
        securityGroupIds: [DEFAULT_GROUP],
      });
    }));

  it('is for a script what was linked, and what was found', () =>
    withFleet(async (place) => {
      assert.deepEqual(await place.json([...link(), '--expected-users', '8156']), {
        fleetArn: FLEET_ARN,
        vpcId: VPC,
        subnetIds: [PRIVATE_A, PRIVATE_B],
        securityGroupIds: [DEFAULT_GROUP],
        verdict: 'suitable',
        findings: [],
      });
    }));

  it('links against the guide’s advice, and says each of it', () =>
    withFleet(async (place) => {
      const run = await place.run([...link(VPC, [PUBLIC], [CLOSED_GROUP]), '--expected-users', '249']);
      assert.equal(run.code, 0);
      assert.deepEqual(said(run), [
        'warning network-subnet-public',
        'warning network-one-zone',
        'warning network-too-few-addresses',
        'error network-no-outbound',
      ]);
    }));

  it('changes nothing in a dry run, which says what would be sent', () =>
    withFleet(async (place) => {
      const plan = (await place.json([...link(VPC, [PRIVATE_A, ISOLATED]), '--dry-run'])) as object;
      assert.deepEqual(plan, {
        dryRun: true,
        message: `Would link fleet sales with VPC ${VPC}.`,
        calls: [
          {
            operation: 'UpdateCompanyNetworkConfiguration',
            input: {
              FleetArn: FLEET_ARN,
              VpcId: VPC,
              SubnetIds: [PRIVATE_A, ISOLATED],
              SecurityGroupIds: [DEFAULT_GROUP],
            },
          },
        ],
      });
      const run = await place.run([...link(VPC, [PRIVATE_A, ISOLATED]), '--dry-run']);
      assert.deepEqual(said(run), ['warning network-subnet-no-internet']);
      assert.deepEqual(await linked(place), { fleetArn: FLEET_ARN });
    }));

  const refusals: readonly (readonly [title: string, given: string[], code: number, expected: RegExp])[] = [
    [
      'an unknown VPC',
      link('vpc-99999999'),
      3,
      /^error network-vpc-unknown: .*\nError: The network is refused/,
    ],
    ['a subnet of none', link(VPC, [PRIVATE_A, 'subnet-99999999']), 3, /^error network-subnet-elsewhere/],
    ['a group of none', link(VPC, [PRIVATE_A], ['sg-99999999']), 3, /^error network-group-elsewhere/m],
    ['a subnet twice', link(VPC, [PRIVATE_A, PRIVATE_A]), 3, /^error network-subnet-repeated/],
    [
      'a group twice',
      link(VPC, [PRIVATE_A], [DEFAULT_GROUP, DEFAULT_GROUP]),
      3,
      /^error network-group-repeated/m,
    ],
    [
      'six groups',
      link(
        VPC,
        [PRIVATE_A],
        [1, 2, 3, 4, 5, 6].map((n) => `sg-1111111${String(n)}`),
      ),
      3,
      /--security-group/,
    ],
    ['what is no VPC', link('corporate'), 3, /--vpc 'corporate' is not allowed\.\nA VPC is named by its id/],
    ['what is no subnet', link(VPC, ['a\u001b[2J']), 3, /--subnet 'a\\u001b\[2J' is not allowed/],
    ['what is no group', link(VPC, [PRIVATE_A], ['default']), 3, /--security-group 'default' is not allowed/],
    ['no VPC', words('link'), 2, /Missing --vpc/],
    ['no subnet', words('link', VPC), 2, /Missing --subnet/],
    ['no group', words('link', VPC, [PRIVATE_A]), 2, /Missing --security-group/],
    ['an empty VPC', words('link', ''), 2, /--vpc is empty/],
    ['an unknown fleet', ['network', 'link', '-f', 'nobody', ...link().slice(4)], 5, /nobody/],
  ];
  for (const [title, given, code, expected] of refusals) {
    it(`given ${title}, then exits ${String(code)} and links nothing`, () =>
      withFleet(async (place) => {
        const run = await place.run(given);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
        assert.equal(run.stdout, '');
        assert.deepEqual(await linked(place), { fleetArn: FLEET_ARN });
      }));
  }

  it('has the findings in its error, for a script', () =>
    withFleet(async (place) => {
      const run = await place.run([...link(VPC, ['subnet-99999999'], ['sg-99999999']), '--json']);
      assert.equal(run.code, 3);
      const { code, details } = errorOf(run);
      assert.equal(code, 'InvalidInput');
      assert.deepEqual(
        (details['findings'] as Judged[]).map(({ id }) => id),
        ['network-subnet-elsewhere', 'network-group-elsewhere'],
      );
    }));

  it('given a fleet that is linked, then exits 6 and names the way to change it', () =>
    withLink(async (place) => {
      const run = await place.run(link());
      assert.equal(run.code, 6);
      assert.match(run.stderr, /is linked with VPC .*\nTo change it: worklink network update/);
    }));

  it('given a terminal, then asks for what is missing, the verdicts beside and what is suitable marked', () =>
    withFleet(async (place) => {
      const run = await place.run(words('link', undefined, [], [DEFAULT_GROUP]), {
        terminal: true,
        answers: [ENTER, ENTER],
      });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, new RegExp(`${PUBLIC}  public-a  us-east-1a  248 free  unsuitable`));
      assert.deepEqual(await linked(place), {
        fleetArn: FLEET_ARN,
        vpcId: VPC,
        subnetIds: [PRIVATE_A, PRIVATE_B],
        securityGroupIds: [DEFAULT_GROUP],
      });
    }));

  it('given a terminal and some of it, then asks for the rest alone', () =>
    withFleet(async (place) => {
      const run = await place.run(words('link', VPC, [], [DEFAULT_GROUP]), {
        terminal: true,
        answers: [`${DOWN}${SPACE}${ENTER}`],
      });
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(((await linked(place)) as { subnetIds: unknown }).subnetIds, [PRIVATE_A]);
    }));

  it('given a terminal and no security group, then has one marked, and takes none for no answer', () =>
    withFleet(async (place) => {
      const run = await place.run(words('link', VPC, [PRIVATE_A]), {
        terminal: true,
        answers: [ENTER, `${DOWN}${SPACE}${ENTER}`],
      });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, new RegExp(`${CLOSED_GROUP}  database  Lets nothing out  unsuitable`));
      assert.deepEqual(((await linked(place)) as { securityGroupIds: unknown }).securityGroupIds, [
        'sg-0a1b2c3d4e5f60002',
      ]);
    }));

  it('given a terminal and nothing to pick from, then says so', () =>
    withFleet(async (place) => {
      const nowhere = await place.run([...words('link'), '--region', 'eu-west-1'], { terminal: true });
      assert.equal(nowhere.code, 5);
      assert.match(nowhere.stderr, /There is no VPC in eu-west-1/);
      await writeFile(join(place.folder, 'a.yaml'), 'version: 1\nvpcs: [{ id: vpc-22222222 }]\n');
      await place.succeed(['emulator', 'seed', 'a.yaml']);
      const bare = words('link', 'vpc-22222222');
      assert.match((await place.run(bare, { terminal: true })).stderr, /vpc-22222222 has no subnet/);
      assert.match(
        (await place.run([...bare, '--subnet', PRIVATE_A], { terminal: true })).stderr,
        /vpc-22222222 has no security group/,
      );
    }));
});

describe('worklink network show', () => {
  it('says what is linked, and where nothing is how to link', () =>
    withFleet(async (place) => {
      const none = await place.run(['network', 'show', '-f', 'sales']);
      assert.equal(none.code, 0);
      assert.match(
        none.stderr,
        /is not linked with a network\. Link one: worklink network link --fleet sales/,
      );
      await place.succeed(link());
      const shown = await place.succeed(['network', 'show', '-f', 'sales']);
      for (const id of [VPC, PRIVATE_A, PRIVATE_B, DEFAULT_GROUP]) assert.ok(shown.includes(id));
      const asText = await place.succeed(['network', 'show', '-f', 'sales', '-o', 'text']);
      assert.ok(asText.includes(PRIVATE_B));
    }));

  it('given an unknown fleet, then exits 5', () =>
    withFleet(async (place) => {
      assert.equal((await place.run(['network', 'show', '-f', 'nobody'])).code, 5);
    }));
});

describe('worklink network update', () => {
  it('changes what is given, and leaves the rest', () =>
    withLink(async (place) => {
      const run = await place.run(words('update', undefined, [ISOLATED, PRIVATE_A]));
      assert.equal(run.stdout, 'Updated the network of fleet sales.\n');
      assert.deepEqual(said(run), ['warning network-subnet-no-internet']);
      const updated = (await place.json(words('update', undefined, [], [CLOSED_GROUP]))) as object;
      assert.deepEqual(
        { ...updated, findings: [] },
        {
          fleetArn: FLEET_ARN,
          vpcId: VPC,
          subnetIds: [ISOLATED, PRIVATE_A],
          securityGroupIds: [CLOSED_GROUP],
          verdict: 'unsuitable',
          findings: [],
          changed: true,
        },
      );
    }));

  it('sends nothing where nothing would be different', () =>
    withLink(async (place) => {
      const same = words('update', VPC, [PRIVATE_A, PRIVATE_B]);
      assert.match(await place.succeed(same), /nothing was changed/);
      assert.deepEqual(await place.json([...same, '--dry-run']), {
        dryRun: true,
        message: 'Would change nothing.',
        calls: [],
      });
    }));

  it('changes nothing in a dry run', () =>
    withLink(async (place) => {
      const before = await linked(place);
      const plan = (await place.json([...words('update', VPC, [PUBLIC]), '--dry-run'])) as {
        calls: { input: { SubnetIds: string[] } }[];
      };
      assert.deepEqual(plan.calls[0]?.input.SubnetIds, [PUBLIC]);
      assert.deepEqual(await linked(place), before);
    }));

  for (const [title, given, code, expected] of [
    ['nothing', words('update'), 2, /Nothing to change was named/],
    ['another VPC without its subnets', words('update', 'vpc-22222222'), 3, /network-subnet-elsewhere/],
    ['an unknown VPC', words('update', 'vpc-99999999'), 3, /network-vpc-unknown/],
    ['what is no subnet', words('update', undefined, ['a']), 3, /--subnet 'a' is not allowed/],
  ] as const) {
    it(`given ${title}, then exits ${String(code)} and changes nothing`, () =>
      withLink(async (place) => {
        await writeFile(join(place.folder, 'a.yaml'), 'version: 1\nvpcs: [{ id: vpc-22222222 }]\n');
        await place.succeed(['emulator', 'seed', 'a.yaml']);
        const before = await linked(place);
        const run = await place.run(given);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
        assert.deepEqual(await linked(place), before);
      }));
  }

  it('given a fleet that is not linked, then exits 6 and names the way to link', () =>
    withFleet(async (place) => {
      const run = await place.run(words('update', VPC));
      assert.equal(run.code, 6);
      assert.match(run.stderr, /Link one: worklink network link --fleet sales/);
    }));
});

describe('worklink network check', () => {
  it('is content with a network as it should be', () =>
    withLink(async (place) => {
      const run = await place.run(['network', 'check', '-f', 'sales']);
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /suitable/);
      assert.equal(run.stderr, '');
    }));

  it('exits 0 for warnings, and has them in its result', () =>
    withLink(async (place) => {
      const checked = ['network', 'check', '-f', 'sales', '--expected-users', '8157'];
      const run = await place.run(checked);
      assert.equal(run.code, 0);
      assert.match(run.stdout, /warning network-too-few-addresses: .*8156 free addresses for 8157 users/);
      const { verdict, findings } = (await place.json(checked)) as Judged;
      assert.deepEqual([verdict, findings.map(({ id }) => id)], ['doubtful', ['network-too-few-addresses']]);
    }));

  it('exits 3 for an error, with its result all the same', () =>
    withLink(async (place) => {
      await place.succeed(words('update', undefined, [], [CLOSED_GROUP]));
      const run = await place.run(['network', 'check', '-f', 'sales', '--json']);
      assert.equal(run.code, 3);
      assert.match(run.stderr, /The link with VPC '.*' has an error/);
      const { findings } = JSON.parse(run.stdout) as Judged;
      assert.deepEqual(
        findings.map(({ id }) => id),
        ['network-no-outbound'],
      );
    }));

  it('exits 6 for a fleet that is not linked, 5 for one that is not there', () =>
    withFleet(async (place) => {
      assert.equal((await place.run(['network', 'check', '-f', 'sales'])).code, 6);
      assert.equal((await place.run(['network', 'check', '-f', 'nobody'])).code, 5);
    }));
});
