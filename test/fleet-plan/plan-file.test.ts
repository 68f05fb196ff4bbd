import assert from 'node:assert/strict';
import fc from 'fast-check';
import { digestOf } from '../../src/core/fleet-plan/digest.js';
import {
  assertSameTarget,
  assertStillGood,
  digestOfChanges,
  planFileText,
  readPlanFile,
  type ReviewedPlan,
} from '../../src/core/fleet-plan/plan-file.js';
import { planFleet } from '../../src/core/fleet-plan/plan.js';
import { type FleetSpec } from '../../src/core/model/fleet-file/fleet-document.js';

const WHAT = "The file 'plan.json'";
const SPEC: FleetSpec = {
  name: 'sales',
  identityProvider: { type: 'SAML', metadata: '<EntityDescriptor/>'.padEnd(60) },
  websiteCertificateAuthorities: [{ certificate: 'PEM' }],
  invitation: { subject: 's', text: 't', html: 'h' },
};
const ALLOWANCES = { prune: new Set(['tags'] as const), replace: new Set(['domains'] as const) };

function plan(wanted: readonly FleetSpec[] = [SPEC]): ReviewedPlan {
  return {
    madeTime: '2026-01-01T00:00:00.000Z',
    target: { backend: 'local', region: 'us-east-1', accountId: '123456789012', endpointUrl: undefined },
    allowances: ALLOWANCES,
    wanted,
    digests: { sales: 'absent' },
    changesDigest: 'x',
  };
}

/** A plan's text with some of its members changed, and a digest that fits. */
function forged(change: (content: Record<string, unknown>) => Record<string, unknown>): string {
  const { digest, ...content } = JSON.parse(planFileText(plan(), [])) as Record<string, unknown>;
  assert.equal(typeof digest, 'string');
  const other = change(content);
  return JSON.stringify({ ...other, digest: digestOf(other) });
}

describe('a plan in a file', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readPlanFile(planFileText(plan(), []), WHAT), plan());
    const bare = plan([{ name: 'sales' }]);
    assert.deepEqual(readPlanFile(planFileText(bare, []), WHAT), bare);
  });

  it('shows its changes without what it takes to make them', () => {
    const made = planFleet(SPEC, undefined, ALLOWANCES);
    const { changes } = JSON.parse(planFileText(plan(), [made])) as { changes: object[] };
    assert.equal(changes.length, 4);
    assert.ok(changes.every((change) => !('step' in change)));
  });

  it('is none, whatever else a file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.throws(() => readPlanFile(text, WHAT), { code: 'InvalidInput' });
      }),
    );
  });

  for (const [what, change] of [
    ['a fleet that is none', (content) => ({ ...content, wanted: { version: 1, fleets: [{ name: 'NO' }] } })],
    ['no fleets', (content) => ({ ...content, wanted: undefined })],
    [
      'a certificate in another file',
      (content) => ({
        ...content,
        wanted: {
          version: 1,
          fleets: [{ name: 'a', websiteCertificateAuthorities: [{ certificateFile: 'x.pem' }] }],
        },
      }),
    ],
    [
      'an invitation in another file',
      (content) => ({
        ...content,
        wanted: {
          version: 1,
          fleets: [{ name: 'a', invitation: { subject: 's', textFile: 'x', html: 'h' } }],
        },
      }),
    ],
    ['no target', (content) => ({ ...content, target: [] })],
    ['no version', (content) => ({ ...content, version: 0 })],
  ] as readonly (readonly [string, (content: Record<string, unknown>) => Record<string, unknown>])[]) {
    it(`is refused with ${what}, also where its digest fits`, () => {
      assert.throws(() => readPlanFile(forged(change), WHAT), { code: 'InvalidInput' });
    });
  }

  it('allows nothing that it does not name', () => {
    const read = readPlanFile(
      forged((content) => ({ ...content, prune: 'all', replace: ['x'], digests: { sales: 1 } })),
      WHAT,
    );
    assert.deepEqual([read.allowances.prune.size, read.allowances.replace.size, read.digests], [0, 0, {}]);
  });

  it('is no longer good where a fleet or the changes are others, and says so', () => {
    assertStillGood(plan(), plan());
    const other = { ...plan(), digests: { sales: 'other' } };
    assert.throws(
      () => {
        assertStillGood(plan(), other);
      },
      { code: 'WrongState', message: /Fleet 'sales' has changed/ },
    );
    const two = { ...plan(), digests: { sales: 'a', other: 'b' } };
    assert.throws(
      () => {
        assertStillGood(two, plan());
      },
      { message: /Fleet 'sales' and 1 more has changed/ },
    );
    assert.throws(
      () => {
        assertStillGood(plan(), { ...plan(), changesDigest: 'y' });
      },
      { code: 'WrongState' },
    );
  });

  it('is for one account, Region, backend and endpoint', () => {
    const { target } = plan();
    assertSameTarget(plan(), target);
    for (const other of [
      { ...target, backend: 'aws' },
      { ...target, region: 'eu-west-1' },
      { ...target, accountId: '210987654321' },
      { ...target, accountId: undefined },
      { ...target, endpointUrl: 'http://127.0.0.1:4580' },
    ])
      assert.throws(
        () => {
          assertSameTarget(plan(), other);
        },
        { code: 'WrongState' },
      );
  });

  it('has a digest of its changes that is another for others', () => {
    const one = planFleet(SPEC, undefined, ALLOWANCES);
    const other = planFleet({ ...SPEC, displayName: 'x' }, undefined, ALLOWANCES);
    assert.equal(digestOfChanges([one]), digestOfChanges([planFleet(SPEC, undefined, ALLOWANCES)]));
    assert.notEqual(digestOfChanges([one]), digestOfChanges([other]));
  });
});
