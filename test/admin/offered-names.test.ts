import assert from 'node:assert/strict';
import { createFleet } from '../../src/core/admin/fleets.js';
import { nameCatalog } from '../../src/core/admin/offered-names.js';
import { localNames } from '../../src/core/backends/local/names.js';
import { type Backend } from '../../src/core/ports/backend.js';
import { type NameCatalog, type NamedKind } from '../../src/core/ports/name-catalog.js';
import { withAccount } from '../support/account.js';

const KINDS: readonly NamedKind[] = [
  ...(['fleet', 'domain', 'certificate', 'website-ca'] as const),
  ...(['auth-provider', 'device', 'user', 'stream'] as const),
];

describe('names that are offered', () => {
  it('given a service, then each list’s names that begin so, and no more than are wanted', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      const { fleetArn } = await createFleet(backend, { FleetName: 'sales', DisplayName: 'Sales' });
      await createFleet(backend, { FleetName: 'service' });
      await backend.workLink.call('AssociateWebsiteAuthorizationProvider', {
        FleetArn: fleetArn,
        AuthorizationProviderType: 'SAML',
        DomainName: 'login.example.com',
      });
      const arn = await backend.certificates.request({ domainName: 'a.example.com' });
      const catalog = nameCatalog(backend);
      const names = (kind: NamedKind, prefix: string, limit = 9): Promise<readonly object[]> =>
        catalog.names(kind, { prefix, limit, fleet: 'sales' });
      assert.deepEqual(await names('fleet', 'sa'), [{ name: 'sales', description: 'Sales' }]);
      assert.deepEqual(await names('fleet', 's', 1), [{ name: 'sales', description: 'Sales' }]);
      assert.deepEqual(await names('fleet', fleetArn), [{ name: fleetArn, description: 'Sales' }]);
      assert.deepEqual(await names('certificate', ''), [{ name: arn, description: 'a.example.com' }]);
      assert.deepEqual(await names('certificate', 'a.ex'), [{ name: 'a.example.com', description: arn }]);
      const [provider] = await names('auth-provider', 'login');
      assert.equal(provider !== undefined && 'name' in provider && provider.name, 'login.example.com');
      for (const kind of ['domain', 'website-ca', 'device', 'user', 'stream'] as const)
        assert.deepEqual(await names(kind, ''), []);
    }));

  it('given things the service leaves names out of, then they are known by what is left, or not offered', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      const arn = 'arn:aws:worklink::123456789012:fleet/sales';
      const answers: Readonly<Record<string, object>> = {
        ListFleets: { FleetSummaryList: [{ FleetArn: arn }, {}] },
        ListDomains: { Domains: [{ DomainName: 'a.example.com', DisplayName: 'A' }] },
        ListWebsiteCertificateAuthorities: {
          WebsiteCertificateAuthorities: [
            { WebsiteCaId: '1', DisplayName: 'Root' },
            { WebsiteCaId: '2' },
            {},
          ],
        },
        ListWebsiteAuthorizationProviders: {
          WebsiteAuthorizationProviders: [{ AuthorizationProviderId: '3' }, {}],
        },
        ListDevices: { Devices: [{ DeviceId: 'phone-1', DeviceStatus: 'ACTIVE' }, {}] },
      };
      const workLink = { call: (operation: string) => Promise.resolve(answers[operation] ?? {}) };
      const names = (catalog: NameCatalog, kind: NamedKind): Promise<readonly object[]> =>
        catalog.names(kind, { prefix: '', limit: 9, fleet: arn });
      const catalog = nameCatalog({ ...backend, workLink: workLink as Backend['workLink'] }); // answers what a test says
      assert.deepEqual(await names(catalog, 'fleet'), [{ name: 'sales' }]);
      assert.deepEqual(await names(catalog, 'domain'), [{ name: 'a.example.com', description: 'A' }]);
      assert.deepEqual(await names(catalog, 'website-ca'), [
        { name: 'Root', description: '1' },
        { name: '2' },
      ]);
      assert.deepEqual(await names(catalog, 'auth-provider'), [{ name: '3' }]);
      assert.deepEqual(await names(catalog, 'device'), [{ name: 'phone-1', description: 'ACTIVE' }]);
      const silent = nameCatalog({
        ...backend,
        workLink: { call: () => Promise.resolve({}) } as Backend['workLink'],
      });
      for (const kind of ['website-ca', 'device'] as const) assert.deepEqual(await names(silent, kind), []);
    }));

  it('given no fleet, then nothing of what is in one', () =>
    withAccount(async ({ account, caller }) => {
      const catalog = nameCatalog(account.backend(caller()));
      for (const kind of KINDS) assert.deepEqual(await catalog.names(kind, { prefix: '', limit: 9 }), []);
      catalog.close();
    }));

  it('given a state file and no fleet, then nothing of what is in one; given none, then no catalog', () =>
    withAccount(async ({ file, account, caller }) => {
      await createFleet(account.backend(caller()), { FleetName: 'sales' });
      const catalog = localNames(file, 'us-east-1');
      assert.ok(catalog !== undefined);
      for (const kind of KINDS.slice(1))
        assert.deepEqual(await catalog.names(kind, { prefix: '', limit: 9 }), [], kind);
      catalog.close();
      assert.equal(localNames(`${file}.not`, 'us-east-1'), undefined);
    }));
});
