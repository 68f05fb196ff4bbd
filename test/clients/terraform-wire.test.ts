import assert from 'node:assert/strict';
import { type OperationName } from '../../src/core/contract/contract.js';
import { SdkWorkLink } from '../contract/sdk-work-link.js';
import { startServer } from '../server/harness.js';
import { STEPS } from './support/terraform-steps.js';
import { AUTHORITY, IDENTITY_PROVIDER, type Input, NETWORK, STREAM } from './support/world.js';

/** How the provider fills in the calls of its resources: what the user gave, whether or not it is the service's default. */
const INPUTS: Readonly<Record<string, Input>> = {
  CreateFleet: { FleetName: 'example', DisplayName: 'Example', OptimizeForEndUserLocation: true },
  UpdateAuditStreamConfiguration: { AuditStreamArn: STREAM },
  UpdateCompanyNetworkConfiguration: NETWORK,
  // Its state function trims what it sends and what it reads.
  UpdateDevicePolicyConfiguration: { DeviceCaCertificate: AUTHORITY.trim() },
  UpdateIdentityProviderConfiguration: {
    IdentityProviderType: 'SAML',
    IdentityProviderSamlMetadata: IDENTITY_PROVIDER,
  },
  AssociateWebsiteCertificateAuthority: { Certificate: AUTHORITY, DisplayName: 'Internal websites' },
};

/** The calls Terraform's provider makes, in its order, by another client: for machines that have no Terraform. */
describe('what Terraform\u2019s provider asks, by the AWS SDK,', () => {
  async function withProvider(
    body: (calls: {
      readonly all: (operations: readonly OperationName[], input: Input) => Promise<Input>;
      readonly advance: (milliseconds: number) => void;
    }) => Promise<void>,
  ): Promise<void> {
    const server = await startServer();
    const { url: endpoint, keys: credentials, clock } = server;
    const sdk = new SdkWorkLink({ endpoint, region: 'us-east-1', credentials, now: clock.now() });
    try {
      await body({
        all: async (operations, input) => {
          let told: Input = {};
          for (const operation of operations) {
            const given = { ...input, ...INPUTS[operation] };
            told = { ...told, ...(await sdk.call(operation, given)) }; // the provider's own
          }
          return told;
        },
        advance: (milliseconds) => server.account.emulator().advanceClock(milliseconds),
      });
    } finally {
      sdk.close();
      await server.close();
    }
  }
  const FleetArn = 'arn:aws:worklink::123456789012:fleet/example';

  it('makes a fleet and reads it back as it was given, without waiting for it', () =>
    withProvider(async ({ all }) => {
      const made = await all(STEPS.createFleet, { FleetArn });
      const given = Object.values(INPUTS).slice(0, 5);
      for (const part of given) assert.deepEqual({ ...made, ...part }, made);
      assert.match(String(made['CompanyCode']), /^[0-9a-f]{8}$/);
      assert.ok(made['CreatedTime'] instanceof Date);
      assert.equal(made['FleetStatus'], 'CREATING');
      assert.deepEqual(await all(STEPS.readFleet, { FleetArn }), omitted(made, 'FleetArn'));
    }));

  it('trusts a website CA and reads it back to the letter', () =>
    withProvider(async ({ all }) => {
      await all(['CreateFleet'], {});
      const { WebsiteCaId } = await all(['AssociateWebsiteCertificateAuthority'], { FleetArn });
      const read = await all(STEPS.readAuthority, { FleetArn, WebsiteCaId });
      assert.deepEqual(omitted(read, 'CreatedTime'), INPUTS['AssociateWebsiteCertificateAuthority']);
      await all(['DisassociateWebsiteCertificateAuthority'], { FleetArn, WebsiteCaId });
      await assert.rejects(all(STEPS.readAuthority, { FleetArn, WebsiteCaId }), {
        code: 'ResourceNotFoundException',
      });
    }));

  it('deletes a fleet and sees DELETING until it is not found', () =>
    withProvider(async ({ all, advance }) => {
      await all(['CreateFleet'], {});
      await all(['DeleteFleet'], { FleetArn });
      assert.equal((await all(['DescribeFleetMetadata'], { FleetArn }))['FleetStatus'], 'DELETING');
      advance(60_000);
      await assert.rejects(all(['DescribeFleetMetadata'], { FleetArn }), {
        code: 'ResourceNotFoundException',
      });
    }));
});

function omitted(map: Input, name: string): Input {
  return Object.fromEntries(Object.entries(map).filter(([member]) => member !== name));
}
