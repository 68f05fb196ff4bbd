import assert from 'node:assert/strict';
import { Home } from '../support/binary.js';

describe('YAML, in the built program', function () {
  this.timeout(60_000);

  it('is read as settings', () =>
    Home.with(async (home) => {
      await home.file('.worklink.yaml', 'region: eu-west-1\noutput: json\n');
      const { status, stdout, stderr } = await home.run(['emulator', 'env']);
      assert.equal(status, 0, stderr);
      assert.equal((JSON.parse(stdout) as Record<string, string>)['AWS_REGION'], 'eu-west-1');
    }));

  it('is read as an account, and written as one', () =>
    Home.with(async (home) => {
      const file = await home.file('account.yaml', 'version: 1\nfleets:\n  - name: sales\n');
      assert.equal((await home.run(['emulator', 'seed', file])).stdout, 'Seeded 1 fleet.\n');
      const { stdout } = await home.run(['emulator', 'export', '-o', 'yaml']);
      assert.match(stdout, /^fleets:\n {2}- name: sales$/m);
    }));

  it('is refused with the line of its fault', () =>
    Home.with(async (home) => {
      const file = await home.file('account.yaml', 'version: 1\nfleets: [\n');
      const { status, stderr } = await home.run(['emulator', 'seed', file]);
      assert.equal(status, 3);
      assert.match(stderr, / line 3: /);
    }));
});
