import assert from 'node:assert/strict';
import { openStore } from '../../../src/core/backends/local/store/store.js';
import { type OperationName } from '../../../src/core/contract/contract.js';
import { STREAM, withWorld } from '../../clients/support/world.js';
import { type TemporaryAccount, withAccount } from '../../support/account.js';

type Output = Readonly<Record<string, unknown>>;

function caller({ account, caller: by }: TemporaryAccount) {
  return (operation: OperationName, input: Output = {}): Promise<Output> =>
    account.call(operation, input, by());
}

/** What nobody knows of the service and this project decided: docs/fidelity.md says so of each. */
describe('a decision of the emulator:', () => {
  it('states that time ends last two seconds', () =>
    withAccount(async (temporary) => {
      const call = caller(temporary);
      const { FleetArn } = await call('CreateFleet', { FleetName: 'example' });
      const status = async () => (await call('DescribeFleetMetadata', { FleetArn }))['FleetStatus'];
      temporary.clock.advance(1_999);
      assert.equal(await status(), 'CREATING');
      temporary.clock.advance(1);
      assert.equal(await status(), 'ACTIVE');
      await call('DeleteFleet', { FleetArn });
      temporary.clock.advance(1_999);
      assert.equal(await status(), 'DELETING');
      temporary.clock.advance(1);
      await assert.rejects(status(), { code: 'ResourceNotFoundException' });
    }));

  it('the first fleet of an account makes the service-linked role, and the second leaves it', () =>
    withAccount(async (temporary) => {
      const { account: rows, db } = openStore(temporary.file);
      const role = () => rows.role('AWSServiceRoleForAmazonWorkLink');
      try {
        assert.equal(role(), undefined);
        await caller(temporary)('CreateFleet', { FleetName: 'first' });
        const made = role();
        assert.ok(made);
        await caller(temporary)('CreateFleet', { FleetName: 'second' });
        assert.deepEqual(role(), made);
      } finally {
        db.close();
      }
    }));

  it('a page holds a hundred items where nothing else is asked for', () =>
    withAccount(async (temporary) => {
      const call = caller(temporary);
      for (let index = 0; index < 101; index += 1)
        await call('CreateFleet', { FleetName: `fleet-${String(index)}` });
      const { FleetSummaryList, NextToken } = await call('ListFleets');
      assert.equal((FleetSummaryList as readonly unknown[]).length, 100);
      const rest = await call('ListFleets', { NextToken });
      assert.deepEqual(
        [(rest['FleetSummaryList'] as readonly unknown[]).length, rest['NextToken']],
        [1, undefined],
      );
    }));

  it('lists come in the order things were made, domains and devices by name and id', () =>
    withAccount(async (temporary) => {
      const call = caller(temporary);
      for (const FleetName of ['zulu', 'alpha', 'mike']) await call('CreateFleet', { FleetName });
      const { FleetSummaryList } = await call('ListFleets');
      const names = (FleetSummaryList as readonly Output[]).map(({ FleetName }) => FleetName);
      assert.deepEqual(names, ['zulu', 'alpha', 'mike']);
      const { certificates } = temporary.account.emulator();
      const AcmCertificateArn = await certificates.request({ domainName: '*.example.com' });
      await certificates.validate(AcmCertificateArn);
      const FleetArn = 'arn:aws:worklink::123456789012:fleet/zulu';
      for (const name of ['z', 'a', 'm']) {
        await call('AssociateDomain', { FleetArn, DomainName: `${name}.example.com`, AcmCertificateArn });
      }
      const { Domains } = await call('ListDomains', { FleetArn });
      const domains = (Domains as readonly Output[]).map(({ DomainName }) => DomainName);
      assert.deepEqual(domains, ['a.example.com', 'm.example.com', 'z.example.com']);
      const { db, devices } = openStore(temporary.file);
      const fleet = db.get<{ readonly id: number }>("SELECT id FROM fleets WHERE name = 'zulu'");
      assert.ok(fleet);
      for (const id of ['z', 'a', 'm']) devices.insert({ fleet_id: fleet.id, id, ...BARE_DEVICE });
      db.close();
      const { Devices } = await call('ListDevices', { FleetArn });
      assert.deepEqual(
        Devices,
        ['a', 'm', 'z'].map((DeviceId) => ({ DeviceId, DeviceStatus: 'ACTIVE' })),
      );
      // What was never reported of a device is absent.
      const at = new Date(0);
      assert.deepEqual(await call('DescribeDevice', { FleetArn, DeviceId: 'a' }), {
        ...{ Status: 'ACTIVE', Username: 'maria@example.com' },
        ...{ FirstAccessedTime: at, LastAccessedTime: at },
      });
    }));

  it('a sign-out takes effect after a minute, on all devices of the user and no other\u2019s', () =>
    withAccount(async (temporary) => {
      const call = caller(temporary);
      const { FleetArn } = await call('CreateFleet', { FleetName: 'example' });
      const { db, devices } = openStore(temporary.file);
      const fleet = db.get<{ readonly id: number }>('SELECT id FROM fleets');
      assert.ok(fleet);
      for (const [id, username] of [
        ['a', 'maria@example.com'],
        ['b', 'maria@example.com'],
        ['c', 'ada@example.com'],
      ] as const) {
        devices.insert({ fleet_id: fleet.id, id, ...BARE_DEVICE, username });
      }
      db.close();
      const states = async () =>
        ((await call('ListDevices', { FleetArn }))['Devices'] as readonly Output[]).map(
          (device) => device['DeviceStatus'],
        );
      await call('SignOutUser', { FleetArn, Username: 'maria@example.com' });
      temporary.clock.advance(59_999);
      assert.deepEqual(await states(), ['ACTIVE', 'ACTIVE', 'ACTIVE']);
      temporary.clock.advance(1);
      assert.deepEqual(await states(), ['SIGNED_OUT', 'SIGNED_OUT', 'ACTIVE']);
      const unknown = call('SignOutUser', { FleetArn, Username: 'nobody@example.com' });
      await assert.rejects(unknown, { code: 'ResourceNotFoundException' });
    }));

  it('LastUpdatedTime changes with the status and with the configuration', () =>
    withAccount(async (temporary) => {
      const call = caller(temporary);
      const { FleetArn } = await call('CreateFleet', { FleetName: 'example' });
      const updated = async () =>
        (await call('DescribeFleetMetadata', { FleetArn }))['LastUpdatedTime'] as Date;
      const made = await updated();
      temporary.clock.advance(10_000);
      const active = await updated();
      assert.ok(active > made);
      temporary.clock.advance(10_000);
      assert.deepEqual(await updated(), active);
      await call('UpdateAuditStreamConfiguration', { FleetArn, AuditStreamArn: STREAM });
      assert.deepEqual(await updated(), temporary.clock.now());
    }));

  it('one name can be a domain of two fleets', () =>
    withWorld(async ({ call, AcmCertificateArn }) => {
      const { FleetArn } = await call('CreateFleet', { FleetName: 'second' });
      await call('AssociateDomain', { FleetArn, DomainName: 'www.example.com', AcmCertificateArn });
    }));

  it('the service provider is named after the company code, and its ACS is at the emulator\u2019s own URL', () =>
    withWorld(async ({ server, call, FleetArn }) => {
      server.account.emulator().setPublicUrl('http://127.0.0.1:4999');
      const { CompanyCode } = await call('DescribeFleetMetadata', { FleetArn });
      const { ServiceProviderSamlMetadata } = await call('DescribeIdentityProviderConfiguration', {
        FleetArn,
      });
      const code = String(CompanyCode);
      assert.ok(String(ServiceProviderSamlMetadata).includes(`"urn:amazon:worklink:sp:${code}"`));
      assert.ok(String(ServiceProviderSamlMetadata).includes(`"http://127.0.0.1:4999/saml/${code}/acs"`));
    }));

  it('an update of the identity provider without metadata keeps the document that is linked', () =>
    withWorld(async ({ call, FleetArn }) => {
      const before = await call('DescribeIdentityProviderConfiguration', { FleetArn });
      await call('UpdateIdentityProviderConfiguration', { FleetArn, IdentityProviderType: 'SAML' });
      assert.deepEqual(await call('DescribeIdentityProviderConfiguration', { FleetArn }), before);
      assert.ok('IdentityProviderSamlMetadata' in before);
    }));

  it('a domain can be disassociated from any state that is not on the way out', () =>
    withWorld(async ({ call, FleetArn, AcmCertificateArn }) => {
      await call('AssociateDomain', { FleetArn, DomainName: 'new.example.com', AcmCertificateArn });
      for (const name of ['new', 'www', 'old']) {
        const domain = { FleetArn, DomainName: `${name}.example.com` };
        await call('DisassociateDomain', domain);
        assert.equal((await call('DescribeDomain', domain))['DomainStatus'], 'DISASSOCIATING');
      }
    }));

  it('OptimizeForEndUserLocation stays where an update leaves it out', () =>
    withWorld(async ({ call, FleetArn }) => {
      const told = async () =>
        (await call('DescribeFleetMetadata', { FleetArn }))['OptimizeForEndUserLocation'];
      await call('UpdateFleetMetadata', { FleetArn, OptimizeForEndUserLocation: true });
      await call('UpdateFleetMetadata', { FleetArn, DisplayName: 'Other' });
      assert.equal(await told(), true);
    }));
});

const BARE_DEVICE = {
  username: 'maria@example.com',
  status: 'ACTIVE',
  due_at: null,
  model: null,
  manufacturer: null,
  operating_system: null,
  operating_system_version: null,
  patch_level: null,
  first_accessed_at: 0,
  last_accessed_at: 0,
} as const;
