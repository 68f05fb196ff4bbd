import assert from 'node:assert/strict';
import { actionOf, resourceOf } from '../../../../src/core/backends/local/authorization/authorize.js';
import {
  FULL_ACCESS,
  managedPolicy,
  READ_ONLY,
  SERVICE_ROLE,
} from '../../../../src/core/backends/local/authorization/managed-policies.js';
import { parsePolicy } from '../../../../src/core/backends/local/authorization/policy.js';
import { definitionOf, operationNames } from '../../../../src/core/contract/contract.js';
import { ACCOUNT, decide } from './support.js';

describe('managed policies', () => {
  assert.equal(operationNames.length, 33);

  for (const operation of operationNames) {
    const { access } = definitionOf(operation);
    const request = {
      action: actionOf(operation),
      resource: resourceOf({ operation, fleetName: 'one', accountId: ACCOUNT, region: 'us-east-1' }),
    };
    const reads = access === 'Read' || access === 'List';

    it(`ReadOnly ${reads ? 'allows' : 'does not allow'} ${operation}, a ${access} operation`, () => {
      assert.equal(decide([READ_ONLY.policy], request), reads ? 'Allow' : 'ImplicitDeny');
    });

    it(`FullAccess allows ${operation}`, () => {
      assert.equal(decide([FULL_ACCESS.policy], request), 'Allow');
    });

    it(`the service-linked role may not call ${operation}`, () => {
      assert.equal(decide([SERVICE_ROLE.policy], request), 'ImplicitDeny');
    });
  }

  it('allow what IAM has as an action and the API has not', () => {
    const request = { action: 'worklink:SearchEntity' };
    assert.equal(decide([READ_ONLY.policy], request), 'Allow');
    assert.equal(decide([FULL_ACCESS.policy], request), 'Allow');
  });

  it('allow nothing of other services', () => {
    const request = { action: 's3:ListBucket', resource: 'arn:aws:s3:::bucket' };
    for (const { policy } of [READ_ONLY, FULL_ACCESS, SERVICE_ROLE])
      assert.equal(decide([policy], request), 'ImplicitDeny');
  });

  it('let the service write to its own streams only', () => {
    const stream = (name: string): { action: string; resource: string } => ({
      action: 'kinesis:PutRecords',
      resource: `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/${name}`,
    });
    assert.equal(decide([SERVICE_ROLE.policy], stream('AmazonWorkLink-audit')), 'Allow');
    assert.equal(decide([SERVICE_ROLE.policy], stream('audit')), 'ImplicitDeny');
  });

  const actions: readonly string[] = [
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterfacePermission',
    'ec2:CreateNetworkInterfacePermission',
    'ec2:ModifyNetworkInterfaceAttribute',
    'ec2:DeleteNetworkInterface',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:AddListenerCertificates',
    'elasticloadbalancing:RemoveListenerCertificates',
  ];
  for (const action of actions) {
    it(`let the service call ${action}`, () => {
      assert.equal(decide([SERVICE_ROLE.policy], { action, resource: '*' }), 'Allow');
    });
  }

  it('are found by name and by ARN', () => {
    const found = [
      ['AmazonWorkLinkReadOnly', 'arn:aws:iam::aws:policy/AmazonWorkLinkReadOnly', READ_ONLY],
      ['AmazonWorkLinkFullAccess', 'arn:aws:iam::aws:policy/AmazonWorkLinkFullAccess', FULL_ACCESS],
      [
        'AmazonWorkLinkServiceRolePolicy',
        'arn:aws:iam::aws:policy/aws-service-role/AmazonWorkLinkServiceRolePolicy',
        SERVICE_ROLE,
      ],
    ] as const;
    for (const [name, arn, policy] of found) {
      assert.equal(managedPolicy(name), policy);
      assert.equal(managedPolicy(arn), policy);
    }
    assert.equal(managedPolicy('AdministratorAccess'), undefined);
    assert.equal(managedPolicy('amazonworklinkreadonly'), undefined);
  });

  it('show the document they are evaluated by', () => {
    for (const { document, policy } of [READ_ONLY, FULL_ACCESS, SERVICE_ROLE]) {
      assert.deepEqual(parsePolicy(JSON.stringify(document)), policy);
    }
  });
});
