import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readFleetSpec } from '../../../src/core/admin/fleet-file/present.js';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import { type AccountDocument } from '../../../src/core/model/account-file/account-document.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../../src/core/contract/contract.js';
import { notFound } from '../../../src/core/contract/errors.js';
import { makeMaterial, type Material, randomAccount } from '../../backends/local/portable/random-account.js';
import { FakeClock, withAccount } from '../../support/account.js';
import { MemoryTemplates } from './templates.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/sales';
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const reading = { clock: new FakeClock(), templates: new MemoryTemplates() };

function withSeed<T>(document: AccountDocument, body: (backend: Backend) => Promise<T>): Promise<T> {
  return withAccount(async ({ account, caller }) => {
    await account.emulator().seed(document, { region: 'us-east-1' });
    return body(account.backend(caller()));
  });
}

/** A backend that can only be asked as a service at an endpoint can; it tells what it was asked. */
function askedOneByOne(backend: Backend): { readonly backend: Backend; readonly calls: OperationName[] } {
  const calls: OperationName[] = [];
  const plain: Backend = {
    ...backend,
    workLink: {
      call: (operation, input) => {
        calls.push(operation);
        return backend.workLink.call(operation, input);
      },
    },
  };
  const others = { ...plain };
  delete others.domainDirectory;
  return { backend: others, calls };
}

const DOMAINS: AccountDocument = {
  version: 1,
  certificates: [{ arn: CERTIFICATE, type: 'AMAZON_ISSUED', domainName: '*.example.com', status: 'FAILED' }],
  fleets: [
    {
      name: 'sales',
      domains: [
        { name: 'Wiki.example.com', certificateArn: CERTIFICATE, displayName: 'Wiki' },
        { name: 'a.example.com', certificateArn: CERTIFICATE, status: 'INACTIVE' },
        { name: 'b.example.com', certificateArn: CERTIFICATE, status: 'FAILED_TO_ASSOCIATE' },
        { name: 'gone.example.com', certificateArn: CERTIFICATE, status: 'DISASSOCIATED' },
        { name: 'going.example.com', certificateArn: CERTIFICATE, status: 'FAILED_TO_DISASSOCIATE' },
        { name: 'new.example.com', certificateArn: CERTIFICATE, status: 'PENDING_VALIDATION' },
      ],
    },
  ],
};

