import assert from 'node:assert/strict';
import { progressText } from '../../../src/cli/many/bulk-report.js';
import { type BulkProgress, runBulk } from '../../../src/core/admin/bulk.js';
import { ownError } from '../../../src/core/errors.js';
import { FakeClock } from '../../support/account.js';

describe('progress of work on many items', () => {
  it('then progress has count, failures, rate and time left', async () => {
    const clock = new FakeClock();
    const seen: BulkProgress[] = [];
    await runBulk(
      [0, 1, 2, 3],
      async (item) => {
        await clock.sleep(item === 0 ? 0 : 500);
        if (item === 1) throw ownError('NotFound', 'no');
      },
      { concurrency: 1, clock, onProgress: (progress) => seen.push(progress) },
    );
    assert.deepEqual(
      seen.map((progress) => progressText('Revoking', progress)),
      [
        'Revoking: 1 of 4',
        'Revoking: 2 of 4, 1 failed, 4.0/s, 1s left',
        'Revoking: 3 of 4, 1 failed, 3.0/s, 1s left',
        'Revoking: 4 of 4, 1 failed, 2.7/s',
      ],
    );
  });
});
