import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openLocalAccount } from '../../../../src/core/backends/local/account.js';
import { openStore } from '../../../../src/core/backends/local/store/store.js';
import { FakeClock, withTemporaryFolder } from '../../../support/account.js';

const DEVICES = 100_000;
/** The work around an insert is about as much as the insert; thrice that is a slow machine. */
const MAX_RATIO = 6;

describe('seeding a large account', function () {
  this.timeout(120_000);

  it(`takes a time in proportion to the inserts themselves: ${String(DEVICES)} devices`, () =>
    withTemporaryFolder(async (folder) => {
      const store = openStore(join(folder, 'raw.db'));
      const rawStarted = performance.now();
      store.db.transaction(() => {
        const id = store.fleets.insert({
          name: 'a',
          region: 'us-east-1',
          display_name: null,
          optimize_for_end_user_location: 0,
          company_code: 'a',
          status: 'ACTIVE',
          due_at: null,
          created_at: 0,
        });
        for (let index = 0; index < DEVICES; index += 1) {
          store.devices.insert({
            ...{
              fleet_id: id,
              id: `device-${String(index)}`,
              username: `user${String(index % 5000)}`,
              status: 'ACTIVE',
              due_at: null,
            },
            ...{
              model: 'iPhone12,1',
              manufacturer: 'Apple',
              operating_system: 'iOS',
              operating_system_version: '13.3',
            },
            ...{ patch_level: '2020-01-01', first_accessed_at: 0, last_accessed_at: 0 },
          });
        }
      });
      const raw = performance.now() - rawStarted;
      store.db.close();
      const account = openLocalAccount({ file: join(folder, 'seeded.db'), clock: new FakeClock() });

      const text = largeAccount();
      const started = performance.now();
      const { devices } = await account.emulator().seed(text, { region: 'us-east-1' });
      const seeded = performance.now() - started;

      assert.equal(devices, DEVICES);
      assert.ok(
        seeded < MAX_RATIO * raw,
        `${seeded.toFixed(0)} ms, and ${raw.toFixed(0)} ms for the inserts alone`,
      );
      const { fleets } = await account.emulator().exportAccount();
      assert.equal(fleets?.[0]?.devices?.length, DEVICES);
      account.close();
    }));
});

function largeAccount(): string {
  const devices = Array.from({ length: DEVICES }, (_, index) => ({
    id: `device-${String(index)}`,
    username: `user${String(index % 5000)}`,
    status: 'ACTIVE',
    model: 'iPhone12,1',
    manufacturer: 'Apple',
    operatingSystem: 'iOS',
    operatingSystemVersion: '13.3',
    patchLevel: '2020-01-01',
    firstAccessedTime: '2026-01-01T00:00:00.000Z',
    lastAccessedTime: '2026-01-02T00:00:00.000Z',
  }));
  return JSON.stringify({ version: 1, fleets: [{ name: 'a', devices }] });
}