describe('a fleet as it is', function () {
  this.timeout(60_000);
  let material: Material;
  before(async () => {
    material = await makeMaterial();
  });

  it('has its name and nothing else where nothing else was ever set', () =>
    withSeed({ version: 1, fleets: [{ name: 'sales', companyCode: 'abc' }] }, async (backend) => {
      const present = await readFleetSpec(backend, 'sales', reading);

      assert.deepEqual(present, {
        spec: { name: 'sales' },
        arn: ARN,
        status: 'ACTIVE',
        companyCode: 'abc',
        domainStates: new Map(),
        websiteCaIds: new Map(),
        authorizationProviderIds: new Map(),
      });
    }));

  it('has its domains by name, without those on their way out, whose states are told', () =>
    withSeed(DOMAINS, async (backend) => {
      const { spec, domainStates } = await readFleetSpec(backend, ARN, reading);

      assert.deepEqual(spec.domains, [
        { name: 'a.example.com', certificateArn: CERTIFICATE, revoked: true },
        { name: 'b.example.com', certificateArn: CERTIFICATE },
        { name: 'new.example.com', certificateArn: CERTIFICATE },
        { name: 'Wiki.example.com', displayName: 'Wiki', certificateArn: CERTIFICATE },
      ]);
      assert.equal(domainStates.get('wiki.example.com'), 'ACTIVE');
      assert.equal(domainStates.get('gone.example.com'), 'DISASSOCIATED');
      assert.equal(domainStates.size, 6);
    }));

  it('has certificates in one form, sets in one order, and the ids that deleting takes', async () => {
    const { certificatePem: other } = await createAuthority({ name: 'Other', now: new Date('2026-01-01') });
    const { certificatePem: root } = material.authority;
    const document: AccountDocument = {
      version: 1,
      fleets: [
        {
          name: 'sales',
          tags: { z: '1', a: '' },
          optimizeForEndUserLocation: true,
          deviceCaCertificate: root.replaceAll('\n', '\r\n').trimEnd(),
          identityProvider: { type: 'SAML' },
          network: {
            vpcId: 'vpc-11111111',
            subnetIds: ['subnet-22222222', 'subnet-11111111'],
            securityGroupIds: ['sg-22222222', 'sg-11111111'],
          },
          websiteCertificateAuthorities: [
            { id: 'ca-1', certificate: root.replaceAll('\n', '\r\n'), displayName: 'B' },
            { id: 'ca-2', certificate: other.trimEnd(), displayName: 'A' },
          ],
          authorizationProviders: [
            { id: 'p-1', type: 'SAML', domainName: 'Login.example.com' },
            { id: 'p-2', type: 'SAML' },
          ],
        },
      ],
    };
    await withSeed(document, async (backend) => {
      const { spec, websiteCaIds, authorizationProviderIds } = await readFleetSpec(backend, 'sales', reading);

      assert.deepEqual(spec, {
        name: 'sales',
        optimizeForEndUserLocation: true,
        tags: { a: '', z: '1' },
        identityProvider: { type: 'SAML' },
        websiteCertificateAuthorities: [
          { displayName: 'A', certificate: other },
          { displayName: 'B', certificate: root },
        ],
        authorizationProviders: [{ type: 'SAML' }, { type: 'SAML', domainName: 'Login.example.com' }],
        deviceCaCertificate: root,
        network: {
          vpcId: 'vpc-11111111',
          subnetIds: ['subnet-11111111', 'subnet-22222222'],
          securityGroupIds: ['sg-11111111', 'sg-22222222'],
        },
      });
      assert.deepEqual([...websiteCaIds.values()].flat().toSorted(), ['ca-1', 'ca-2']);
      assert.deepEqual(
        [...authorizationProviderIds],
        [
          ['SAML', ['p-2']],
          ['SAML login.example.com', ['p-1']],
        ],
      );
    });
  });

  it('has its invitation where one was written, its link only where there is one', () =>
    withSeed({ version: 1, fleets: [{ name: 'sales' }] }, async (backend) => {
      const templates = new MemoryTemplates();
      const fleet = { fleetArn: ARN, fleetName: 'sales' };
      await templates.save(fleet, { subject: 'S', text: 'T', html: 'H', link: '' });
      const without = await readFleetSpec(backend, 'sales', { ...reading, templates });
      await templates.save(fleet, { subject: 'S', text: 'T', html: 'H', link: 'https://example.com' });
      const withLink = await readFleetSpec(backend, 'sales', { ...reading, templates });

      assert.deepEqual(without.spec.invitation, { subject: 'S', text: 'T', html: 'H' });
      assert.deepEqual(withLink.spec.invitation, {
        subject: 'S',
        text: 'T',
        html: 'H',
        link: 'https://example.com',
      });
    }));

  it('is not found where there is none', () =>
    withSeed({ version: 1 }, async (backend) => {
      await assert.rejects(readFleetSpec(backend, 'sales', reading), { code: 'NotFound' });
    }));

  it('is read in one pass where whole domains are told, and tells how far it is', () =>
    withSeed(DOMAINS, async (backend) => {
      const counts: number[] = [];
      const whole = askedOneByOne(backend);
      const { domainDirectory } = backend;
      assert.ok(domainDirectory !== undefined);
      await readFleetSpec({ ...whole.backend, domainDirectory }, 'sales', {
        ...reading,
        onProgress: (count) => counts.push(count),
      });
      assert.equal(whole.calls.filter((operation) => operation === 'DescribeDomain').length, 0);
      assert.deepEqual(counts, [6]);
    }));

  it('is the same told whole, told with faults about, and asked for one by one', () =>
    fc.assert(
      fc.asyncProperty(
        randomAccount(material),
        async ({ version, certificates = [], vpcs = [], fleets = [] }) =>
          withAccount(async ({ account, caller }) => {
            const document = { version, certificates, vpcs, fleets };
            await account.emulator().seed(document, { region: 'us-east-1' });
            for (const { name, region = 'us-east-1' } of fleets) {
              const backend = account.backend(caller({ region }));
              const whole = await readFleetSpec(backend, name, reading);
              const oneByOne = await readFleetSpec(askedOneByOne(backend).backend, name, reading);
              backend.emulator?.addFault({ operation: 'DeleteFleet', latencyMs: 1 });
              const withFaults = await readFleetSpec(backend, name, reading);

              assert.deepEqual(oneByOne, whole);
              assert.deepEqual(withFaults, whole);
            }
          }),
      ),
      { numRuns: 25 },
    ));

  it('is not read once it is asked to stop', () =>
    withSeed(DOMAINS, async (backend) => {
      const stop = AbortSignal.abort(new Error('stopped'));
      await assert.rejects(readFleetSpec(backend, 'sales', { ...reading, signal: stop }), /stopped/);
    }));

  it('has what is said of it, where the service says less or nothing', () =>
    withSeed({ version: 1, fleets: [{ name: 'sales' }] }, async (backend) => {
      const answers: Readonly<Partial<Record<OperationName, object>>> = {
        ListDomains: {
          Domains: [
            {
              DomainName: 'a.example.com',
              DisplayName: '',
              CreatedTime: new Date(0),
              DomainStatus: 'ACTIVE',
            },
            { DomainName: 'gone.example.com', CreatedTime: new Date(0), DomainStatus: 'ACTIVE' },
          ],
        },
        ListWebsiteAuthorizationProviders: {
          WebsiteAuthorizationProviders: [{ AuthorizationProviderType: 'SAML', DomainName: 'x.example.com' }],
        },
        ListWebsiteCertificateAuthorities: { WebsiteCertificateAuthorities: [{ WebsiteCaId: 'ca-1' }] },
        DescribeWebsiteCertificateAuthority: {},
        DescribeCompanyNetworkConfiguration: { VpcId: 'vpc-11111111' },
        DescribeDevicePolicyConfiguration: { DeviceCaCertificate: 'nothing that can be read' },
        DescribeIdentityProviderConfiguration: {
          IdentityProviderType: 'SAML',
          IdentityProviderSamlMetadata: '\ufeff<a/>',
        },
      };
      const others = { ...backend };
      delete others.domainDirectory;
      const sparse: Backend = {
        ...others,
        workLink: {
          call: async <O extends OperationName>(operation: O, input: OperationInput<O>) => {
            const isGone = 'DomainName' in input && input.DomainName === 'gone.example.com';
            if (isGone) throw notFound('It is gone.');
            const answer = operation === 'DescribeDomain' ? {} : answers[operation];
            if (answer === undefined) return backend.workLink.call(operation, input);
            return answer as OperationOutput<O>; // as little as the type lets the service say, or less
          },
        },
      };
      const { spec, domainStates, websiteCaIds, authorizationProviderIds } = await readFleetSpec(
        sparse,
        'sales',
        { ...reading, signal: new AbortController().signal },
      );
      assert.deepEqual(spec, {
        name: 'sales',
        identityProvider: { type: 'SAML', metadata: '<a/>' },
        domains: [{ name: 'a.example.com' }],
        deviceCaCertificate: 'nothing that can be read',
        network: { vpcId: 'vpc-11111111', subnetIds: [], securityGroupIds: [] },
      });
      assert.deepEqual(
        [[...domainStates], websiteCaIds.size, authorizationProviderIds.size],
        [[['a.example.com', 'ACTIVE']], 0, 0],
      );
    }));

  it('is refused to who may list domains and not describe them', () =>
    withAccount(async ({ account, caller }) => {
      await account.emulator().seed(DOMAINS, { region: 'us-east-1' });
      const statement = { Effect: 'Allow', Action: 'worklink:*', Resource: '*' };
      const deny = { Effect: 'Deny', Action: 'worklink:DescribeDomain', Resource: '*' };
      const policy = { Version: '2012-10-17', Statement: [statement, deny] };
      const { principal } = account.createPrincipal({ name: 'reader', policies: [JSON.stringify(policy)] });
      const backend = account.backend(caller({ principal }));
      await assert.rejects(readFleetSpec(backend, 'sales', reading), { code: 'UnauthorizedException' });
    }));
});
