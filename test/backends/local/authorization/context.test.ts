import assert from 'node:assert/strict';
import {
  type CallFacts,
  callContext,
  requestContext,
} from '../../../../src/core/backends/local/authorization/context.js';
import { evaluate } from '../../../../src/core/backends/local/authorization/evaluate.js';
import { ACCOUNT, FLEET, policyOf } from './support.js';

const FACTS: CallFacts = {
  caller: {
    principal: {
      name: 'ann',
      arn: `arn:aws:iam::${ACCOUNT}:user/staff/ann`,
      principalId: 'AIDAEXAMPLE',
      accountId: ACCOUNT,
    },
    region: 'eu-west-1',
    sourceIp: '198.51.100.7',
    userAgent: 'aws-cli/2.0',
  },
  now: new Date('2026-03-04T05:06:07.890Z'),
  secureTransport: false,
};

function callerWith(change: Partial<CallFacts['caller']>): CallFacts {
  return { ...FACTS, caller: { ...FACTS.caller, ...change } };
}

function principalWith(arn: string): CallFacts {
  return callerWith({ principal: { ...FACTS.caller.principal, arn } });
}

describe('the context of a call', () => {
  it('has the global keys of a request by an IAM user', () => {
    const context = callContext(FACTS);
    const expected: Record<string, string[]> = {
      'aws:CurrentTime': ['2026-03-04T05:06:07.890Z'],
      'aws:EpochTime': ['1772600767'],
      'aws:SourceIp': ['198.51.100.7'],
      'aws:UserAgent': ['aws-cli/2.0'],
      'aws:SecureTransport': ['false'],
      'aws:username': ['ann'],
      'aws:userid': ['AIDAEXAMPLE'],
      'aws:PrincipalArn': [`arn:aws:iam::${ACCOUNT}:user/staff/ann`],
      'aws:PrincipalAccount': [ACCOUNT],
      'aws:PrincipalType': ['User'],
      'aws:RequestedRegion': ['eu-west-1'],
      'aws:ViaAWSService': ['false'],
    };
    for (const [key, values] of Object.entries(expected)) assert.deepEqual(context.get(key), values, key);
  });

  it('has no tags where there are none, nor keys it does not know', () => {
    const context = callContext({ ...FACTS, requestTags: {}, tagKeys: [], resourceTags: {} });
    for (const key of [
      'aws:TagKeys',
      'aws:RequestTag/team',
      'aws:ResourceTag/team',
      'aws:MultiFactorAuthPresent',
    ]) {
      assert.equal(context.get(key), undefined, key);
    }
  });

  it('has the tags of the request and of the fleet', () => {
    const context = callContext({
      ...FACTS,
      requestTags: { Team: 'a', 'cost centre': '7' },
      resourceTags: { Team: 'b' },
    });
    assert.deepEqual(context.get('aws:RequestTag/team'), ['a']);
    assert.deepEqual(context.get('aws:RequestTag/Cost Centre'), ['7']);
    assert.deepEqual(context.get('aws:ResourceTag/Team'), ['b']);
    assert.deepEqual(context.get('aws:TagKeys'), ['Team', 'cost centre']);
  });

  it('has the keys of tags to be removed', () => {
    const context = callContext({ ...FACTS, tagKeys: ['Team', 'Team', 'b'] });
    assert.deepEqual(context.get('aws:TagKeys'), ['Team', 'b']);
  });

  it('gives no value to tags that differ only in case', () => {
    const context = callContext({ ...FACTS, requestTags: { team: 'a', TEAM: 'b' } });
    assert.deepEqual(context.get('aws:RequestTag/team'), []);
    assert.deepEqual(context.get('aws:TagKeys'), ['team', 'TEAM']);
  });

  const types: readonly [arn: string, type: string, username: string[] | undefined][] = [
    [`arn:aws:iam::${ACCOUNT}:user/ann`, 'User', ['ann']],
    [`arn:aws:iam::${ACCOUNT}:root`, 'Account', undefined],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/admin/session`, 'AssumedRole', undefined],
    [`arn:aws:sts::${ACCOUNT}:federated-user/ann`, 'FederatedUser', undefined],
  ];
  for (const [arn, type, username] of types) {
    it(`takes ${arn} for ${type}`, () => {
      const context = callContext(principalWith(arn));
      assert.deepEqual(context.get('aws:PrincipalType'), [type]);
      assert.deepEqual(context.get('aws:username'), username);
    });
  }

  const addresses: readonly [given: string, expected: string][] = [
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['2001:db8::1', '2001:db8::1'],
  ];
  for (const [given, expected] of addresses) {
    it(`has the address ${given} as ${expected}`, () => {
      assert.deepEqual(callContext(callerWith({ sourceIp: given })).get('aws:SourceIp'), [expected]);
    });
  }

  it('lets policies ask for time, address and transport', () => {
    const policy = policyOf({
      Condition: {
        DateGreaterThan: { 'aws:CurrentTime': '2026-03-04T00:00:00Z' },
        NumericLessThan: { 'aws:EpochTime': '1772600768' },
        IpAddress: { 'aws:SourceIp': '198.51.100.0/24' },
        Bool: { 'aws:SecureTransport': 'false' },
        StringLike: { 'aws:UserAgent': 'aws-cli/*' },
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/staff/*' },
      },
    });
    const ask = (facts: CallFacts): string =>
      evaluate([policy], { action: 'worklink:ListFleets', resource: FLEET, context: callContext(facts) })
        .decision;
    assert.equal(ask(FACTS), 'Allow');
    assert.equal(ask({ ...FACTS, secureTransport: true }), 'ImplicitDeny');
    assert.equal(ask({ ...FACTS, now: new Date('2026-03-03T23:59:59Z') }), 'ImplicitDeny');
    assert.equal(ask(callerWith({ sourceIp: '198.51.101.1' })), 'ImplicitDeny');
  });

  it('joins the values of keys that differ only in case', () => {
    assert.deepEqual(requestContext({ 'a:B': 'x', 'A:b': ['y'] }).get('a:b'), ['x', 'y']);
  });
});
