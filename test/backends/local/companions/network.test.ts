import assert from 'node:assert/strict';
import { type LocalAccount } from '../../../../src/core/backends/local/account.js';
import { SAMPLE_ACCOUNT } from '../../../../src/core/model/account-file/sample.js';
import { type NetworkCatalog } from '../../../../src/core/ports/network-catalog.js';
import { type TemporaryAccount, withAccount } from '../../../support/account.js';

const REGION = { region: 'us-east-1' };
const [SAMPLE] = SAMPLE_ACCOUNT.vpcs ?? [];
const OTHER = { id: 'vpc-22222222', subnets: [{ id: 'subnet-22222222' }] };

function catalog({ account, caller }: TemporaryAccount, region = 'us-east-1'): NetworkCatalog {
  const { network } = account.backend(caller({ region }));
  assert.ok(network !== undefined);
  return network;
}

async function idsOf(network: NetworkCatalog): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of network.vpcs()) ids.push(id);
  return ids;
}

async function vpcsOf(account: LocalAccount): Promise<unknown> {
  return (await account.emulator().exportAccount()).vpcs;
}

describe('the networks of an emulated account', () => {
  it('are a company’s to begin with, in us-east-1 alone', () =>
    withAccount(async (temporary) => {
      assert.deepEqual(await vpcsOf(temporary.account), SAMPLE_ACCOUNT.vpcs);
      assert.deepEqual(await idsOf(catalog(temporary)), [SAMPLE?.id]);
      assert.deepEqual(await idsOf(catalog(temporary, 'eu-west-1')), []);
    }));

  it('have names, routes that lead where the account says, and rules', () =>
    withAccount(async (temporary) => {
      const { vpc, subnets, securityGroups } = await catalog(temporary).network(SAMPLE?.id ?? '');

      assert.deepEqual(vpc, {
        id: 'vpc-0a1b2c3d4e5f60718',
        name: 'corporate',
        state: 'available',
        isDefault: false,
        cidrBlocks: ['10.20.0.0/16'],
      });
      const local = { destination: '10.20.0.0/16', target: { kind: 'local' }, isBlackhole: false };
      assert.deepEqual(subnets[0], {
        id: 'subnet-0a1b2c3d4e5f60a01',
        vpcId: vpc.id,
        name: 'private-a',
        state: 'available',
        availabilityZone: 'us-east-1a',
        cidrBlock: '10.20.0.0/20',
        freeAddresses: 4_071,
        assignsPublicAddresses: false,
        routes: [
          local,
          {
            destination: '0.0.0.0/0',
            target: {
              kind: 'natGateway',
              id: 'nat-0a1b2c3d4e5f60718',
              state: 'available',
              isPublic: true,
            },
            isBlackhole: false,
          },
        ],
      });
      assert.deepEqual(
        subnets.map(({ name, routes = [] }) => [name, routes.map(({ target }) => target.kind)]),
        [
          ['private-a', ['local', 'natGateway']],
          ['private-b', ['local', 'natGateway']],
          ['public-a', ['local', 'internetGateway']],
          ['isolated-b', ['local']],
        ],
      );
      assert.deepEqual(
        securityGroups.map(({ name, outbound }) => [name, outbound?.length]),
        [
          ['default', 1],
          ['worklink', 3],
          ['database', 0],
        ],
      );
      assert.deepEqual(securityGroups[1]?.outbound?.[0], {
        protocol: 'tcp',
        ports: { from: 80, to: 80 },
        destinations: ['10.20.0.0/16'],
      });
    }));

  it('leave open what nobody said', () =>
    withAccount(async (temporary) => {
      const bare = { ...OTHER, securityGroups: [{ id: 'sg-22222222' }] };
      await temporary.account.emulator().seed({ version: 1, vpcs: [bare] }, REGION);

      const { vpc, subnets, securityGroups } = await catalog(temporary).network(OTHER.id);

      assert.deepEqual(vpc, { id: OTHER.id, state: 'available', isDefault: false, cidrBlocks: [] });
      assert.deepEqual(subnets, [
        { id: 'subnet-22222222', vpcId: OTHER.id, state: 'available', assignsPublicAddresses: false },
      ]);
      assert.deepEqual(securityGroups, [{ id: 'sg-22222222', vpcId: OTHER.id, name: '', description: '' }]);
    }));

  it('are found in their Region alone', () =>
    withAccount(async (temporary) => {
      await assert.rejects(catalog(temporary).network('vpc-33333333'), { code: 'NotFound' });
      await assert.rejects(catalog(temporary, 'eu-west-1').network(SAMPLE?.id ?? ''), { code: 'NotFound' });
    }));
});

