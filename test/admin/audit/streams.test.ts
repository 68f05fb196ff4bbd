import assert from 'node:assert/strict';
import {
  listStreams,
  planStream,
  streamsOf,
  unlessGone,
  waitForStream,
} from '../../../src/core/admin/audit/streams.js';
import { ownError } from '../../../src/core/errors.js';
import { type AuditStream, type AuditStreamDetail } from '../../../src/core/ports/audit-streams.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { FakeClock } from '../../support/account.js';

const NAME = 'AmazonWorkLink-audit';
const DETAIL: AuditStreamDetail = {
  name: NAME,
  arn: `arn:aws:kinesis:us-east-1:123456789012:stream/${NAME}`,
  status: 'ACTIVE',
  mode: 'ON_DEMAND',
  openShards: 4,
  retentionHours: 24,
  isEncrypted: true,
};

/** A backend whose streams are described so, one after another. */
function withStreams(...described: readonly (AuditStreamDetail | Error)[]): Backend {
  const left = [...described];
  const auditStreams = {
    list: async function* (): AsyncGenerator<AuditStream> {
      yield* await Promise.resolve(described.map(() => DETAIL));
    },
    describe: () => {
      const next = left.shift() ?? ownError('NotFound', 'It is gone.');
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  };
  return { name: 'aws', auditStreams } as unknown as Backend; // nothing else of it is asked
}

describe('the streams of an account', () => {
  for (const shards of [0, -1, 1.5, 10_001, Number.NaN]) {
    it(`given ${String(shards)} shards to be made, then is refused`, async () => {
      await assert.rejects(planStream(withStreams(), { name: NAME, shards }), {
        code: 'InvalidInput',
        message: `A stream cannot have ${String(shards)} shards.`,
      });
    });
  }

  it('given a name that is free, then plans it; one that is taken, then says in which state it is', async () => {
    assert.deepEqual(await planStream(withStreams(), { name: NAME, shards: 2 }), { name: NAME, shards: 2 });
    await assert.rejects(planStream(withStreams({ ...DETAIL, status: 'DELETING' }), { name: NAME }), {
      code: 'AlreadyExists',
      message: /it is DELETING/,
    });
  });

  it('given one that goes while they are listed, then lists the others', async () => {
    const gone = ownError('NotFound', 'It is gone.');
    const found: string[] = [];
    for await (const { name } of listStreams(withStreams(gone, DETAIL))) found.push(name);
    assert.deepEqual(found, [NAME]);
  });

  it('given one that is waited for, then is done once it is ACTIVE, and not where it is deleted meanwhile', async () => {
    const options = () => ({ timer: new FakeClock(), timeoutMs: 60_000, intervalMs: 1_000 });
    const creating: AuditStreamDetail = { ...DETAIL, status: 'CREATING' };
    assert.equal((await waitForStream(withStreams(creating, DETAIL), creating, options())).status, 'ACTIVE');
    const deleted = withStreams(creating, { ...DETAIL, status: 'DELETING' });
    await assert.rejects(waitForStream(deleted, creating, options()), { code: 'StateUnreachable' });
  });

  it('given a backend without streams, then says so; what else goes wrong is passed on', async () => {
    assert.throws(() => streamsOf({ name: 'aws' } as unknown as Backend), { code: 'UnsupportedByBackend' });
    for (const error of [ownError('NotAllowed', 'You may not.'), new TypeError('a bug')])
      await assert.rejects(
        unlessGone(() => Promise.reject(error)),
        error,
      );
  });
});
