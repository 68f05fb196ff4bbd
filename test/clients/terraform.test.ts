import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OperationName } from '../../src/core/contract/contract.js';
import { type RunningServer, startServer } from '../server/harness.js';
import { witness } from '../support/witness.js';
import { useClient } from './support/clients.js';
import { Terraform, type Variables } from './support/terraform.js';
import { STEPS } from './support/terraform-steps.js';
import { callerOf, type Input, MACHINE_CLOCK } from './support/world.js';

const fixtures = join(import.meta.dirname, '../fixtures');
const NETWORK = {
  vpc_id: 'vpc-0123456789abcdef0',
  subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0fedcba9876543210'],
  security_group_ids: ['sg-0123456789abcdef0'],
};
const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit';
const FULL: Variables = {
  device_ca_certificate_file: join(fixtures, 'certificates/chain/root.pem'),
  identity_provider_metadata_file: join(fixtures, 'saml/okta-idp-metadata.xml'),
  website_ca_file: join(fixtures, 'certificates/chain/root.pem'),
};

/** Another value for every attribute that can be changed without making another fleet. */
const CHANGED: Variables = {
  ...FULL,
  display_name: 'Renamed',
  optimize_for_end_user_location: false,
  audit_stream_arn: `${STREAM}-2`,
  network: { ...NETWORK, security_group_ids: ['sg-00000001', 'sg-00000002'] },
  device_ca_certificate_file: join(fixtures, 'certificates/chain/other-root.pem'),
  identity_provider_metadata_file: join(fixtures, 'saml/keycloak-idp-metadata.xml'),
};

/** Each step stands on the one before it, as an administrator's day does. */
describe('Terraform', function () {
  this.timeout(180_000);
  const client = useClient('Terraform');
  let folder: string | undefined;
  let server: RunningServer | undefined;
  let terraform: Terraform;
  let FleetArn = '';

  before('given the example', async () => {
    folder = await mkdtemp(join(tmpdir(), 'worklink-terraform-'));
    // Terraform waits for the end of states by the machine's clock: so the account's goes by it too.
    const clock = { ...MACHINE_CLOCK, sleep: () => Promise.resolve() };
    server = await startServer({ account: { clock }, server: { clock: MACHINE_CLOCK } });
    terraform = new Terraform(client(), folder, server.url, server.keys);
    await terraform.init();
  });
  after(async () => {
    await server?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  function running(): RunningServer {
    assert.ok(server, 'the server was started');
    return server;
  }
  /** The operations the server was asked for since the last time, with how it answered. */
  function calls(): readonly string[] {
    return running()
      .events.splice(0)
      .flatMap((event) => {
        if (event.kind !== 'request' || event.operation === undefined) return [];
        witness('Terraform', event.operation, event.error ?? 'success');
        return [event.error === undefined ? event.operation : `${event.operation} ${event.error}`];
      });
  }
  async function told(operation: OperationName): Promise<Input> {
    return callerOf(running())(operation, { FleetArn });
  }
  async function applied(variables: Variables, expected: readonly string[]): Promise<void> {
    await terraform.set(variables);
    calls();
    await terraform.apply();
    assert.deepEqual(writes(calls()).toSorted(), expected.toSorted()); // of two resources, in no order
  }
  function writes(made: readonly string[]): readonly string[] {
    return made.filter((call) => !call.startsWith('Describe'));
  }

  it('makes a fleet with all that can be configured, and a website CA', async () => {
    await terraform.set(FULL);
    await terraform.apply();
    assert.deepEqual(calls(), [...STEPS.createFleet, ...STEPS.associateAuthority]);
    FleetArn = await terraform.output('fleet_arn');
    const { DisplayName, CompanyCode, OptimizeForEndUserLocation } = await told('DescribeFleetMetadata');
    assert.deepEqual([DisplayName, OptimizeForEndUserLocation], ['Example', true]);
    assert.equal(await terraform.output('company_code'), CompanyCode);
  });

  it('has nothing to change right afterwards', async () => {
    calls();
    assert.equal(await terraform.hasChanges(), false);
    assert.deepEqual(calls(), [...STEPS.readFleet, ...STEPS.readAuthority]);
  });

  it('changes each attribute, and has nothing to change then', async () => {
    await applied(CHANGED, [
      'UpdateFleetMetadata',
      'UpdateAuditStreamConfiguration',
      'UpdateCompanyNetworkConfiguration',
      'UpdateDevicePolicyConfiguration',
      'UpdateIdentityProviderConfiguration',
    ]);
    const { DisplayName, OptimizeForEndUserLocation } = await told('DescribeFleetMetadata');
    assert.deepEqual([DisplayName, OptimizeForEndUserLocation], ['Renamed', false]);
    assert.deepEqual(await told('DescribeAuditStreamConfiguration'), { AuditStreamArn: `${STREAM}-2` });
    assert.equal(await terraform.hasChanges(), false);
  });

  it('removes display name, audit stream and device CA, and gives the website CA another name', async () => {
    const without = { display_name: null, audit_stream_arn: null, device_ca_certificate_file: null };
    await applied({ ...CHANGED, ...without, website_ca_display_name: 'Another' }, [
      ...['DisassociateWebsiteCertificateAuthority', 'UpdateFleetMetadata'],
      ...['UpdateAuditStreamConfiguration', 'UpdateDevicePolicyConfiguration'],
      'AssociateWebsiteCertificateAuthority', // a website CA has no update: it is another one
    ]);
    assert.equal('DisplayName' in (await told('DescribeFleetMetadata')), false);
    assert.deepEqual(await told('DescribeAuditStreamConfiguration'), {});
    assert.deepEqual(await told('DescribeDevicePolicyConfiguration'), {});
    const { WebsiteCertificateAuthorities } = await told('ListWebsiteCertificateAuthorities');
    assert.deepEqual(
      (WebsiteCertificateAuthorities as readonly Input[]).map((authority) => authority['DisplayName']),
      ['Another'],
    );
    assert.equal(await terraform.hasChanges(), false);
  });

  it('imports what is there, and has nothing to change then', async () => {
    const authority = await terraform.output('website_ca_import_id');
    const addresses = (await terraform.succeed(['state', 'list'])).trim().split('\n');
    assert.equal(addresses.length, 2);
    for (const address of addresses) await terraform.succeed(['state', 'rm', address]);
    await terraform.succeed(['import', '-input=false', 'aws_worklink_fleet.example', FleetArn]);
    const association = 'aws_worklink_website_certificate_authority_association.example[0]';
    await terraform.succeed(['import', '-input=false', association, authority]);
    assert.equal(await terraform.hasChanges(), false);
  });

  it('destroys all, and waits until it is gone', async () => {
    calls();
    await terraform.succeed(['destroy', '-auto-approve', '-input=false']);
    const made = calls();
    assert.deepEqual(writes(made), ['DisassociateWebsiteCertificateAuthority', 'DeleteFleet']);
    assert.equal(made.at(-1), 'DescribeFleetMetadata ResourceNotFoundException');
    await assert.rejects(told('DescribeFleetMetadata'), { code: 'ResourceNotFoundException' });
  });
});
