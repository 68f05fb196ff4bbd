import assert from 'node:assert/strict';
import fc from 'fast-check';
import { requestContext } from '../../../../src/core/backends/local/authorization/context.js';
import { evaluate } from '../../../../src/core/backends/local/authorization/evaluate.js';
import { parsePolicy, type Policy } from '../../../../src/core/backends/local/authorization/policy.js';
import { ACCOUNT, decide, FLEET, noContext, policyOf, type StatementGiven } from './support.js';

const OTHER_FLEET = `arn:aws:worklink::${ACCOUNT}:fleet/other`;

describe('evaluating policies', () => {
  it('denies where there is no policy', () => {
    assert.equal(decide([]), 'ImplicitDeny');
  });

  it('denies explicitly where one statement denies, whatever others allow and in any order', () => {
    const allow = policyOf({});
    const deny = policyOf({ Effect: 'Deny', Action: 'worklink:Describe*' });
    assert.equal(decide([allow, deny]), 'ExplicitDeny');
    assert.equal(decide([deny, allow]), 'ExplicitDeny');
    assert.equal(decide([policyOf({}, { Effect: 'Deny' })]), 'ExplicitDeny');
  });

  it('says which statement decided', () => {
    const policies = [
      policyOf({ Action: 's3:*' }),
      policyOf({ Sid: 'Never', Action: 'iam:*' }, { Sid: 'Fleets', Action: 'worklink:*' }, {}),
    ];
    const request = { action: 'worklink:ListFleets', resource: FLEET, context: noContext() };
    assert.deepEqual(evaluate(policies, request), {
      decision: 'Allow',
      statement: { policy: 1, statement: 1, sid: 'Fleets' },
    });
    assert.deepEqual(evaluate([...policies, policyOf({ Effect: 'Deny' })], request), {
      decision: 'ExplicitDeny',
      statement: { policy: 2, statement: 0 },
    });
  });

  describe('by action', () => {
    const cases: readonly [given: StatementGiven, action: string, allowed: boolean][] = [
      [{ Action: 'worklink:CreateFleet' }, 'worklink:CreateFleet', true],
      [{ Action: 'WORKLINK:createfleet' }, 'worklink:CreateFleet', true],
      [{ Action: 'worklink:Create*' }, 'worklink:CreateFleet', true],
      [{ Action: 'worklink:Create?leet' }, 'worklink:CreateFleet', true],
      [{ Action: 'worklink:Create' }, 'worklink:CreateFleet', false],
      [{ Action: ['s3:*', 'worklink:*'] }, 'worklink:CreateFleet', true],
      [{ Action: 's3:*' }, 'worklink:CreateFleet', false],
      [{ Action: '*:*' }, 'worklink:CreateFleet', true],
      [{ NotAction: 'worklink:Delete*' }, 'worklink:CreateFleet', true],
      [{ NotAction: 'worklink:Delete*' }, 'worklink:DeleteFleet', false],
      [{ NotAction: ['iam:*', 'worklink:delete*'] }, 'worklink:DeleteFleet', false],
    ];
    for (const [given, action, allowed] of cases) {
      it(`${JSON.stringify(given)} ${allowed ? 'covers' : 'does not cover'} ${action}`, () => {
        assert.equal(decide([policyOf(given)], { action }), allowed ? 'Allow' : 'ImplicitDeny');
      });
    }
  });

  describe('by resource', () => {
    const variable = `arn:aws:worklink::${ACCOUNT}:fleet/\${aws:username}`;
    const cases: readonly [given: StatementGiven, username: string | undefined, allowed: boolean][] = [
      [{ Resource: FLEET }, undefined, true],
      [{ Resource: [OTHER_FLEET, FLEET] }, undefined, true],
      [{ Resource: OTHER_FLEET }, undefined, false],
      [{ Resource: FLEET.replace('one', 'ONE') }, undefined, false],
      [{ Resource: 'arn:aws:worklink:*' }, undefined, true],
      [{ Resource: 'arn:aws:worklink:*:*:fleet/o?e' }, undefined, true],
      [{ Resource: 'arn:aws:worklink:us-east-1:*:fleet/one' }, undefined, false],
      [{ NotResource: OTHER_FLEET }, undefined, true],
      [{ NotResource: [OTHER_FLEET, FLEET] }, undefined, false],
      [{ Resource: variable }, 'one', true],
      [{ Resource: variable }, 'two', false],
      [{ Resource: variable }, '*', false],
      [{ Resource: variable }, undefined, false],
      [{ Resource: [variable, FLEET] }, undefined, true],
      [{ NotResource: variable }, 'two', true],
      [{ NotResource: variable }, undefined, false],
      [{ Resource: variable.replace('username', "username, 'one'") }, undefined, true],
    ];
    for (const [given, username, allowed] of cases) {
      it(`${JSON.stringify(given)} of ${username ?? 'nobody'} ${allowed ? 'covers' : 'does not cover'} the fleet`, () => {
        const keys = username === undefined ? {} : { 'aws:username': username };
        assert.equal(decide([policyOf(given)], { keys }), allowed ? 'Allow' : 'ImplicitDeny');
      });
    }

    it('takes variables literally in the older version', () => {
      const policy = parsePolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: variable } });
      const keys = { 'aws:username': 'one' };
      assert.equal(decide([policy], { keys }), 'ImplicitDeny');
      assert.equal(decide([policy], { keys, resource: variable }), 'Allow');
    });
  });

  describe('whatever the policies', () => {
    const pick = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
    const actions = fc.array(pick('worklink:*', 'worklink:Describe*', 'worklink:?istFleets', 's3:*', '*'), {
      minLength: 1,
      maxLength: 3,
    });
    const resources = fc.array(
      pick('*', FLEET, OTHER_FLEET, 'arn:aws:worklink:*', 'arn:aws:s3:::${aws:username}'),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const names = fc.array(pick('a', 'b*', '${aws:userid}'), { maxLength: 2 });
    const condition = fc.dictionary(
      pick(
        'StringEquals',
        'StringNotLike',
        'ForAllValues:StringLike',
        'StringEqualsIfExists',
        'ForAnyValue:StringNotEquals',
      ),
      fc.dictionary(pick('aws:username', 'aws:TagKeys'), names, { maxKeys: 2 }),
      { maxKeys: 2 },
    );
    const statement = (effect: fc.Arbitrary<string>): fc.Arbitrary<StatementGiven> =>
      fc
        .tuple(effect, fc.boolean(), actions, fc.boolean(), resources, condition)
        .map(([Effect, notAction, action, notResource, resource, Condition]) => ({
          Effect,
          ...(notAction ? { NotAction: action } : { Action: action }),
          ...(notResource ? { NotResource: resource } : { Resource: resource }),
          Condition,
        }));
    const policies = (effect: fc.Arbitrary<string>): fc.Arbitrary<Policy[]> =>
      fc.array(
        fc.array(statement(effect), { minLength: 1, maxLength: 3 }).map((given) => policyOf(...given)),
        { maxLength: 3 },
      );
    const any = policies(pick('Allow', 'Deny'));
    const request = fc.record({
      action: pick('worklink:ListFleets', 'worklink:DescribeDevice', 's3:GetObject'),
      resource: pick(FLEET, OTHER_FLEET, 'arn:aws:s3:::a'),
      context: fc
        .dictionary(
          pick('aws:username', 'aws:userid', 'aws:TagKeys'),
          fc.array(pick('a', 'bc'), { maxLength: 2 }),
        )
        .map(requestContext),
    });

    it('an Allow more never denies what was allowed, nor allows what was explicitly denied', () => {
      fc.assert(
        fc.property(any, policies(fc.constant('Allow')), request, (before, more, asked) => {
          const [{ decision }, after] = [evaluate(before, asked), evaluate([...more, ...before], asked)];
          if (decision === 'ImplicitDeny') assert.notEqual(after.decision, 'ExplicitDeny');
          else assert.equal(after.decision, decision);
        }),
        { numRuns: 2000 },
      );
    });

    it('a Deny more never allows what was denied', () => {
      fc.assert(
        fc.property(any, policies(fc.constant('Deny')), request, (before, more, asked) => {
          const [{ decision }, after] = [evaluate(before, asked), evaluate([...more, ...before], asked)];
          if (after.decision !== 'ExplicitDeny') assert.equal(after.decision, decision);
        }),
        { numRuns: 2000 },
      );
    });

    it('a Deny that covers the request overrides', () => {
      fc.assert(
        fc.property(any, request, fc.nat(3), (others, asked, place) => {
          const deny = policyOf({ Effect: 'Deny' });
          const all = [...others.slice(0, place), deny, ...others.slice(place)];
          assert.equal(evaluate(all, asked).decision, 'ExplicitDeny');
        }),
      );
    });

    it('the order of policies does not matter', () => {
      fc.assert(
        fc.property(any, request, (given, asked) => {
          assert.equal(evaluate(given.toReversed(), asked).decision, evaluate(given, asked).decision);
        }),
      );
    });

    it('both decisions and their lack do come up', () => {
      const seen = new Set(
        fc
          .sample(fc.tuple(any, request), { numRuns: 500, seed: 1 })
          .map(([given, asked]) => evaluate(given, asked).decision),
      );
      assert.deepEqual([...seen].sort(), ['Allow', 'ExplicitDeny', 'ImplicitDeny']);
    });
  });
});
