import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ACCOUNT_FILE_FORMAT } from '../../../src/core/model/account-file/format.js';
import { documentSchema } from '../../../src/core/model/document/json-schema.js';
import { Workplace } from '../../support/cli.js';

const ACCOUNT = 'version: 1\nfleets:\n  - name: demo\n    devices:\n      - {id: "1", username: alice}\n';

function write(workplace: Workplace, name: string, text: string | Uint8Array): void {
  writeFileSync(join(workplace.folder, name), text);
}

describe('worklink emulator seed', () => {
  it('fills the account from a file, from standard input and from the sample', () =>
    Workplace.with(async (workplace) => {
      write(workplace, 'account.yaml', ACCOUNT);
      assert.equal(
        await workplace.succeed(['emulator', 'seed', 'account.yaml']),
        'Seeded 1 fleet and 1 device.\n',
      );
      const json = '{"version":1,"fleets":[{"name":"a"},{"name":"b"}]}';
      assert.equal(await workplace.succeed(['emulator', 'seed', '-'], { stdin: json }), 'Seeded 2 fleets.\n');
      assert.equal(
        await workplace.succeed(['emulator', 'seed', '--sample']),
        'Seeded 1 VPC, 4 subnets and 3 security groups.\n',
      );
      const fleets = (await workplace.json(['fleet', 'list'])) as { fleetName: string }[];
      assert.deepEqual(
        fleets.map(({ fleetName }) => fleetName),
        ['demo', 'a', 'b'],
      );
    }));

  it('tells a script how many of what', () =>
    Workplace.with(async (workplace) => {
      const told = (await workplace.json(['emulator', 'seed', '--sample'])) as Record<string, unknown>;
      assert.deepEqual([told['replaced'], told['vpcs'], told['fleets']], [false, 1, 0]);
    }));

  it('gives what has no Region the one that is asked for', () =>
    Workplace.with(async (workplace) => {
      write(workplace, 'account.yaml', ACCOUNT);
      await workplace.succeed(['emulator', 'seed', '@account.yaml', '--region', 'eu-west-1']);
      assert.equal(
        ((await workplace.json(['fleet', 'list', '--region', 'eu-west-1'])) as unknown[]).length,
        1,
      );
    }));

  it('refuses what is there already, unless it is to be replaced, and changes nothing in a dry run', () =>
    Workplace.with(async (workplace) => {
      write(workplace, 'account.yaml', ACCOUNT);
      const seed = ['emulator', 'seed', 'account.yaml'];
      assert.match(await workplace.succeed([...seed, '--dry-run']), /^Would seed 1 fleet and 1 device\.$/m);
      assert.deepEqual(await workplace.json(['fleet', 'list']), []);
      await workplace.succeed(seed);
      await workplace.succeed(['fleet', 'create', 'other']);
      const { code, stderr } = await workplace.run(seed);
      assert.equal(code, 6);
      assert.match(stderr, /fleets\[0\]: Fleet 'demo' is there already/);
      assert.match(stderr, /--replace/);
      assert.match(
        await workplace.succeed([...seed, '--replace', '--dry-run']),
        /^Would delete everything, then seed 1 fleet/,
      );
      assert.equal(((await workplace.json(['fleet', 'list'])) as unknown[]).length, 2);
      assert.match(
        await workplace.succeed([...seed, '--replace']),
        /^Deleted everything, then seeded 1 fleet and 1 device\.$/m,
      );
      assert.equal(((await workplace.json(['fleet', 'list'])) as unknown[]).length, 1);
    }));

  it('names every fault with its line, and for a script with its path', () =>
    Workplace.with(async (workplace) => {
      write(workplace, 'account.yaml', 'version: 1\nfleets:\n  - nmae: demo\n  - name: Demo\n');
      const { code, stderr } = await workplace.run(['emulator', 'seed', 'account.yaml']);
      assert.equal(code, 3);
      assert.match(stderr, /3 faults: line 3: fleets\[0\]\.nmae is not known here: did you mean name\?/);
      const { error } = (await workplace.json(['emulator', 'seed', 'account.yaml'])) as {
        error: { code: string; details: { faults: { path: string; line: number }[] } };
      };
      assert.equal(error.code, 'InvalidInput');
      assert.deepEqual(
        error.details.faults.map(({ path, line }) => [path, line]),
        [
          ['fleets[0].nmae', 3],
          ['fleets[0].name', 3],
          ['fleets[1].name', 4],
        ],
      );
    }));

  for (const [what, argv, code, message] of [
    ['no file', [], 2, /FILE/],
    ['a file and the sample', ['account.yaml', '--sample'], 2, /--sample/],
    ['a file that is not there', ['gone.yaml'], 5, /gone\.yaml/],
    ['a folder', ['.'], 3, /folder/],
    ['bytes that are no text', ['bytes'], 3, /not UTF-8/],
    ['another backend', ['--sample', '--backend', 'aws'], 7, /./],
  ] as const) {
    it(`refuses ${what}`, () =>
      Workplace.with(async (workplace) => {
        write(workplace, 'bytes', Uint8Array.of(0x76, 0xff, 0xfe));
        const run = await workplace.run(['emulator', 'seed', ...argv]);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, message);
      }));
  }
});

