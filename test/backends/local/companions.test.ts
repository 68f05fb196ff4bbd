import assert from 'node:assert/strict';

import { openStore } from '../../../src/core/backends/local/store/store.js';
import { type TemporaryAccount, withAccount } from '../../support/account.js';

const VPC = 'vpc-11111111';
const SUBNETS = ['subnet-11111111', 'subnet-22222222'];
const GROUPS = ['sg-11111111'];
const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit';

async function createDemo({ account, caller }: TemporaryAccount): Promise<string> {
  const { FleetArn } = await account.call('CreateFleet', { FleetName: 'demo' }, caller());
  return String(FleetArn);
}

/** An account that knows a VPC with its subnets and groups, one of each in another VPC, and a stream. */
function furnish({ file }: TemporaryAccount): void {
  const { companions, streams, db } = openStore(file);
  companions.putVpc(VPC, 'us-east-1');
  for (const id of SUBNETS) companions.putSubnet(id, VPC);
  for (const id of GROUPS) companions.putSecurityGroup(id, VPC);
  companions.putVpc('vpc-99999999', 'eu-west-1');
  companions.putSubnet('subnet-99999999', 'vpc-99999999');
  companions.putSecurityGroup('sg-99999999', 'vpc-99999999');
  streams.put(STREAM);
  companions.putDistribution('CDN.example.com');
  db.close();
}

function network(FleetArn: string, overrides: Record<string, unknown> = {}) {
  return { FleetArn, VpcId: VPC, SubnetIds: SUBNETS, SecurityGroupIds: GROUPS, ...overrides };
}

describe('a company network', () => {
  for (const strict of [false, true]) {
    it(`of what the account knows must fit together${strict ? ', strict' : ''}`, () =>
      withAccount(
        async (temporary) => {
          const { account, caller } = temporary;
          furnish(temporary);
          const fleet = await createDemo(temporary);
          const link = (overrides: Record<string, unknown>) =>
            account.call('UpdateCompanyNetworkConfiguration', network(fleet, overrides), caller());

          await assert.rejects(link({ VpcId: 'vpc-99999999' }), /is in eu-west-1, not us-east-1/);
          await assert.rejects(
            link({ SubnetIds: ['subnet-99999999'] }),
            /belongs to vpc-99999999, not vpc-11111111/,
          );
          await assert.rejects(link({ SecurityGroupIds: ['sg-99999999'] }), /belongs to vpc-99999999/);
          await assert.rejects(link({ SubnetIds: [] }), /SubnetIds must name at least one/);
          await assert.rejects(link({ SecurityGroupIds: [] }), /SecurityGroupIds must name at least one/);
          await assert.rejects(link({ SubnetIds: [SUBNETS[0], SUBNETS[0]] }), /names one twice/);
          await link({});

          assert.deepEqual(
            await account.call('DescribeCompanyNetworkConfiguration', { FleetArn: fleet }, caller()),
            {
              VpcId: VPC,
              SubnetIds: SUBNETS,
              SecurityGroupIds: GROUPS,
            },
          );
        },
        { strict },
      ));
  }

  it('of ids the account does not know is accepted, so that test suites can use their own', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const fleet = await createDemo(temporary);

      await account.call('UpdateCompanyNetworkConfiguration', network(fleet), caller());
    }));

  it('of ids the account does not know is refused where it is strict', () =>
    withAccount(
      async (temporary) => {
        const { account, caller } = temporary;
        furnish(temporary);
        const fleet = await createDemo(temporary);
        const link = (overrides: Record<string, unknown>) =>
          account.call('UpdateCompanyNetworkConfiguration', network(fleet, overrides), caller());

        await assert.rejects(link({ VpcId: 'vpc-00000000' }), /VPC 'vpc-00000000' was not found/);
        await assert.rejects(
          link({ SubnetIds: ['subnet-00000000'] }),
          /Subnet 'subnet-00000000' was not found/,
        );
        await assert.rejects(
          link({ SecurityGroupIds: ['sg-00000000'] }),
          /Security group 'sg-00000000' was not found/,
        );
      },
      { strict: true },
    ));
});

describe('an audit stream', () => {
  it('the account does not know is accepted, and refused where it is strict', async () => {
    const link = async (temporary: TemporaryAccount) =>
      temporary.account.call(
        'UpdateAuditStreamConfiguration',
        { FleetArn: await createDemo(temporary), AuditStreamArn: STREAM },
        temporary.caller(),
      );

    await withAccount(link);
    await withAccount((temporary) => assert.rejects(link(temporary), /was not found/), { strict: true });
    await withAccount(
      (temporary) => {
        furnish(temporary);
        return link(temporary);
      },
      { strict: true },
    );
  });
});

describe('a display name', () => {
  it('that is taken is refused by a strict account, in fleets and in domains', () =>
    withAccount(
      async (temporary) => {
        const { account, caller } = temporary;
        const call = (operation: Parameters<typeof account.call>[0], input: unknown) =>
          account.call(operation, input, caller());
        const { FleetArn } = await call('CreateFleet', { FleetName: 'one', DisplayName: 'Sales' });
        const { FleetArn: two } = await call('CreateFleet', { FleetName: 'two' });

        await assert.rejects(
          call('CreateFleet', { FleetName: 'three', DisplayName: 'Sales' }),
          /'Sales' is already used/,
        );
        await assert.rejects(
          call('UpdateFleetMetadata', { FleetArn: two, DisplayName: 'Sales' }),
          /already used/,
        );
        await call('UpdateFleetMetadata', { FleetArn, DisplayName: 'Sales' });

        const { certificates } = account.emulator();
        const arn = await certificates.request({ domainName: '*.example.com' });
        await certificates.validate(arn);
        const domain = (name: string, rest: object) => ({
          FleetArn,
          DomainName: `${name}.example.com`,
          AcmCertificateArn: arn,
          ...rest,
        });
        await call('AssociateDomain', domain('a', { DisplayName: 'Wiki' }));
        await assert.rejects(
          call('AssociateDomain', domain('b', { DisplayName: 'Wiki' })),
          /'Wiki' is already used/,
        );
        await call('AssociateDomain', domain('b', {}));
        await assert.rejects(
          call('UpdateDomainMetadata', { FleetArn, DomainName: 'b.example.com', DisplayName: 'Wiki' }),
          /already used/,
        );
        await call('UpdateDomainMetadata', { FleetArn, DomainName: 'a.example.com', DisplayName: 'Wiki' });
      },
      { strict: true },
    ));

  it('that is empty is none, and that is taken is accepted otherwise', () =>
    withAccount(async ({ account, caller }) => {
      for (const FleetName of ['one', 'two']) {
        await account.call('CreateFleet', { FleetName, DisplayName: 'Sales' }, caller());
      }
      await account.call('CreateFleet', { FleetName: 'three', DisplayName: '' }, caller());
      const { FleetSummaryList } = await account.call('ListFleets', {}, caller());

      assert.deepEqual(
        (FleetSummaryList as Record<string, unknown>[]).map((fleet) => fleet['DisplayName']),
        ['Sales', 'Sales', undefined],
      );
    }));
});

describe('a name that a CloudFront distribution carries', () => {
  it('cannot be associated, in whatever case', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      furnish(temporary);
      const { certificates } = account.emulator();
      const arn = await certificates.request({ domainName: '*.example.com' });
      await certificates.validate(arn);
      const input = {
        FleetArn: await createDemo(temporary),
        DomainName: 'cdn.Example.com',
        AcmCertificateArn: arn,
      };

      await assert.rejects(account.call('AssociateDomain', input, caller()), /CloudFront/);
    }));
});
