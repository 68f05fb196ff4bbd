import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FleetSpec } from '../../../src/core/model/fleet-file/fleet-document.js';
import { Workplace } from '../../support/cli.js';
import { associate, errorOf, prepare } from '../domain/prepared.js';
import { apply, changesInTrail, fleetFile } from './files.js';

const SPEC: FleetSpec = {
  name: 'sales',
  displayName: 'Sales',
  tags: { owner: 'ops' },
  domains: [{ name: 'wiki.example.com' }],
};

describe('worklink diff', () => {
  it('given differences, then shows each with old and new, what is left alone, and a line that counts', () =>
    Workplace.with(async (place) => {
      const certificate = await prepare(place);
      await place.succeed(['tag', 'set', '-f', 'sales', 'owner=it', 'stage=trial']);
      await associate(place, 'old.example.com');
      const file = await fleetFile(place, [SPEC, { name: 'other' }]);
      const { code, stdout } = await place.run(['diff', file]);
      assert.equal(code, 0);
      assert.equal(
        stdout,
        `Fleet sales
  ~ change fleet sales
      display name: Sales
  ~ change tags owner
      tag owner: it → ops
  + create domain wiki.example.com
      certificate: ${certificate}
  Not in the file, left alone: tags stage (taken away with --prune tags)
  Not in the file, left alone: domain old.example.com (taken away with --prune domains)

Fleet other
  + create fleet other

2 to create, 2 to change.
`,
      );
    }));

  it('given a terminal, then colours it, and neutralises what comes from outside', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [{ name: 'sales', tags: { 'a/b': 'x\u009by' } }]);
      const { stdout } = await place.run(['diff', file], { stdoutTerminal: true });
      assert.match(stdout, /\u001b\[32m {2}\+ create tags a\/b\u001b\[39m/);
      assert.doesNotMatch(stdout, /\u009b/);
    }));

  it('given the same, then says so, and writes no call that changes anything into the trail', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [{ name: 'sales' }]);
      const before = await changesInTrail(place);
      const run = await place.run(['diff', file, '--exit-code']);
      assert.deepEqual([run.code, run.stdout], [0, 'Nothing to change.\n']);
      assert.deepEqual(await changesInTrail(place), before);
    }));

  it('given --exit-code and a difference, then exits 2 without an error; errors keep their codes', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [SPEC]);
      const run = await place.run(['diff', file, '--exit-code']);
      assert.deepEqual([run.code, run.stderr], [2, '']);
      assert.equal((await place.run(['diff', 'none.yaml', '--exit-code'])).code, 5);
    }));

  it('given JSON, then is one object with all changes, and without what it takes to make them', () =>
    Workplace.with(async (place) => {
      const certificate = await prepare(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: SPEC.domains ?? [] }]);
      assert.deepEqual(await place.json(['diff', file]), {
        same: false,
        toMake: 1,
        withheld: 0,
        changes: [
          {
            fleetName: 'sales',
            action: 'create',
            kind: 'domain',
            subject: 'wiki.example.com',
            differences: [{ member: 'certificate', to: certificate }],
          },
        ],
        kept: [],
      });
    }));

  it('given CSV, then is a row for each change', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [{ name: 'sales', displayName: 'Sales' }]);
      assert.equal(
        await place.succeed(['diff', file, '-o', 'csv']),
        'fleetName,action,kind,subject,differences,withheld\nsales,change,fleet,sales,display name: Sales,\n',
      );
    }));

  it('given --markdown, then is a table in which no name means anything', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const hostile = '| @all <b>[x](https://evil.example) #1 `a`';
      const file = await fleetFile(place, [{ name: 'sales', displayName: hostile }]);
      const text = await place.succeed(['diff', file, '--markdown']);
      const row = text.split('\n').find((line) => line.includes('display name'));
      assert.equal(row?.match(/\|/g)?.length, 4);
      assert.doesNotMatch(text, /@all|<b>|https:|\[x\]/);
      assert.match(text, /&#124; &#64;all &#60;b&#62;/);
    }));

  it('given a fleet that is being deleted, then exits 6', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      const run = await place.run(['diff', await fleetFile(place, [{ name: 'sales' }]), '--json']);
      assert.deepEqual([run.code, errorOf(run).code], [6, 'WrongState']);
    }));
});

