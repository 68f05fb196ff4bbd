import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { builtBinary, finished } from '../support/binary.js';

const root = join(import.meta.dirname, '../..');

describe('the tour', function () {
  this.timeout(120_000);

  it('does the main job to its end, and shows each command before what it prints', async () => {
    const { run } = await builtBinary();
    const tour = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'scripts/tour.ts'), '--program', run],
      {
        cwd: root,
        env: { PATH: process.env['PATH'] ?? '' },
      },
    );
    const { status, stdout, stderr } = await finished(tour);
    assert.equal(status, 0, stdout + stderr);
    const parts = stdout.split(/^\$ /m).slice(1);
    const after = (command: string): string =>
      parts.find((part) => part.startsWith(`worklink ${command}`)) ?? '';

    assert.match(after('fleet create demo'), /Created fleet demo \(ACTIVE\)/);
    assert.match(after('idp show'), /exkworklinkexample01/);
    assert.match(after('certificate list'), /intranet\.example\.com +ISSUED/);
    assert.match(after('domain associate intranet'), /PENDING_VALIDATION/);
    assert.match(after('domain list'), /intranet\.example\.com .* ACTIVE /);
    assert.match(after('idp check'), /accepted/);
    assert.match(after('network link'), /Linked fleet demo/);
    assert.match(after('emulator device browse'), /intranet\.example\.com/);
    assert.match(after('devices list'), /ana@example\.com/);
    assert.match(after('trail events'), /SignOutUser/);
    assert.match(after('device-policy configure'), /Configured/);
    assert.match(after('domain revoke'), /INACTIVE/);
    assert.match(after('domain restore'), / ACTIVE /);
    assert.match(
      parts.find((part) => part.startsWith('eval')) ?? '',
      /fleet\/demo intranet\.example\.com ACTIVE\n/,
    );
    assert.match(after('emulator stop'), /Stopped/);
    assert.match(after('fleet delete'), /Deleted fleet demo/);
    assert.ok(parts.length >= 20, `${parts.length} commands`);
  });
});
