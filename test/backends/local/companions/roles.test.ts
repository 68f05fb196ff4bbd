import assert from 'node:assert/strict';
import { type TemporaryAccount, withAccount } from '../../../support/account.js';

const ARN =
  'arn:aws:iam::123456789012:role/aws-service-role/worklink.amazonaws.com/AWSServiceRoleForAmazonWorkLink';

function rolesOf({ account, caller }: TemporaryAccount) {
  const { roles } = account.backend(caller());
  assert.ok(roles !== undefined);
  return roles;
}

async function createFleet({ account, caller }: TemporaryAccount, FleetName: string, region = 'us-east-1') {
  return String((await account.call('CreateFleet', { FleetName }, caller({ region })))['FleetArn']);
}

describe('the service-linked role of the emulated account', () => {
  it('comes with the first fleet, says who may take it and what it may do', () =>
    withAccount(async (temporary) => {
      const roles = rolesOf(temporary);
      assert.equal(await roles.serviceLinkedRole(), undefined);
      assert.equal(await roles.permissionsPolicy(), undefined);

      await createFleet(temporary, 'sales');

      const role = await roles.serviceLinkedRole();
      assert.match(role?.id ?? '', /^AROA[A-Z2-7]{16}$/);
      assert.deepEqual(
        { ...role, id: '' },
        {
          name: 'AWSServiceRoleForAmazonWorkLink',
          arn: ARN,
          id: '',
          createdTime: new Date('2026-01-01T00:00:00Z'),
          trustPolicy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'worklink.amazonaws.com' },
                Action: 'sts:AssumeRole',
              },
            ],
          },
        },
      );
      assert.match(JSON.stringify(await roles.permissionsPolicy()), /kinesis:PutRecords/);
    }));

  it('stays while fleets remain, of whichever Region, and the task says which', () =>
    withAccount(async (temporary) => {
      const roles = rolesOf(temporary);
      const here = await createFleet(temporary, 'here');
      const there = await createFleet(temporary, 'there', 'eu-west-1');

      const { id, status } = await roles.deleteServiceLinkedRole();

      assert.equal(status, 'NOT_STARTED');
      assert.match(
        id,
        /^task\/aws-service-role\/worklink\.amazonaws\.com\/AWSServiceRoleForAmazonWorkLink\/[0-9a-f-]{36}$/,
      );
      assert.deepEqual(await roles.deletion(id), {
        id,
        status: 'FAILED',
        reason:
          '2 Amazon WorkLink fleets use the role, in us-east-1, eu-west-1. Delete all fleets in all Regions first.',
        usage: [
          { region: 'us-east-1', resources: [here] },
          { region: 'eu-west-1', resources: [there] },
        ],
      });
      assert.ok((await roles.serviceLinkedRole()) !== undefined);
    }));

  it('goes once all fleets are on their way out, and comes back with the next one', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const roles = rolesOf(temporary);
      const FleetArn = await createFleet(temporary, 'sales');
      const before = await roles.serviceLinkedRole();
      await account.call('DeleteFleet', { FleetArn }, caller());

      const { id } = await roles.deleteServiceLinkedRole();

      assert.deepEqual(await roles.deletion(id), { id, status: 'SUCCEEDED' });
      assert.equal(await roles.serviceLinkedRole(), undefined);
      await assert.rejects(roles.deleteServiceLinkedRole(), { code: 'NotFound' });
      await createFleet(temporary, 'again');
      const after = await roles.serviceLinkedRole();
      assert.ok(after !== undefined && after.id !== before?.id);
    }));

  it('knows no deletion nobody asked for', () =>
    withAccount(async (temporary) => {
      await assert.rejects(rolesOf(temporary).deletion('task/other'), { code: 'NotFound' });
    }));
});

describe('who acts in the emulated account', () => {
  it('is the caller', () =>
    withAccount(async ({ account, caller }) => {
      const { principal } = account.createPrincipal({ name: 'reader', policies: [] });
      assert.deepEqual(await account.backend(caller({ principal })).identity?.whoAmI(), {
        accountId: '123456789012',
        arn: 'arn:aws:iam::123456789012:user/reader',
        userId: principal.principalId,
      });
    }));
});