describe('a plan in a file', () => {
  async function planned(place: Workplace, spec: FleetSpec = SPEC): Promise<string> {
    await prepare(place);
    const file = await fleetFile(place, [spec]);
    await place.succeed(['diff', file, '--plan-out', 'plan.json']);
    return join(place.folder, 'plan.json');
  }

  it('is for its owner alone, never written over unless that is said', () =>
    Workplace.with(async (place) => {
      const path = await planned(place);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      const again = ['diff', 'fleet.json', '--plan-out', 'plan.json'];
      assert.equal((await place.run(again)).code, 6);
      assert.equal((await place.run([...again, '--force'])).code, 0);
    }));

  it('is applied without a question and without the file, and makes just what was reviewed', () =>
    Workplace.with(async (place) => {
      await planned(place);
      await fleetFile(place, [{ name: 'another' }]);
      const run = await place.run(['apply', '--plan', 'plan.json', '--json']);
      assert.equal(run.code, 0, run.stderr);
      const rows = JSON.parse(run.stdout) as { action: string; kind: string }[];
      assert.deepEqual(
        rows.map(({ action, kind }) => `${action} ${kind}`),
        ['change fleet', 'create tags', 'create domain'],
      );
    }));

  it('is still good while a domain becomes ACTIVE', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['domain', 'associate', 'wiki.example.com', '-f', 'sales']);
      await fleetFile(place, [SPEC]);
      await place.succeed(['diff', 'fleet.json', '--plan-out', 'plan.json']);
      place.clock.advance(60_000);
      assert.equal((await place.run(['apply', '--plan', 'plan.json'])).code, 0);
    }));

  it('is refused, and nothing changed, where the fleet has changed since', () =>
    Workplace.with(async (place) => {
      await planned(place);
      await place.succeed(['tag', 'set', '-f', 'sales', 'other=1']);
      const before = await changesInTrail(place);
      const run = await place.run(['apply', '--plan', 'plan.json', '--json']);
      assert.deepEqual([run.code, errorOf(run).code], [6, 'WrongState']);
      assert.match(errorOf(run).message, /Fleet 'sales' has changed since the plan was made/);
      assert.deepEqual(await changesInTrail(place), before);
    }));

  it('is refused once it was applied: it says to make a new one', () =>
    Workplace.with(async (place) => {
      await planned(place);
      await place.succeed(['apply', '--plan', 'plan.json']);
      assert.equal((await place.run(['apply', '--plan', 'plan.json'])).code, 6);
    }));

  it('is refused where the fleet was made anew meanwhile', () =>
    Workplace.with(async (place) => {
      await planned(place, { name: 'sales', displayName: 'Sales' });
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales', '--wait']);
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      assert.equal((await place.run(['apply', '--plan', 'plan.json'])).code, 6);
    }));

  it('is refused where another fleet has appeared that it would delete', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['fleet', 'create', 'one', '--wait']);
      await fleetFile(place, [{ name: 'sales' }]);
      await place.succeed(['diff', 'fleet.json', '--prune', 'fleets', '--plan-out', 'plan.json']);
      await place.succeed(['fleet', 'create', 'two', '--wait']);
      const run = await place.run(['apply', '--plan', 'plan.json', '--confirm', 'one']);
      assert.equal(run.code, 6);
    }));

  it('is refused in another Region', () =>
    Workplace.with(async (place) => {
      await planned(place);
      const run = await place.run(['apply', '--plan', 'plan.json', '--region', 'eu-west-1', '--json']);
      assert.deepEqual([run.code, errorOf(run).code], [6, 'WrongState']);
      assert.match(errorOf(run).message, /Region 'us-east-1', and this is 'eu-west-1'/);
    }));

  for (const [what, change] of [
    ['was changed by hand', (text: string) => text.replace('"Sales"', '"Sold"')],
    ['is cut short', (text: string) => text.slice(0, -20)],
    ['is of a newer program', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['is none', () => '{"kind":"other"}'],
    ['is no object', () => '[]'],
    ['is not UTF-8', () => Buffer.from([0xff, 0xfe])],
  ] as const) {
    it(`is refused where it ${what}`, () =>
      Workplace.with(async (place) => {
        const path = await planned(place);
        await writeFile(path, change(await readFile(path, 'utf8')));
        const run = await place.run(['apply', '--plan', 'plan.json', '--json']);
        assert.deepEqual([run.code, errorOf(run).code], [3, 'InvalidInput'], run.stderr);
      }));
  }

  it('is written by apply, too, before anything is done', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const file = await fleetFile(place, [SPEC]);
      await apply(place, file, ['--dry-run', '--plan-out', 'plan.json']);
      const run = await place.run(['apply', '--plan', 'plan.json']);
      assert.equal(run.code, 0, run.stderr);
    }));
});
