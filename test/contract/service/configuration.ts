import assert from 'node:assert/strict';
import { fixture, type StartSubject, useSubject } from '../subject.js';

const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit';
const NETWORK = {
  VpcId: 'vpc-0123456789abcdef0',
  SubnetIds: ['subnet-0123456789abcdef0', 'subnet-01234567'],
  SecurityGroupIds: ['sg-0123456789abcdef0'],
};

export function describeConfiguration(start: StartSubject): void {
  describe('configuration', () => {
    const trial = useSubject(start);
    let FleetArn: string;
    beforeEach(async () => {
      FleetArn = await trial.fleet();
    });

    it('has nothing to tell of a fleet that is not configured', async () => {
      assert.deepEqual(await trial.call('DescribeAuditStreamConfiguration', { FleetArn }), {});
      assert.deepEqual(await trial.call('DescribeCompanyNetworkConfiguration', { FleetArn }), {});
      assert.deepEqual(await trial.call('DescribeDevicePolicyConfiguration', { FleetArn }), {});
      assert.deepEqual(await trial.call('DescribeIdentityProviderConfiguration', { FleetArn }), {});
    });

    it('does not find the configuration of a fleet that is not there', async () => {
      const nothing = { FleetArn: trial.arn('nothing') };
      await trial.refuses('ResourceNotFoundException', 'DescribeAuditStreamConfiguration', nothing);
      await trial.refuses('ResourceNotFoundException', 'UpdateAuditStreamConfiguration', nothing);
      await trial.refuses('ResourceNotFoundException', 'DescribeCompanyNetworkConfiguration', nothing);
      await trial.refuses('ResourceNotFoundException', 'UpdateCompanyNetworkConfiguration', {
        ...nothing,
        ...NETWORK,
      });
      await trial.refuses('ResourceNotFoundException', 'DescribeDevicePolicyConfiguration', nothing);
      await trial.refuses('ResourceNotFoundException', 'UpdateDevicePolicyConfiguration', nothing);
      await trial.refuses('ResourceNotFoundException', 'DescribeIdentityProviderConfiguration', nothing);
      await trial.refuses('ResourceNotFoundException', 'UpdateIdentityProviderConfiguration', {
        ...nothing,
        IdentityProviderType: 'SAML',
      });
    });

    describe('of the audit stream', () => {
      it('links a stream, and unlinks it where the update names none', async () => {
        assert.deepEqual(
          await trial.call('UpdateAuditStreamConfiguration', { FleetArn, AuditStreamArn: STREAM }),
          {},
        );
        assert.deepEqual(await trial.call('DescribeAuditStreamConfiguration', { FleetArn }), {
          AuditStreamArn: STREAM,
        });
        await trial.call('UpdateAuditStreamConfiguration', { FleetArn });
        assert.deepEqual(await trial.call('DescribeAuditStreamConfiguration', { FleetArn }), {});
      });

      it('takes no stream of another name or service', async () => {
        for (const AuditStreamArn of [
          STREAM.replace('AmazonWorkLink-', 'WorkLink-'),
          STREAM.replace('kinesis', 'firehose'),
          STREAM.replace('123456789012', '1234'),
        ]) {
          const input = { FleetArn, AuditStreamArn };
          await trial.refuses(
            'InvalidRequestException',
            'UpdateAuditStreamConfiguration',
            input,
            /'AuditStreamArn'/,
          );
        }
      });
    });

    describe('of the company network', () => {
      it('links a network, and another in its place', async () => {
        assert.deepEqual(await trial.call('UpdateCompanyNetworkConfiguration', { FleetArn, ...NETWORK }), {});
        assert.deepEqual(await trial.call('DescribeCompanyNetworkConfiguration', { FleetArn }), NETWORK);
        const other = { ...NETWORK, VpcId: 'vpc-89abcdef', SecurityGroupIds: ['sg-00000002', 'sg-00000001'] };
        await trial.call('UpdateCompanyNetworkConfiguration', { FleetArn, ...other });
        assert.deepEqual(await trial.call('DescribeCompanyNetworkConfiguration', { FleetArn }), other);
      });

      it('wants at least one subnet and one security group, each once', async () => {
        for (const wrong of [
          { SubnetIds: [] },
          { SecurityGroupIds: [] },
          { SubnetIds: ['subnet-01234567', 'subnet-01234567'] },
          { SecurityGroupIds: ['sg-01234567', 'sg-01234567'] },
        ]) {
          const input = { FleetArn, ...NETWORK, ...wrong };
          await trial.refuses('InvalidRequestException', 'UpdateCompanyNetworkConfiguration', input);
        }
        assert.deepEqual(await trial.call('DescribeCompanyNetworkConfiguration', { FleetArn }), {});
      });
    });

    describe('of the device policy', () => {
      it('keeps a chain to the letter, and removes it where the update has none', async () => {
        const chain =
          (await fixture('certificates/chain/middle.pem')) + (await fixture('certificates/chain/root.pem'));
        await trial.call('UpdateDevicePolicyConfiguration', { FleetArn, DeviceCaCertificate: chain });
        assert.deepEqual(await trial.call('DescribeDevicePolicyConfiguration', { FleetArn }), {
          DeviceCaCertificate: chain,
        });
        await trial.call('UpdateDevicePolicyConfiguration', { FleetArn });
        assert.deepEqual(await trial.call('DescribeDevicePolicyConfiguration', { FleetArn }), {});
      });

      it('refuses what has the form of a certificate and is none', async () => {
        const DeviceCaCertificate = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n-----END CERTIFICATE-----\n`;
        const input = { FleetArn, DeviceCaCertificate };
        await trial.refuses(
          'InvalidRequestException',
          'UpdateDevicePolicyConfiguration',
          input,
          /DeviceCaCertificate/,
        );
      });
    });

    describe('of the identity provider', () => {
      it('keeps the metadata to the letter, and tells the service provider\u2019s', async () => {
        const metadata = await fixture('saml/okta-idp-metadata.xml');
        const link = { IdentityProviderType: 'SAML', IdentityProviderSamlMetadata: metadata } as const;
        assert.deepEqual(await trial.call('UpdateIdentityProviderConfiguration', { FleetArn, ...link }), {});
        const { ServiceProviderSamlMetadata: ours = '', ...theirs } = await trial.call(
          'DescribeIdentityProviderConfiguration',
          { FleetArn },
        );
        assert.deepEqual(theirs, link);
        const { CompanyCode = '-' } = await trial.call('DescribeFleetMetadata', { FleetArn });
        assert.match(ours, /<(?:\w+:)?EntityDescriptor/);
        assert.ok(ours.includes(CompanyCode), ours);
      });

      it('tells the service provider\u2019s metadata before the identity provider has its own', async () => {
        await trial.call('UpdateIdentityProviderConfiguration', { FleetArn, IdentityProviderType: 'SAML' });
        const described = await trial.call('DescribeIdentityProviderConfiguration', { FleetArn });
        assert.deepEqual(Object.keys(described).sort(), [
          'IdentityProviderType',
          'ServiceProviderSamlMetadata',
        ]);
      });

      for (const [what, metadata] of Object.entries({
        'no XML': 'metadata',
        'a document type': '<!DOCTYPE a><a/>',
        'another document': '<a/>',
      })) {
        it(`refuses ${what}`, async () => {
          const input = {
            FleetArn,
            IdentityProviderType: 'SAML',
            IdentityProviderSamlMetadata: metadata,
          } as const;
          await trial.refuses(
            'InvalidRequestException',
            'UpdateIdentityProviderConfiguration',
            input,
            /IdentityProviderSamlMetadata/,
          );
          assert.deepEqual(await trial.call('DescribeIdentityProviderConfiguration', { FleetArn }), {});
        });
      }
    });
  });
}