describe('worklink emulator export', () => {
  it('is the same account as YAML, however it is asked for, and as JSON', () =>
    Workplace.with(async (workplace) => {
      write(workplace, 'account.yaml', ACCOUNT);
      await workplace.succeed(['emulator', 'seed', 'account.yaml']);
      const plain = await workplace.succeed(['emulator', 'export']);
      assert.equal(await workplace.succeed(['emulator', 'export', '-o', 'yaml']), plain);
      const json = await workplace.json(['emulator', 'export']);
      assert.deepEqual(parse(plain), json);
      assert.equal(await workplace.succeed(['emulator', 'export', '-o', 'off']), '');
      assert.equal(
        await workplace.succeed(['emulator', 'export', '--query', 'fleets[0].name', '-o', 'text']),
        'demo\n',
      );
    }));

  it('comes back by seed, in another emulator too', () =>
    Workplace.with(async (workplace) => {
      write(workplace, 'account.yaml', ACCOUNT);
      await workplace.succeed(['emulator', 'seed', 'account.yaml']);
      const exported = await workplace.succeed(['emulator', 'export']);
      await workplace.succeed(['emulator', 'reset', '--yes']);
      await workplace.succeed(['emulator', 'seed', '-'], { stdin: exported });
      assert.equal(await workplace.succeed(['emulator', 'export']), exported);
      await workplace.succeed(['emulator', 'seed', '-', '--name', 'copy'], { stdin: exported });
      assert.equal(await workplace.succeed(['emulator', 'export', '--name', 'copy']), exported);
    }));

  it('has secrets only where they are wanted, and says that it has', () =>
    Workplace.with(async (workplace) => {
      const { AWS_SECRET_ACCESS_KEY: secret = '' } = (await workplace.json(['emulator', 'env'])) as Record<
        string,
        string
      >;
      const without = await workplace.run(['emulator', 'export']);
      assert.deepEqual([without.stdout.includes(secret), without.stderr], [false, '']);
      const whole = await workplace.run(['emulator', 'export', '--include-secrets']);
      assert.ok(whole.stdout.includes(secret));
      assert.match(whole.stderr, /secret/);
    }));

  it('leaves the terminal alone, whatever a name holds', () =>
    Workplace.with(async (workplace) => {
      await workplace.succeed(['fleet', 'create', 'demo', '--display-name', 'a\u001b[31mb\u202ec']);
      for (const argv of [[], ['-o', 'json'], ['-o', 'yaml']]) {
        const text = await workplace.succeed(['emulator', 'export', ...argv]);
        assert.equal(/[\u001b\u202e]/.test(text), false);
      }
    }));

  it('is described by a page whose examples can be seeded', () =>
    Workplace.with(async (workplace) => {
      const page = readFileSync(join(import.meta.dirname, '../../../docs/account-file.md'), 'utf8');
      const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, example = '']) => example);
      assert.ok(examples.length > 0);
      for (const stdin of examples)
        await workplace.succeed(['emulator', 'seed', '-', '--replace'], { stdin });
    }));

  it('is described by a page that names every member', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/account-file.md'), 'utf8');
    const names = [
      ...JSON.stringify(documentSchema('', ACCOUNT_FILE_FORMAT)).matchAll(
        /"properties":(\{.*?\}),"required"/g,
      ),
    ].flatMap(([, members = '']) => Object.keys(JSON.parse(members) as object));
    assert.ok(names.length > 50);
    assert.deepEqual(
      names.filter((name) => !new RegExp(`[\`.]${name}\``).test(page)),
      [],
    );
  });
});
