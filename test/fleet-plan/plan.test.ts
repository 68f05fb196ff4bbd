import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Allowances,
  type Change,
  changesOf,
  inPhases,
  isSame,
  planFleetDeletion,
  PRUNE_KINDS,
  type PruneKind,
  REPLACE_KINDS,
  type ReplaceKind,
} from '../../src/core/fleet-plan/change.js';
import { digestOfFleet } from '../../src/core/fleet-plan/digest.js';
import { planFleet } from '../../src/core/fleet-plan/plan.js';
import { DOMAIN_STATUSES, type DomainStatus } from '../../src/core/model/domain-states.js';
import { type FleetSpec } from '../../src/core/model/fleet-file/fleet-document.js';
import { DEFAULT_TEMPLATE } from '../../src/core/invites/default-template.js';
import { applied, presentOf } from './simulate.js';

const NONE: Allowances = { prune: new Set(), replace: new Set() };
const ALL: Allowances = { prune: new Set(PRUNE_KINDS), replace: new Set(REPLACE_KINDS) };

function allowing(prune: readonly PruneKind[], replace: readonly ReplaceKind[] = []): Allowances {
  return { prune: new Set(prune), replace: new Set(replace) };
}

const text = fc.constantFrom('a', 'b', 'c');
const invitation = fc.record(
  { subject: text, text, html: text, link: fc.constantFrom('https://a.example', 'https://b.example') },
  { requiredKeys: ['subject', 'text', 'html'] },
);
const domain = fc.record(
  {
    name: fc.constantFrom('a.example.com', 'b.example.com', 'c.example.com', 'd.example.com'),
    displayName: text,
    certificateArn: fc.constantFrom('arn:1', 'arn:2'),
    revoked: fc.boolean(),
  },
  { requiredKeys: ['name'] },
);
/** Any fleet that a file can say; certificates are texts that nobody can read, which are known by themselves. */
const fleetSpec: fc.Arbitrary<FleetSpec> = fc.record(
  {
    name: fc.constant('sales'),
    displayName: text,
    optimizeForEndUserLocation: fc.boolean(),
    tags: fc.dictionary(fc.constantFrom('owner', 'stage', '__proto__'), text),
    identityProvider: fc.record(
      { type: fc.constant('SAML' as const), metadata: text },
      { requiredKeys: ['type'] },
    ),
    domains: fc.uniqueArray(domain, { selector: ({ name }) => name }),
    websiteCertificateAuthorities: fc.uniqueArray(
      fc.record({ certificate: text, displayName: text }, { requiredKeys: ['certificate'] }),
      { selector: ({ certificate }) => certificate },
    ),
    authorizationProviders: fc.uniqueArray(
      fc.record({
        type: fc.constant('SAML' as const),
        domainName: fc.constantFrom('x.example.com', 'y.example.com'),
      }),
      { selector: ({ domainName }) => domainName },
    ),
    deviceCaCertificate: text,
    network: fc.record({
      vpcId: text,
      subnetIds: fc.uniqueArray(text, { minLength: 1 }),
      securityGroupIds: fc.uniqueArray(text, { minLength: 1 }),
    }),
    auditStreamArn: text,
    invitation,
  },
  { requiredKeys: ['name'] },
);
const states = fc.dictionary(
  fc.constantFrom('a.example.com', 'b.example.com', 'e.example.com'),
  fc.constantFrom(...DOMAIN_STATUSES),
);
/** The spec of a fleet has the domains that are in it, and not those on their way out. */
function withDomains(spec: FleetSpec, other: Readonly<Record<string, DomainStatus>>): FleetSpec {
  const { domains = [] } = spec;
  const out = (name: string) =>
    ['DISASSOCIATING', 'DISASSOCIATED', 'FAILED_TO_DISASSOCIATE'].includes(other[name] ?? '');
  const more = Object.keys(other).filter((name) => !domains.some((one) => one.name === name));
  return {
    ...spec,
    domains: [...domains, ...more.map((name) => ({ name }))].filter(({ name }) => !out(name)),
  };
}
const present = fc.option(
  fc.tuple(fleetSpec, states).map(([spec, other]) => presentOf(withDomains(spec, other), other)),
  { nil: undefined },
);
const allowances = fc
  .tuple(fc.subarray([...PRUNE_KINDS]), fc.subarray([...REPLACE_KINDS]))
  .map(([prune, replace]) => allowing(prune, replace));

