import assert from 'node:assert/strict';
import { GUIDE_ROLE_PERMISSIONS } from '../../../src/core/model/service-linked-role.js';
import { showRole, checkRoleDeletion, deleteRole } from '../../../src/core/admin/service-linked-role.js';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { ownError } from '../../../src/core/errors.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { type Roles } from '../../../src/core/ports/roles.js';
import { FakeClock, withAccount } from '../../support/account.js';
import { Workplace } from '../../support/cli.js';

const NAME = 'AWSServiceRoleForAmazonWorkLink';
const ARN = `arn:aws:iam::123456789012:role/aws-service-role/worklink.amazonaws.com/${NAME}`;

describe('worklink role', () => {
  it('when shown, then name, ARN, date, whom it trusts and what it may do, as the guide lists it', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const shown = await place.succeed(['role', 'show']);
      assert.match(shown, new RegExp(`Name: +${NAME}\n`));
      assert.match(shown, new RegExp(`ARN: +${ARN}\n`));
      assert.match(shown, /Created: +2026-01-01T00:00:00\.000Z\n/);
      assert.match(shown, /Trusts: +worklink\.amazonaws\.com\n/);
      for (const { Action, Resource } of GUIDE_ROLE_PERMISSIONS['Statement'] as {
        Action: string[];
        Resource: string;
      }[]) {
        for (const action of Action) assert.ok(shown.includes(`${action} on ${Resource}`), action);
      }
      const data = (await place.json(['role', 'show'])) as Record<string, unknown>;
      assert.equal(data['permissionsFrom'], 'iam');
      assert.deepEqual(data['trustPolicy'], {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'worklink.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      });
    }));

  it('given no fleet ever, then there is no role, 5', () =>
    Workplace.with(async (place) => {
      for (const argv of [['show'], ['delete', '--yes']]) {
        const { code, stderr } = await place.run(['role', ...argv]);
        assert.equal(code, 5);
        assert.match(stderr, /It comes with the first fleet/);
      }
    }));

  it('when deleted while fleets remain, then refused with their names, 6, dry or not', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['fleet', 'create', 'support']);
      for (const flag of ['--yes', '--dry-run']) {
        const { code, stderr } = await place.run(['role', 'delete', flag]);
        assert.equal(code, 6);
        assert.match(stderr, /Fleets remain that use the role \(2 in us-east-1\): 'sales', 'support'\./);
      }
    }));

  it('when a fleet of another Region remains, then the task’s own reason is told, 6', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'there', '--region', 'eu-west-1']);
      const { code, stdout } = await place.run(['role', 'delete', '--yes', '--json']);
      assert.equal(code, 6);
      const { error } = JSON.parse(stdout) as { error: { message: string; details: { usage: unknown } } };
      assert.match(error.message, /1 Amazon WorkLink fleet uses the role, in eu-west-1/);
      assert.deepEqual(error.details.usage, [
        { region: 'eu-west-1', resources: ['arn:aws:worklink::123456789012:fleet/there'] },
      ]);
    }));

  it('when all fleets are on their way out, then asked, deleted, and it comes back with the next', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      assert.match(await place.succeed(['role', 'delete', '--dry-run']), /^Would delete role/);
      assert.equal((await place.run(['role', 'delete'])).code, 4);
      assert.equal((await place.run(['role', 'delete'], { terminal: true, answers: ['n\r'] })).code, 4);
      assert.equal((await place.run(['role', 'show'])).code, 0, 'it is still there');
      const { code, stdout } = await place.run(['role', 'delete'], { terminal: true, answers: ['y\r'] });
      assert.equal(code, 0);
      assert.equal(stdout, `Deleted role ${NAME}.\n`);
      assert.equal((await place.run(['role', 'show'])).code, 5);
      await place.succeed(['fleet', 'create', 'again']);
      assert.equal((await place.run(['role', 'show'])).code, 0);
    }));
});

/** A backend whose IAM and WorkLink answer as a test says. */
function backendWith(roles: Partial<Roles>, call: () => Promise<never>): Promise<Backend> {
  return withAccount(({ account, caller }) => ({
    ...account.backend(caller()),
    workLink: { call },
    roles: {
      serviceLinkedRole: () =>
        Promise.resolve({ name: NAME, arn: ARN, id: 'AROAEXAMPLE', createdTime: new Date(0) }),
      permissionsPolicy: () => Promise.resolve(undefined),
      deleteServiceLinkedRole: () => Promise.resolve({ id: 'task/1', status: 'NOT_STARTED' }),
      deletion: () => Promise.resolve({ id: 'task/1', status: 'SUCCEEDED' }),
      ...roles,
    },
  }));
}

function wait(timeoutMs = 10_000) {
  return { timer: new FakeClock(), timeoutMs, intervalMs: 1_000 };
}

describe('the role where it is IAM’s', () => {
  const unasked = () => Promise.reject(new Error('nobody asks'));

  it('given that IAM may not be asked for the policy, then it is the guide’s', async () => {
    const denied = () => Promise.reject(ownError('NotAllowed', 'no'));
    const role = await showRole(await backendWith({ permissionsPolicy: denied }, unasked));
    assert.equal(role.permissionsFrom, 'guide');
    assert.deepEqual(role.permissionsPolicy, GUIDE_ROLE_PERMISSIONS);
    const failing = () => Promise.reject(ownError('Unreachable', 'no'));
    await assert.rejects(showRole(await backendWith({ permissionsPolicy: failing }, unasked)), {
      code: 'Unreachable',
    });
  });

  it('given that WorkLink is retired or may not be asked for fleets, then IAM alone decides', async () => {
    for (const error of [
      ownError('RetiredService', 'gone'),
      new ServiceError('UnauthorizedException', 'no'),
    ]) {
      const role = await checkRoleDeletion(await backendWith({}, () => Promise.reject(error)));
      assert.equal(role.name, NAME);
    }
    const failing = () => Promise.reject(new ServiceError('InternalServerErrorException', 'no'));
    await assert.rejects(checkRoleDeletion(await backendWith({}, failing)), {
      code: 'InternalServerErrorException',
    });
  });

  it('waits for the task: until it is done, until it failed, or as long as was said', async () => {
    const statuses = ['NOT_STARTED', 'IN_PROGRESS', 'SUCCEEDED'] as const;
    let looks = 0;
    const going = () =>
      Promise.resolve({ id: 'task/1', status: statuses[Math.min(looks++, 2)] ?? 'SUCCEEDED' });
    const done = await deleteRole(await backendWith({ deletion: going }, unasked), wait());
    assert.deepEqual([done.status, looks], ['SUCCEEDED', 3]);
    const failed = () => Promise.resolve({ id: 'task/1', status: 'FAILED' as const });
    await assert.rejects(deleteRole(await backendWith({ deletion: failed }, unasked), wait()), {
      code: 'WrongState',
      message: 'The role could not be deleted: IAM gives no reason.',
    });
    const never = () => Promise.resolve({ id: 'task/1', status: 'IN_PROGRESS' as const });
    await assert.rejects(deleteRole(await backendWith({ deletion: never }, unasked), wait()), {
      code: 'WaitTimedOut',
    });
  });
});