describe('the network an account begins with', () => {
  it('makes room for a file that speaks of networks, and for no other', () =>
    withAccount(async ({ account }) => {
      await account.emulator().seed({ version: 1, fleets: [{ name: 'demo' }] }, REGION);
      assert.deepEqual(await vpcsOf(account), SAMPLE_ACCOUNT.vpcs);

      await account.emulator().seed({ version: 1, vpcs: [OTHER] }, REGION);
      assert.deepEqual(await vpcsOf(account), [{ ...OTHER, region: 'us-east-1' }]);
    }));

  it('makes room for a file that says there is none', () =>
    withAccount(async ({ account }) => {
      await account.emulator().seed({ version: 1, vpcs: [] }, REGION);
      const exported = await account.emulator().exportAccount();
      assert.deepEqual(exported.vpcs, []);

      account.emulator().reset();
      assert.deepEqual(await vpcsOf(account), SAMPLE_ACCOUNT.vpcs);
      await account.emulator().seed(exported, REGION);
      assert.deepEqual(await account.emulator().exportAccount(), exported);
    }));

  it('stays where a fleet is linked with it, and is then in the way of itself', () =>
    withAccount(async ({ account, caller }) => {
      const { FleetArn } = await account.call('CreateFleet', { FleetName: 'demo' }, caller());
      const link = {
        FleetArn,
        VpcId: SAMPLE?.id,
        SubnetIds: SAMPLE?.subnets?.map(({ id }) => id),
        SecurityGroupIds: ['sg-0a1b2c3d4e5f60002'],
      };
      await account.call('UpdateCompanyNetworkConfiguration', link, caller());

      await account.emulator().seed({ version: 1, vpcs: [OTHER] }, REGION);

      assert.deepEqual(await vpcsOf(account), [SAMPLE, { ...OTHER, region: 'us-east-1' }]);
      await assert.rejects(account.emulator().seed(SAMPLE_ACCOUNT, REGION), /is there already/);
    }));

  it('stays once somebody has seeded it', () =>
    withAccount(async ({ account }) => {
      await account.emulator().seed(SAMPLE_ACCOUNT, REGION);
      await account.emulator().seed({ version: 1, vpcs: [OTHER] }, REGION);
      assert.deepEqual(await vpcsOf(account), [SAMPLE, { ...OTHER, region: 'us-east-1' }]);
      await assert.rejects(account.emulator().seed(SAMPLE_ACCOUNT, REGION), /is there already/);
    }));

  it('is deleted with everything where a file replaces it all, and stays where that is only tried', () =>
    withAccount(async ({ account }) => {
      const replace = { ...REGION, replace: true };
      await account.emulator().seed({ version: 1 }, { ...replace, dryRun: true });
      assert.deepEqual(await vpcsOf(account), SAMPLE_ACCOUNT.vpcs);
      await account.emulator().seed({ version: 1 }, replace);
      assert.deepEqual(await vpcsOf(account), []);
    }));
});

describe('the distributions of an emulated account', () => {
  it('carry the names that were seeded, whatever their case', () =>
    withAccount(async ({ account, caller }) => {
      await account.emulator().seed({ version: 1, distributionAliases: ['Www.Example.com'] }, REGION);
      const { distributions } = account.backend(caller());

      const found = await distributions?.carrying(['WWW.example.com', 'www.example.com', 'example.com']);

      assert.deepEqual([...(found?.keys() ?? [])], ['WWW.example.com', 'www.example.com']);
      const [first, second] = [...(found?.values() ?? [])];
      assert.deepEqual(first, second);
      assert.match(first?.id ?? '', /^E[0-9A-Z]{13}$/);
      assert.equal(first?.arn, `arn:aws:cloudfront::123456789012:distribution/${first?.id ?? ''}`);
      assert.match(first.domainName, /^d[0-9a-z]{13}\.cloudfront\.net$/);
      assert.equal(first.isEnabled, true);
    }));

  it('are none to begin with', () =>
    withAccount(async ({ account, caller }) => {
      assert.equal((await account.backend(caller()).distributions?.carrying(['example.com']))?.size, 0);
    }));
});
