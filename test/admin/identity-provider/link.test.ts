import assert from 'node:assert/strict';
import { FindingsRefused } from '../../../src/core/admin/findings-refused.js';
import {
  linkedMetadata,
  planLink,
  planLinkUpdate,
  showIdentityProvider,
} from '../../../src/core/admin/identity-provider/link.js';
import { showServiceProvider } from '../../../src/core/admin/identity-provider/service-provider.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { type WorkLink } from '../../../src/core/ports/work-link.js';
import { withAccount } from '../../support/account.js';

const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const NOW = new Date('2027-01-01T00:00:00Z');

/** A service that holds documents other tools have put there. */
function backendWith(backend: Backend, configuration: object): Backend {
  const call = (operation: string): Promise<object> =>
    Promise.resolve(operation === 'DescribeFleetMetadata' ? { FleetStatus: 'ACTIVE' } : configuration);
  return { ...backend, workLink: { call: call as WorkLink['call'] } };
}

describe('identity provider', () => {
  it('given linked metadata that is none, then it is shown with its findings, verbatim', () =>
    withAccount(async ({ account, caller }) => {
      const backend = backendWith(account.backend(caller()), {
        IdentityProviderType: 'SAML',
        IdentityProviderSamlMetadata: '<a/>',
      });
      const provider = await showIdentityProvider(backend, FLEET, NOW);
      assert.equal(provider.entityId, undefined);
      assert.ok(provider.findings.some(({ severity }) => severity === 'error'));
      assert.equal(linkedMetadata(provider), '<a/>');
    }));

  it('given nothing linked, then there is no document', () =>
    withAccount(async ({ account, caller }) => {
      const backend = backendWith(account.backend(caller()), {});
      const provider = await showIdentityProvider(backend, FLEET, NOW);
      assert.throws(() => linkedMetadata(provider), { code: 'NotFound' });
      await assert.rejects(showServiceProvider(backend, FLEET), { code: 'NotFound' });
    }));

  it('given service provider metadata that cannot be read, then says so', () =>
    withAccount(async ({ account, caller }) => {
      const backend = backendWith(account.backend(caller()), { ServiceProviderSamlMetadata: '<a/>' });
      await assert.rejects(showServiceProvider(backend, FLEET), { code: 'InvalidInput' });
    }));

  it('given metadata with several faults, then the message counts them and all are in the details', () =>
    withAccount(async ({ account, caller }) => {
      const backend = backendWith(account.backend(caller()), {});
      const metadata =
        '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="a"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/></EntityDescriptor>';
      await assert.rejects(planLink(backend, FLEET, { metadata, now: NOW }), (error) => {
        assert.ok(error instanceof FindingsRefused);
        assert.match(error.message, /It has 2 errors in all\.$/);
        assert.deepEqual(error.details?.['findings'], error.findings);
        assert.equal(error.hint, error.findings.find(({ severity }) => severity === 'error')?.fix);
        return true;
      });
    }));

  it('given an update without a document, then the type alone would be sent', () =>
    withAccount(async ({ account, caller }) => {
      const backend = backendWith(account.backend(caller()), { IdentityProviderType: 'SAML' });
      const { input, changed } = await planLinkUpdate(backend, FLEET, { now: NOW });
      assert.deepEqual(input, { FleetArn: FLEET, IdentityProviderType: 'SAML' });
      assert.equal(changed, false);
    }));
});
