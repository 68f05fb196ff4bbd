import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fleetFileSchemaText } from '../../src/core/model/fleet-file/schema.js';
import { Workplace } from '../support/cli.js';
import { file } from '../support/files.js';

const EXAMPLES = join(import.meta.dirname, '../../examples/fleets');
const SOUND = 'version: 1\nfleets:\n  - name: sales\n';
const FAULTY = 'version: 1\nfleets:\n  - name: sales\n    nmae: x\n    domains: [{name: "*.example.com"}]\n';
/** One subject that mail clients would block: a warning. */
const WARNED =
  'version: 1\nfleets:\n  - name: warned\n    invitation: {subject: S, text: "{{companyCode}}", html: "{{companyCode}}<script>"}\n';

describe('worklink validate', () => {
  for (const [folder, fleets] of [
    ['minimal', ['minimal']],
    ['full', ['full']],
    ['many-domains', ['many-north', 'many-south']],
  ] as const) {
    it(`takes the example ${folder}`, () =>
      Workplace.with(async (workplace) => {
        await cp(join(EXAMPLES, folder), join(workplace.folder, folder), { recursive: true });
        const { code, stderr, stdout } = await workplace.run(['validate', folder]);
        assert.deepEqual([code, stdout], [0, ''], stderr);
        assert.match(stderr, /nothing is wrong/);
        const document = await workplace.json(['validate', folder, '--strict']);
        assert.deepEqual(
          { ...(document as object), files: [] },
          { verdict: 'accepted', files: [], fleets, findings: [] },
        );
      })).timeout(20_000);
  }

  it('names place, message and what to do of each finding, and exits 3', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'fleet.yaml', FAULTY);
      const { code, stdout, stderr } = await workplace.run(['validate', 'fleet.yaml']);
      assert.equal(code, 3);
      assert.match(
        stdout,
        /^PLACE +SEVERITY +MESSAGE +WHAT TO DO\nfleet\.yaml:4:5 +error +nmae is not known here/,
      );
      assert.match(stdout, /\nfleet\.yaml:5:16 +error +'\*\.example\.com' is a wildcard\./);
      assert.match(stderr, /^Error: fleet\.yaml:4:5: nmae.* There are 2 such findings in all\.\n/);
    }));

  it('gives a script one object, with the same exit code', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'fleet.yaml', FAULTY);
      const { code, stdout } = await workplace.run(['validate', 'fleet.yaml', '--json']);
      assert.equal(code, 3);
      const { verdict, files, fleets, findings } = JSON.parse(stdout) as Record<string, unknown[]>;
      assert.deepEqual([verdict, files, fleets, findings?.length], ['refused', ['fleet.yaml'], [], 2]);
      assert.deepEqual(findings?.[1], {
        id: 'domain-name',
        severity: 'error',
        subject: 'fleets[0].domains[0].name',
        message: "'*.example.com' is a wildcard.",
        fix: 'Associate each name on its own; one wildcard certificate may cover them all.',
        file: 'fleet.yaml',
        line: 5,
        column: 16,
      });
      const asked = await workplace.run([
        'validate',
        'fleet.yaml',
        '--query',
        'findings[].line',
        '-o',
        'text',
      ]);
      assert.deepEqual([asked.code, asked.stdout], [3, '4\n5\n']);
      const yaml = await workplace.run(['validate', 'fleet.yaml', '-o', 'yaml']);
      assert.match(yaml.stdout, /^verdict: refused\n/);
      const csv = await workplace.run(['validate', 'fleet.yaml', '-o', 'csv', '--columns', 'place,id']);
      assert.equal(csv.stdout, 'place,id\nfleet.yaml:4:5,fleet-file-format\nfleet.yaml:5:16,domain-name\n');
    }));

  it('takes warnings, and refuses for them where it is to be strict', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'fleet.yaml', WARNED);
      const said = await workplace.run(['validate', 'fleet.yaml']);
      assert.equal(said.code, 0);
      assert.match(said.stdout, /warning +The html has scripts/);
      const { code, stdout } = await workplace.run(['validate', 'fleet.yaml', '--strict', '--json']);
      assert.equal(code, 3);
      assert.match(stdout, /"verdict": "refused",\n.*\n.*\n.*\n.*"fleets": \[\n.*"warned"/s);
    }));

  it('reads standard input, several files and folders, each file once', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'a/one.yaml', SOUND);
      await file(workplace, 'a/two.json', '{"version": 1, "fleets": [{"name": "two"}]}');
      for (const other of ['a/.worklink.yaml', 'a/fleet-file.schema.json', 'a/notes.txt', 'a/b/three.yaml'])
        await file(workplace, other, 'no fleets');
      const stdin = 'version: 1\nfleets: [{name: three}]\n';
      const { files, fleets } = JSON.parse(
        await workplace.succeed(['validate', 'a', '-', 'a/one.yaml', '--json'], { stdin }),
      ) as Record<string, unknown>;
      assert.deepEqual(files, ['a/one.yaml', 'a/two.json', '<stdin>']);
      assert.deepEqual(fleets, ['sales', 'two', 'three']);
    }));

  it('never opens a backend', () =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'fleet.yaml', SOUND);
      await workplace.succeed([
        'validate',
        'fleet.yaml',
        '--backend',
        'aws',
        '--endpoint-url',
        'http://127.0.0.1:9',
      ]);
      await assert.rejects(readFile(join(workplace.folder, 'data/emulator.db')), { code: 'ENOENT' });
    }));

  it('writes the JSON Schema, for editors', () =>
    Workplace.with(async (workplace) => {
      assert.equal(await workplace.succeed(['validate', '--schema']), fleetFileSchemaText());
      assert.deepEqual(await workplace.json(['validate', '--schema']), JSON.parse(fleetFileSchemaText()));
    }));

  for (const [what, argv, code, message] of [
    ['no file', ['validate'], 2, /FILE/],
    ['a file that is not there', ['validate', 'none.yaml'], 5, /'none\.yaml' does not exist/],
    ['a folder without files of fleets', ['validate', '.'], 5, /holds no file of fleets/],
    ['standard input twice', ['validate', '-', '-'], 2, /only once/],
    ['a column that is none', ['validate', 'none.yaml', '--columns', 'x'], 2, /--columns/],
    ['a schema and strictness', ['validate', '--schema', '--strict'], 2, /strict/],
  ] as const) {
    it(`refuses ${what}`, () =>
      Workplace.with(async (workplace) => {
        const run = await workplace.run(argv);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, message);
      }));
  }
});
