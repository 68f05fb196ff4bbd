import assert from 'node:assert/strict';
import { judgeFacts, judgeStream } from '../../../src/core/admin/audit/judge.js';
import { ownError } from '../../../src/core/errors.js';
import { type AuditStreamDetail } from '../../../src/core/ports/audit-streams.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { withAccount } from '../../support/account.js';

const DETAIL: AuditStreamDetail = {
  name: 'AmazonWorkLink-audit',
  arn: 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit',
  status: 'ACTIVE',
  mode: 'ON_DEMAND',
  openShards: 4,
  retentionHours: 168,
  isEncrypted: true,
};

describe('the judgement of an audit stream', () => {
  for (const [title, change, ids] of [
    ['as it should be', {}, []],
    ['not encrypted', { isEncrypted: false }, ['audit-stream-not-encrypted']],
    ['kept for a day', { retentionHours: 24 }, ['audit-stream-short-retention']],
    ['yet to come', { status: 'CREATING' }, ['audit-stream-creating']],
    ['on its way out', { status: 'DELETING' }, ['audit-stream-deleting']],
  ] as const) {
    it(`given one that is ${title}, then says ${ids.join() || 'nothing'}`, () => {
      assert.deepEqual(
        judgeFacts({ ...DETAIL, ...change }).map(({ id }) => id),
        ids,
      );
    });
  }

  it('given what may not be looked at, then says so; given no role to write with, too', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      const { roles, auditStreams } = backend;
      assert.ok(roles !== undefined && auditStreams !== undefined);
      const denied: Backend = {
        ...backend,
        auditStreams: Object.assign(Object.create(auditStreams) as typeof auditStreams, {
          describe: () => Promise.reject(ownError('NotAllowed', 'no')),
        }),
      };
      const ids = async (judged: Backend): Promise<readonly string[]> =>
        (await judgeStream(judged, DETAIL.arn)).map(({ id }) => id);
      // The role comes with the first fleet, and there is none.
      assert.deepEqual(await ids(denied), ['audit-stream-not-readable', 'audit-role-missing']);
      assert.deepEqual(await ids(backend), ['audit-stream-missing', 'audit-role-missing']);
    }));

  it('given services that are not there or may not be asked, then judges by what there is', () =>
    withAccount(async ({ account, caller }) => {
      const whole = account.backend(caller());
      const ids = async (judged: Backend): Promise<readonly string[]> =>
        (await judgeStream(judged, DETAIL.arn)).map(({ id }) => id);
      const { auditStreams, roles, identity, ...alone } = whole;
      assert.ok(auditStreams !== undefined && roles !== undefined && identity !== undefined);
      assert.deepEqual(await ids(alone), ['audit-stream-not-readable']);
      const denied = (): Promise<never> => Promise.reject(ownError('NotAllowed', 'You may not.'));
      const silent = {
        ...alone,
        identity: { whoAmI: denied },
        roles: { serviceLinkedRole: denied },
      } as unknown as Backend;
      assert.deepEqual(await ids(silent), ['audit-stream-not-readable']);
    }));

  it('given services that fail otherwise, then that is passed on', () =>
    withAccount(async ({ account, caller }) => {
      const whole = account.backend(caller());
      for (const error of [ownError('Throttled', 'Too often.'), new TypeError('a bug')]) {
        const failing = (): Promise<never> => Promise.reject(error);
        for (const broken of [
          { identity: { whoAmI: failing } },
          { auditStreams: { describe: failing } },
          { roles: { serviceLinkedRole: failing } },
        ])
          await assert.rejects(judgeStream({ ...whole, ...broken } as unknown as Backend, DETAIL.arn), error);
      }
    }));
});
