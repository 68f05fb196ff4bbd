import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';
import { fleetFile } from './files.js';

describe('worklink apply, called as it cannot be', () => {
  for (const [what, flags, code] of [
    ['an unknown kind', ['fleet.json', '--prune', 'domain'], 2],
    ['an unknown kind to replace', ['fleet.json', '--replace', 'fleets'], 2],
    ['a plan and files', ['fleet.json', '--plan', 'plan.json'], 2],
    ['no file', [], 2],
    ['a file that is not there', ['none.yaml'], 5],
  ] as const) {
    it(`given ${what}, then exits ${String(code)}`, () =>
      Workplace.with(async (place) => {
        await fleetFile(place, [{ name: 'sales' }]);
        const run = await place.run(['apply', ...flags, '--yes']);
        assert.equal(run.code, code, run.stderr);
      }));
  }

  it('given a file with an error, then changes nothing and exits 3', () =>
    Workplace.with(async (place) => {
      const file = await fleetFile(place, [{ name: 'sales', domains: [{ name: '*.example.com' }] }]);
      const run = await place.run(['apply', file, '--yes']);
      assert.equal(run.code, 3);
      assert.match(run.stderr, /fleet\.json:1:\d+/);
    }));
});
