import assert from 'node:assert/strict';
import { WorklinkError } from '../../../src/core/errors.js';
import { all, type Answer, type Received, withStub } from './stub.js';

const EC2 = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** A response as the EC2 query protocol writes it. */
function response(action: string, inner: string): Answer {
  return {
    body: `<?xml version="1.0" encoding="UTF-8"?><${action}Response xmlns="${EC2}"><requestId>r</requestId>${inner}</${action}Response>`,
  };
}

function failure(code: string, status = 400): Answer {
  return {
    status,
    body: `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>As EC2 puts it</Message></Error></Errors><RequestID>r</RequestID></Response>`,
  };
}

const VPC = `<item><vpcId>vpc-1</vpcId><state>available</state><cidrBlock>10.0.0.0/16</cidrBlock><isDefault>false</isDefault>
  <cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item>
  <item><cidrBlock>10.1.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item>
  <item><cidrBlock>10.2.0.0/16</cidrBlock><cidrBlockState><state>disassociated</state></cidrBlockState></item></cidrBlockAssociationSet>
  <tagSet><item><key>Name</key><value>company &amp; co</value></item></tagSet></item>`;

function subnet(id: string, zone: string, free: number, open = false): string {
  return `<item><subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><state>available</state><cidrBlock>10.0.1.0/24</cidrBlock>
    <availableIpAddressCount>${String(free)}</availableIpAddressCount><availabilityZone>${zone}</availabilityZone><mapPublicIpOnLaunch>${String(open)}</mapPublicIpOnLaunch></item>`;
}

const ROUTE_TABLES = `<routeTableSet>
  <item><routeTableId>rtb-main</routeTableId><associationSet><item><main>true</main></item></associationSet><routeSet>
    <item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state></item>
    <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>nat-1</natGatewayId><state>active</state></item>
    <item><destinationCidrBlock>10.9.0.0/16</destinationCidrBlock><natGatewayId>nat-2</natGatewayId><state>active</state></item>
    <item><destinationCidrBlock>10.8.0.0/16</destinationCidrBlock><natGatewayId>nat-gone</natGatewayId><state>blackhole</state></item></routeSet></item>
  <item><routeTableId>rtb-own</routeTableId><associationSet><item><main>false</main><subnetId>subnet-b</subnetId></item></associationSet><routeSet>
    <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-1</gatewayId><state>active</state></item>
    <item><destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><gatewayId>vgw-1</gatewayId><state>active</state></item>
    <item><destinationCidrBlock>10.2.0.0/16</destinationCidrBlock><transitGatewayId>tgw-1</transitGatewayId><state>active</state></item>
    <item><destinationCidrBlock>10.3.0.0/16</destinationCidrBlock><vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId><state>active</state></item>
    <item><destinationCidrBlock>10.4.0.0/16</destinationCidrBlock><instanceId>i-1</instanceId><networkInterfaceId>eni-1</networkInterfaceId><state>active</state></item>
    <item><destinationCidrBlock>10.5.0.0/16</destinationCidrBlock><networkInterfaceId>eni-2</networkInterfaceId><state>active</state></item>
    <item><destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId><state>active</state></item>
    <item><destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>vpce-1</gatewayId><state>active</state></item></routeSet></item></routeTableSet>`;

const NAT_GATEWAYS = `<natGatewaySet><item><natGatewayId>nat-1</natGatewayId><state>available</state><connectivityType>public</connectivityType></item>
  <item><natGatewayId>nat-2</natGatewayId><state>pending</state><connectivityType>private</connectivityType></item></natGatewaySet>`;

const GROUPS = `<securityGroupInfo><item><groupId>sg-1</groupId><vpcId>vpc-1</vpcId><groupName>default</groupName><groupDescription>default group</groupDescription>
  <ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>
  <item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort><ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges>
  <prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds><groups><item><groupId>sg-2</groupId></item></groups></item></ipPermissionsEgress></item></securityGroupInfo>`;

function answer({ action, body }: Received): Answer {
  const token = new URLSearchParams(body).get('NextToken');
  switch (action) {
    case 'DescribeVpcs':
      return response(action, `<vpcSet>${VPC}</vpcSet>`);
    case 'DescribeSubnets':
      return token === null
        ? response(
            action,
            `<subnetSet>${subnet('subnet-a', 'eu-west-1a', 250)}</subnetSet><nextToken>more</nextToken>`,
          )
        : response(action, `<subnetSet>${subnet('subnet-b', 'eu-west-1b', 3, true)}</subnetSet>`);
    case 'DescribeRouteTables':
      return response(action, ROUTE_TABLES);
    case 'DescribeNatGateways':
      return response(action, NAT_GATEWAYS);
    default:
      return response(action, GROUPS);
  }
}

