import assert from 'node:assert/strict';

import { type Principal } from '../../../src/core/backends/local/caller.js';
import { definitionOf, operationNames } from '../../../src/core/contract/contract.js';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { type TemporaryAccount, withAccount } from '../../support/account.js';

const REFUSED = { code: 'UnauthorizedException' };

function principalWith({ account }: TemporaryAccount, ...policies: readonly unknown[]): Principal {
  return account.createPrincipal({ name: 'somebody', policies }).principal;
}

async function createFleet(
  { account, caller }: TemporaryAccount,
  FleetName: string,
  Tags?: Record<string, string>,
) {
  const { FleetArn } = await account.call('CreateFleet', { FleetName, ...(Tags && { Tags }) }, caller());
  return String(FleetArn);
}

describe('authorization of calls', () => {
  it('lets AmazonWorkLinkReadOnly read, and nothing else, whatever the input', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const principal = principalWith(temporary, 'AmazonWorkLinkReadOnly');

      for (const operation of operationNames) {
        const reads = ['Read', 'List'].includes(definitionOf(operation).access);
        const refused = await account.call(operation, {}, caller({ principal })).then(
          () => false,
          (error: unknown) => error instanceof ServiceError && error.code === 'UnauthorizedException',
        );
        assert.equal(refused, !reads, operation);
      }
    }));

  it('takes a managed policy by its ARN', () =>
    withAccount(async (temporary) => {
      const principal = principalWith(temporary, 'arn:aws:iam::aws:policy/AmazonWorkLinkFullAccess');

      await temporary.account.call('CreateFleet', { FleetName: 'demo' }, temporary.caller({ principal }));
    }));

  it('goes by the policies a principal has now, of however many principals', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const emulator = account.emulator();
      const named = (name: string, Effect: string) => ({
        name,
        policies: [
          { Version: '2012-10-17', Statement: { Sid: name, Effect, Action: 'worklink:*', Resource: '*' } },
        ],
      });
      const may = (principal: Principal) =>
        account.call('ListFleets', {}, caller({ principal })).then(
          () => true,
          () => false,
        );
      const principals = Array.from({ length: 130 }, (_, index) =>
        account.createPrincipal(named(`p${String(index)}`, index % 2 === 0 ? 'Allow' : 'Deny')),
      );
      for (let round = 0; round < 2; round += 1) {
        for (const [index, { principal }] of principals.entries())
          assert.equal(await may(principal), index % 2 === 0, principal.name);
      }

      emulator.removePrincipal('p0');
      const { principal } = account.createPrincipal(named('p0', 'Deny'));
      assert.equal(await may(principal), false);
    }));

  it('goes by the fleet that is named', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const mine = await createFleet(temporary, 'mine');
      const yours = await createFleet(temporary, 'yours');
      const principal = principalWith(temporary, {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'worklink:*', Resource: mine },
      });

      await account.call('DescribeFleetMetadata', { FleetArn: mine }, caller({ principal }));
      await account.call('TagResource', { ResourceArn: mine, Tags: { a: 'b' } }, caller({ principal }));
      await assert.rejects(
        account.call('DescribeFleetMetadata', { FleetArn: yours }, caller({ principal })),
        REFUSED,
      );
      await assert.rejects(account.call('ListFleets', {}, caller({ principal })), REFUSED);
      const elsewhere = 'arn:aws:worklink::999999999999:fleet/mine';
      await assert.rejects(
        account.call('DescribeFleetMetadata', { FleetArn: elsewhere }, caller({ principal })),
        REFUSED,
      );
    }));

  it('goes by the tags of the fleet, and by those that are asked for', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const sales = await createFleet(temporary, 'sales', { team: 'sales' });
      const it = await createFleet(temporary, 'it', { team: 'it' });
      const principal = principalWith(temporary, {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['worklink:Describe*', 'worklink:TagResource', 'worklink:UntagResource'],
            Resource: '*',
            Condition: { StringEquals: { 'aws:ResourceTag/team': 'sales' } },
          },
          {
            Effect: 'Deny',
            Action: ['worklink:TagResource', 'worklink:UntagResource'],
            Resource: '*',
            Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } },
          },
          {
            Effect: 'Allow',
            Action: 'worklink:CreateFleet',
            Resource: '*',
            Condition: { StringEquals: { 'aws:RequestTag/team': 'sales' } },
          },
        ],
      });
      const call = (operation: Parameters<typeof account.call>[0], input: unknown) =>
        account.call(operation, input, caller({ principal }));

      await call('DescribeFleetMetadata', { FleetArn: sales });
      await assert.rejects(call('DescribeFleetMetadata', { FleetArn: it }), REFUSED);
      await call('TagResource', { ResourceArn: sales, Tags: { owner: 'me' } });
      await assert.rejects(call('TagResource', { ResourceArn: sales, Tags: { team: 'it' } }), REFUSED);
      await assert.rejects(
        call('UntagResource', { ResourceArn: sales, TagKeys: ['owner', 'team'] }),
        REFUSED,
      );
      await call('CreateFleet', { FleetName: 'new', Tags: { team: 'sales' } });
      await assert.rejects(call('CreateFleet', { FleetName: 'newer' }), REFUSED);
    }));

  it('comes before the contract and the state: who may not ask learns nothing', () =>
    withAccount(async (temporary) => {
      const principal = principalWith(temporary);
      const { account, caller } = temporary;

      await assert.rejects(account.call('CreateFleet', { FleetName: 'NO' }, caller({ principal })), REFUSED);
      await assert.rejects(
        account.call(
          'DescribeFleetMetadata',
          { FleetArn: 'arn:aws:worklink::123456789012:fleet/x' },
          caller({ principal }),
        ),
        REFUSED,
      );
    }));

  it('refuses a principal that is no more, and one whose policy cannot be read is never made', () =>
    withAccount(async (temporary) => {
      const { account, caller } = temporary;
      const principal = principalWith(temporary, 'AmazonWorkLinkFullAccess');
      account.emulator().reset();

      await assert.rejects(account.call('ListFleets', {}, caller({ principal })), REFUSED);
      for (const policy of ['AmazonS3FullAccess', { Statement: [] }, 7, null]) {
        assert.throws(() => account.createPrincipal({ name: 'x', policies: [policy] }), {
          code: 'InvalidInput',
        });
      }
    }));

  it('makes a principal once, with a key of its own', () =>
    withAccount(({ account }) => {
      const made = account.createPrincipal({ name: 'reader', policies: [] });

      assert.throws(() => account.createPrincipal({ name: 'reader', policies: [] }), {
        code: 'AlreadyExists',
      });
      assert.deepEqual(account.findAccessKey(made.accessKeyId), {
        secretAccessKey: made.secretAccessKey,
        principal: made.principal,
      });
      assert.equal(account.findAccessKey('AKIAUNKNOWN'), undefined);
      assert.match(made.accessKeyId, /^AKIA[A-Z2-7]{16}$/);
      assert.equal(made.secretAccessKey.length, 40);
    }));
});