function inOrder(changes: readonly Change[]): readonly Change[] {
  return inPhases(changes).flat();
}

const PRUNED_BY: Partial<Record<Change['step']['do'], PruneKind>> = {
  removeTags: 'tags',
  deleteWebsiteCa: 'website-cas',
  removeDevicePolicy: 'device-policy',
  unlinkAuditStream: 'audit-stream',
  disassociateDomain: 'domains',
  disassociateProvider: 'authorization-providers',
  deleteFleet: 'fleets',
};

/** Which kind's pruning an action that takes away, or takes a name away, needs. */
function pruningOf({ step }: Change): PruneKind | undefined {
  const takesName = (step.do === 'updateFleet' || step.do === 'updateDomain') && step.displayName === null;
  return takesName ? 'display-names' : PRUNED_BY[step.do];
}

describe('a plan for a fleet', () => {
  it('leads to what the file says: once it is carried out there is nothing left but what was not allowed', () => {
    fc.assert(
      fc.property(fleetSpec, present, allowances, (wanted, before, allowed) => {
        const { changes } = planFleet(wanted, before, allowed);
        const after = applied('sales', before, inOrder(changes));
        const again = planFleet(wanted, after, allowed).changes;
        assert.deepEqual(changesOf([{ fleetName: 'sales', changes: again, kept: [] }]).made, []);
      }),
      { numRuns: 300 },
    );
  });

  it('leads to the file and nothing else, where all may be pruned and replaced', () => {
    fc.assert(
      fc.property(fleetSpec, present, (wanted, before) => {
        const { changes } = planFleet(wanted, before, ALL);
        const after = applied('sales', before, inOrder(changes));
        const again = planFleet(wanted, after, ALL);
        assert.deepEqual(again.changes, []);
        // The service has no way to take these away.
        assert.deepEqual(
          again.kept.filter(({ kind }) => kind !== 'identity-provider' && kind !== 'network'),
          [],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('takes nothing away that is not named', () => {
    fc.assert(
      fc.property(fleetSpec, present, allowances, (wanted, before, allowed) => {
        for (const change of planFleet(wanted, before, allowed).changes) {
          const pruning = pruningOf(change);
          assert.ok(pruning === undefined || allowed.prune.has(pruning), change.key);
          if (change.action === 'replace' && change.withheld === undefined && change.kind === 'website-ca')
            assert.ok(allowed.replace.has('website-cas'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names what is there and not in the file, unless it is pruned', () => {
    fc.assert(
      fc.property(fleetSpec, present, (wanted, before) => {
        const { kept } = planFleet(wanted, before, NONE);
        const pruned = planFleet(wanted, before, ALL);
        for (const { prune, kind } of kept)
          if (prune !== undefined) assert.ok(pruned.changes.some((change) => change.kind === kind));
      }),
    );
  });

  it('has keys of its own for all changes, and each needs only what is done before', () => {
    fc.assert(
      fc.property(fleetSpec, present, allowances, (wanted, before, allowed) => {
        const seen = new Set<string>();
        for (const { key, needs } of inOrder(planFleet(wanted, before, allowed).changes)) {
          assert.ok(!seen.has(key), key);
          assert.ok(needs === undefined || seen.has(needs), `${key} needs ${String(needs)}`);
          seen.add(key);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('loses no change when they are put in order', () => {
    fc.assert(
      fc.property(fleetSpec, present, allowances, (wanted, before, allowed) => {
        const { changes } = planFleet(wanted, before, allowed);
        assert.equal(inOrder(changes).length, changes.length);
      }),
    );
  });

  it('makes a fleet first, and all in it needs that', () => {
    const { changes } = planFleet(
      { name: 'sales', domains: [{ name: 'a.example.com', revoked: true }], auditStreamArn: 'arn' },
      undefined,
      NONE,
    );
    const [first, ...others] = inOrder(changes);
    assert.equal(first?.step.do, 'createFleet');
    assert.deepEqual(
      others.map(({ step, needs }) => [step.do, needs]),
      [
        ['linkAuditStream', first.key],
        ['associateDomain', first.key],
        ['revokeDomain', 'sales/domain/a.example.com/associateDomain'],
      ],
    );
  });

  it('takes domains for the same whatever their case', () => {
    const before = presentOf({ name: 'sales', domains: [{ name: 'Wiki.example.com' }] });
    const { changes, kept } = planFleet(
      { name: 'sales', domains: [{ name: 'wiki.Example.com' }] },
      before,
      ALL,
    );
    assert.deepEqual([changes, kept], [[], []]);
  });

  for (const [status, action, after] of [
    ['FAILED_TO_ASSOCIATE', 'replace', 'disassociation'],
    ['FAILED_TO_DISASSOCIATE', 'replace', 'disassociation'],
    ['DISASSOCIATING', 'create', 'end'],
    ['DISASSOCIATED', 'create', undefined],
  ] as const) {
    it(`associates a domain anew that is ${status}, and revokes it then where the file says so`, () => {
      const before = presentOf({ name: 'sales' }, { 'a.example.com': status });
      const wanted = { name: 'sales', domains: [{ name: 'a.example.com', revoked: true }] };
      const [association, revocation] = planFleet(wanted, before, NONE).changes;
      assert.equal(association?.action, action);
      assert.equal(association.step.do, 'associateDomain');
      assert.equal('after' in association.step ? association.step.after : undefined, after);
      assert.equal(revocation?.needs, association.key);
    });
  }

  for (const status of ['PENDING_VALIDATION', 'ASSOCIATING'] as const) {
    it(`takes a domain for there that is ${status}`, () => {
      const before = presentOf(
        { name: 'sales', domains: [{ name: 'a.example.com' }] },
        { 'a.example.com': status },
      );
      assert.deepEqual(planFleet(before.spec, before, ALL).changes, []);
    });
  }

  it('leaves a domain with another certificate as it is until that is allowed, and does the rest', () => {
    const before = presentOf({
      name: 'sales',
      domains: [{ name: 'a.example.com', certificateArn: 'arn:1', displayName: 'A' }],
    });
    const wanted = {
      name: 'sales',
      domains: [{ name: 'a.example.com', certificateArn: 'arn:2', displayName: 'B', revoked: true }],
    };
    const held = planFleet(wanted, before, allowing(['domains'])).changes;
    assert.deepEqual(
      held.map(({ action, withheld }) => [action, withheld]),
      [
        ['replace', 'domains'],
        ['change', undefined],
        ['revoke', undefined],
      ],
    );
    const allowed = planFleet(wanted, before, allowing([], ['domains'])).changes;
    assert.deepEqual(
      allowed.map(({ action, withheld, differences }) => [action, withheld, differences]),
      [
        [
          'replace',
          undefined,
          [
            { member: 'certificate', from: 'arn:1', to: 'arn:2' },
            { member: 'display name', from: 'A', to: 'B' },
          ],
        ],
        ['revoke', undefined, [{ member: 'access', from: 'given', to: 'revoked' }]],
      ],
    );
  });

  it('takes the usual invitation for none', () => {
    const { subject, text: plain, html } = DEFAULT_TEMPLATE;
    const before = presentOf({ name: 'sales', invitation: { subject, text: plain, html } });
    assert.deepEqual(planFleet({ name: 'sales' }, before, ALL).changes, []);
    assert.deepEqual(planFleet({ name: 'sales' }, before, NONE).kept, []);
  });

  it('sees no difference in the order of subnets and of certificates of a chain', () => {
    const network = { vpcId: 'vpc-1', subnetIds: ['a', 'b'], securityGroupIds: ['x', 'y'] };
    const before = presentOf({ name: 'sales', network });
    const other = { ...network, subnetIds: ['b', 'a'], securityGroupIds: ['y', 'x'] };
    assert.deepEqual(planFleet({ name: 'sales', network: other }, before, NONE).changes, []);
  });

  it('deletes what the service has more than once, each by its id', () => {
    const provider = { type: 'SAML' as const };
    const before = {
      ...presentOf({
        name: 'sales',
        websiteCertificateAuthorities: [{ certificate: 'a' }],
        authorizationProviders: [provider],
      }),
      websiteCaIds: new Map([['a', ['ca-1', 'ca-2']]]),
      authorizationProviderIds: new Map([['SAML', ['p-1', 'p-2']]]),
    };
    const { changes } = planFleet({ name: 'sales' }, before, ALL);
    assert.deepEqual(
      changes.map(({ step }) => step),
      [
        { do: 'deleteWebsiteCa', websiteCaId: 'ca-1' },
        { do: 'deleteWebsiteCa', websiteCaId: 'ca-2' },
        { do: 'disassociateProvider', authorizationProviderId: 'p-1' },
        { do: 'disassociateProvider', authorizationProviderId: 'p-2' },
      ],
    );
    assert.equal(new Set(changes.map(({ key }) => key)).size, 4);
  });

  for (const status of ['DELETING', 'FAILED_TO_CREATE', 'FAILED_TO_DELETE'] as const) {
    it(`is none for a fleet that is ${status}`, () => {
      const before = { ...presentOf({ name: 'sales' }), status };
      assert.throws(() => planFleet({ name: 'sales' }, before, NONE), { code: 'WrongState' });
    });
  }

  it('is one for a fleet that is still CREATING, and for one in no known state', () => {
    for (const status of ['CREATING', undefined] as const)
      assert.ok(isSame([planFleet({ name: 'sales' }, { ...presentOf({ name: 'sales' }), status }, NONE)]));
  });

  it('deletes a fleet that no file has in one change', () => {
    const { changes } = planFleetDeletion({ fleetName: 'old', fleetArn: 'arn' });
    assert.deepEqual(
      changes.map(({ action, kind, step }) => [action, kind, step.do]),
      [['delete', 'fleet', 'deleteFleet']],
    );
  });
});

describe('the digest of a fleet', () => {
  const spec: FleetSpec = { name: 'sales', domains: [{ name: 'a.example.com' }], tags: { a: '1', b: '2' } };

  it('is the same while time alone goes on', () => {
    const digests = (['PENDING_VALIDATION', 'ASSOCIATING', 'ACTIVE'] as const).map((status) =>
      digestOfFleet(presentOf(spec, { 'a.example.com': status })),
    );
    assert.equal(new Set(digests).size, 1);
    assert.equal(
      digestOfFleet({ ...presentOf(spec), status: 'CREATING' }),
      digestOfFleet(presentOf({ ...spec, tags: { b: '2', a: '1' } })),
    );
  });

  it('is another where somebody changed anything', () => {
    const digests = [
      undefined,
      presentOf(spec),
      presentOf({ ...spec, displayName: 'Sales' }),
      presentOf(spec, { 'a.example.com': 'INACTIVE' }),
      presentOf(spec, { 'a.example.com': 'FAILED_TO_ASSOCIATE' }),
      presentOf(spec, { 'a.example.com': 'DISASSOCIATING' }),
      presentOf(spec, { 'b.example.com': 'ACTIVE' }),
      { ...presentOf(spec), companyCode: 'OTHER' },
      { ...presentOf(spec), websiteCaIds: new Map([['a', ['ca-9']]]) },
    ].map(digestOfFleet);
    assert.equal(new Set(digests).size, digests.length);
  });
});