describe('networks in EC2', () => {
  it('have their VPCs listed, page by page, in the home Region', async () => {
    await withStub(
      ({ action }, index) =>
        response(action, `<vpcSet>${VPC}</vpcSet>${index === 0 ? '<nextToken>more</nextToken>' : ''}`),
      async (backend, stub) => {
        const found = await all(backend.network.vpcs());

        assert.equal(found.length, 2);
        assert.deepEqual(found[0], {
          id: 'vpc-1',
          name: 'company & co',
          state: 'available',
          isDefault: false,
          cidrBlocks: ['10.0.0.0/16', '10.1.0.0/16'],
        });
        assert.deepEqual(stub.received[0]?.signed, {
          accessKeyId: 'AKIDEXAMPLE',
          region: 'eu-west-1',
          service: 'ec2',
        });
        assert.deepEqual(
          stub.forms().map(({ Action, NextToken, Version }) => [Action, NextToken, Version]),
          [
            ['DescribeVpcs', undefined, '2016-11-15'],
            ['DescribeVpcs', 'more', '2016-11-15'],
          ],
        );
      },
    );
  });

  it('are described with each subnet’s own routes, or else those of the main table', async () => {
    await withStub(answer, async (backend) => {
      const { subnets } = await backend.network.network('vpc-1');

      assert.deepEqual(
        subnets.map(({ id, availabilityZone, freeAddresses, assignsPublicAddresses }) => [
          id,
          availabilityZone,
          freeAddresses,
          assignsPublicAddresses,
        ]),
        [
          ['subnet-a', 'eu-west-1a', 250, false],
          ['subnet-b', 'eu-west-1b', 3, true],
        ],
      );
      assert.deepEqual(subnets[0]?.routes, [
        { destination: '10.0.0.0/16', target: { kind: 'local' }, isBlackhole: false },
        {
          destination: '0.0.0.0/0',
          target: { kind: 'natGateway', id: 'nat-1', state: 'available', isPublic: true },
          isBlackhole: false,
        },
        {
          destination: '10.9.0.0/16',
          target: { kind: 'natGateway', id: 'nat-2', state: 'pending', isPublic: false },
          isBlackhole: false,
        },
        {
          destination: '10.8.0.0/16',
          target: { kind: 'natGateway', id: 'nat-gone', isPublic: false },
          isBlackhole: true,
        },
      ]);
      assert.deepEqual(
        subnets[1]?.routes?.map(({ destination, target }) => [destination, target.kind]),
        [
          ['0.0.0.0/0', 'internetGateway'],
          ['10.1.0.0/16', 'virtualPrivateGateway'],
          ['10.2.0.0/16', 'transitGateway'],
          ['10.3.0.0/16', 'peeringConnection'],
          ['10.4.0.0/16', 'instance'],
          ['10.5.0.0/16', 'networkInterface'],
          ['::/0', 'egressOnlyInternetGateway'],
          ['pl-1', 'endpoint'],
        ],
      );
    });
  });

  it('are described with what each security group lets out', async () => {
    await withStub(answer, async (backend) => {
      const { securityGroups } = await backend.network.network('vpc-1');

      assert.deepEqual(securityGroups, [
        {
          id: 'sg-1',
          vpcId: 'vpc-1',
          name: 'default',
          description: 'default group',
          outbound: [
            { protocol: 'all', destinations: ['0.0.0.0/0'] },
            { protocol: 'tcp', ports: { from: 443, to: 443 }, destinations: ['::/0', 'pl-1', 'sg-2'] },
          ],
        },
      ]);
    });
  });

  it('are asked about one VPC only', async () => {
    await withStub(answer, async (backend, stub) => {
      await backend.network.network('vpc-1');

      for (const form of stub.forms()) {
        assert.equal(form['Filter.1.Name'], 'vpc-id', form['Action']);
        assert.equal(form['Filter.1.Value.1'], 'vpc-1', form['Action']);
      }
      assert.equal(stub.forms().length, 6);
    });
  });

  it('are not found where the Region has no such VPC', async () => {
    await withStub(
      ({ action }) => response(action, '<vpcSet/>'),
      async (backend) => {
        await assert.rejects(
          backend.network.network('vpc-9'),
          (error) =>
            error instanceof WorklinkError && error.code === 'NotFound' && error.message.includes("'vpc-9'"),
        );
      },
    );
  });

  for (const [exception, code, status] of [
    ['InvalidVpcID.NotFound', 'NotFound', 400],
    ['InvalidVpcID.Malformed', 'InvalidInput', 400],
    ['UnauthorizedOperation', 'NotAllowed', 403],
    ['AuthFailure', 'NotSignedIn', 401],
    ['RequestLimitExceeded', 'Throttled', 503],
    ['InternalError', 'Unreachable', 500],
  ] as const) {
    it(`are refused with ${code} where EC2 answers ${exception}`, async () => {
      await withStub(
        () => failure(exception, status),
        async (backend) => {
          await assert.rejects(
            all(backend.network.vpcs()),
            (error) =>
              error instanceof WorklinkError &&
              error.code === code &&
              error.message.includes('As EC2 puts it'),
          );
        },
      );
    });
  }
});
