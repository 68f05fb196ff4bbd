import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workplace } from '../support/cli.js';

const SHORT = 'presets:\n  short: {output: csv, columns: "fleetName, fleetStatus", no-header: true}\n';

async function withFleet(body: (place: Workplace) => Promise<void>, settings?: string): Promise<void> {
  await Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales', '--display-name', 'Sales']);
    if (settings !== undefined) await writeFile(join(place.folder, '.worklink.yaml'), settings);
    await body(place);
  });
}

describe('presets of --output', () => {
  it('given wide, then a table has all columns, those it usually leaves out too', () =>
    withFleet(async (place) => {
      const titles = async (output: string): Promise<readonly string[]> =>
        (await place.succeed(['fleet', 'list', '-o', output])).split('\n')[0]?.split(/ {2,}/) ?? [];
      const usual = await titles('table');
      const wide = await titles('wide');
      assert.ok(wide.length > usual.length, wide.join());
      assert.deepEqual(
        usual.filter((title) => !wide.includes(title)),
        [],
      );
    }));

  it('given wide, then one thing and the outcome of a change look as they do in a table', () =>
    withFleet(async (place) => {
      for (const argv of [
        ['fleet', 'show', 'sales'],
        ['fleet', 'update', 'sales', '--display-name', 'Sales', '--dry-run'],
        ['fleet', 'update', 'sales', '--display-name', 'Sales'],
      ])
        assert.equal(
          await place.succeed([...argv, '-o', 'wide']),
          await place.succeed([...argv, '-o', 'table']),
        );
    }));

  it('given name, then each row is what names it and nothing else', () =>
    withFleet(async (place) => {
      await place.succeed(['fleet', 'create', 'other']);
      assert.equal(await place.succeed(['fleet', 'list', '-o', 'name']), 'sales\nother\n');
      assert.equal(await place.succeed(['fleet', 'show', 'sales', '-o', 'name']), 'sales\n');
      assert.equal(await place.succeed(['fleet', 'create', 'third', '-o', 'name']), 'third\n');
      assert.equal(
        await place.succeed([
          'fleet',
          'list',
          '-o',
          'name',
          '--query',
          '[].{status: fleetStatus, n: fleetName}',
        ]),
        'CREATING\nCREATING\nCREATING\n',
      );
    }));

  it('given name, then a list whose rows are named by another field than the first gives that one', () =>
    withFleet(async (place) => {
      const name = await place.succeed(['trail', 'events', '-o', 'name', '--max-items', '1']);
      assert.match(name, /^[0-9a-f-]{36}\n$/);
    }));

  it('given name, then the outcome of a dry run is its sentence', () =>
    withFleet(async (place) => {
      assert.match(
        await place.succeed(['fleet', 'create', 'fourth', '--dry-run', '-o', 'name']),
        /^Would create fleet/,
      );
    }));

  it('given one of a settings file, then it says format, columns and header', () =>
    withFleet(async (place) => {
      assert.equal(await place.succeed(['fleet', 'list', '--output', 'short']), 'sales,CREATING\n');
      assert.equal(
        await place.succeed(['fleet', 'list'], { env: { WORKLINK_OUTPUT: 'short' } }),
        'sales,CREATING\n',
      );
    }, SHORT));

  it('given flags beside it, then they prevail', () =>
    withFleet(async (place) => {
      const list = ['fleet', 'list', '-o', 'short'];
      assert.equal(await place.succeed([...list, '--columns', 'displayName']), 'Sales\n');
      assert.equal(
        await place.succeed([...list, '--query', '[].fleetArn | [0]', '--no-header']),
        await place.succeed(['fleet', 'show', 'sales', '--query', 'fleetArn', '-o', 'text']),
      );
      assert.deepEqual(
        JSON.parse(
          await place.succeed(['fleet', 'list', '--json', '--query', '[].fleetName'], {
            env: { WORKLINK_OUTPUT: 'short' },
          }),
        ),
        ['sales'],
      );
      const both = await place.run([...list, '--json']);
      assert.deepEqual(
        [both.code, both.stdout.split('\n')[3]?.trim()],
        [2, '"message": "--json and --output short ask for different things.",'],
      );
    }, SHORT));

  it('given a variable beside it, then it prevails over a preset that a file chose, not over one that was typed', () =>
    withFleet(async (place) => {
      const env = { WORKLINK_COLUMNS: 'displayName' };
      assert.equal(await place.succeed(['fleet', 'list'], { env }), 'Sales\n');
      assert.equal(await place.succeed(['fleet', 'list', '-o', 'short'], { env }), 'sales,CREATING\n');
    }, `${SHORT}output: short\n`));

  it('given a query in it, then the result is the query’s answer', () =>
    withFleet(async (place) => {
      assert.equal(await place.succeed(['fleet', 'list', '-o', 'names']), '[\n  "sales"\n]\n');
      const failed = await place.run(['fleet', 'show', 'nothing', '-o', 'names']);
      const { error } = JSON.parse(failed.stdout) as { error: { code: string } };
      assert.deepEqual([failed.code, error.code, failed.stderr], [5, 'NotFound', '']);
      const unparsed = await place.run(['fleet', 'list', '--no-such-flag', '-o', 'names']);
      assert.match(unparsed.stdout, /^\{\n {2}"error"/);
    }, 'presets:\n  names:\n    output: json\n    query: "[].fleetName"\n'));

  it('given the same name in both files, then the project’s prevails; given several, all are there', () =>
    withFleet(async (place) => {
      await place.succeed(['config', 'set', 'output', 'csv']);
      await writeFile(
        join(place.folder, 'config/config.yaml'),
        'presets:\n  short: {output: text, columns: displayName}\n  mine: {columns: displayName, no-header: true}\n',
      );
      assert.equal(await place.succeed(['fleet', 'list', '-o', 'short']), 'sales,CREATING\n');
      assert.equal(await place.succeed(['fleet', 'list', '-o', 'mine']), 'Sales\n');
    }, SHORT));

  it('given one that is none, then the error names the formats and the presets', () =>
    withFleet(async (place) => {
      const { code, stderr } = await place.run(['fleet', 'list', '-o', 'sort']);
      assert.equal(code, 2);
      assert.match(stderr, /table, json, yaml, csv, text, off, wide, name, short/);
    }, SHORT));

  for (const [fault, text] of [
    ['no map', 'presets: [short]'],
    ['no map of names', 'presets: 5'],
    ['a name with capitals', 'presets: {Short: {output: csv}}'],
    ['a format’s name', 'presets: {json: {output: csv}}'],
    ['a built-in preset’s name', 'presets: {wide: {output: csv}}'],
    ['a preset that is no map', 'presets: {short: csv}'],
    ['a preset that is nothing', 'presets: {short: }'],
    ['a member that does not exist', 'presets: {short: {colums: a}}'],
    ['a member like none', 'presets: {short: {zzzzzzzzzzz: a}}'],
    ['a format that does not exist', 'presets: {short: {output: xml}}'],
    ['a preset for a format', 'presets: {short: {output: wide}}'],
    ['columns of JSON', 'presets: {short: {output: json, columns: fleetName}}'],
    ['columns that are no text', 'presets: {short: {columns: [fleetName]}}'],
    ['a query that is empty', 'presets: {short: {query: ""}}'],
    ['a header that is neither', 'presets: {short: {no-header: 1}}'],
    [
      'too many',
      `presets: {${Array.from({ length: 101 }, (_, index) => `p${String(index)}: {output: csv}`).join(', ')}}`,
    ],
  ] as const) {
    it(`given settings with presets that are ${fault}, then a usage error that names the file`, () =>
      withFleet(async (place) => {
        const { code, stderr } = await place.run(['fleet', 'list']);
        assert.equal(code, 2, stderr);
        assert.match(stderr, /^Error: The settings file '.*\.worklink\.yaml' (?:has|gives) /);
      }, text));
  }
});
