import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtBinary, Home } from '../support/binary.js';

/** What costs time or memory to load, and is wanted by few commands. */
const HEAVY: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'an AWS SDK', pattern: /(?:^|\/)(?:@aws-sdk|@smithy)\// },
  { what: 'an XML parser', pattern: /(?:^|\/)(?:saxes|xml-crypto|@xmldom|fast-xml-parser)\// },
  { what: 'samlify', pattern: /(?:^|\/)samlify\// },
  { what: 'SQLite', pattern: /(?:^|\/)better-sqlite3(?:\/|$)/ },
  { what: 'node-forge', pattern: /(?:^|\/)node-forge\// },
  { what: 'property lists', pattern: /node_modules\/plist\// },
  { what: 'prompts', pattern: /(?:^|\/)@?inquirer\// },
  { what: 'YAML', pattern: /node_modules\/yaml\// },
  { what: 'JMESPath', pattern: /@jmespath-community\// },
  { what: 'CSV', pattern: /(?:^|\/)csv-(?:stringify|parse)\// },
  { what: 'charts', pattern: /(?:^|\/)(?:echarts|zrender)\// },
  { what: 'mail', pattern: /node_modules\/nodemailer\// },
  { what: 'the HTTP server', pattern: /^src\/core\/server\// },
];

const SQLITE_ALLOWED = new Set(['SQLite']);

/** Commands whose job is with what is heavy. */
const NEEDED: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  [
    ...['check', 'link', 'show', 'sp-metadata', 'test', 'update'],
    ...['rotate/finish', 'rotate/rollback', 'rotate/start', 'rotate/status'],
  ].map((verb) => [`src/commands/idp/${verb}.ts`, new Set(['an XML parser'])]),
);

/** The sources and packages that were loaded, as the bundle's metafile names them. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  const { folder, outputs } = await builtBinary();
  const lines: string[] = [];
  await Home.with(async (home) => {
    const record = join(home.folder, 'modules.txt');
    const preload = pathToFileURL(join(import.meta.dirname, '../support/record-modules.mjs')).href;
    const { status, stdout, stderr } = await home.run(args, {
      env: { NODE_OPTIONS: `--import=${preload}`, RECORD_MODULES: record },
    });
    assert.equal(status, 0, stdout + stderr);
    lines.push(...(await readFile(record, 'utf8')).split('\n'));
  });
  const base = `${pathToFileURL(folder).href}/dist/`;
  const sources = (path: string): string[] => Object.keys(outputs.get(path)?.inputs ?? { [path]: undefined });
  return [
    ...new Set(lines.flatMap((line) => (line.startsWith(base) ? sources(line.slice(base.length)) : [line]))),
  ];
}

function heavyIn(modules: readonly string[], allowed: ReadonlySet<string> = new Set()): string[] {
  return HEAVY.filter(
    ({ what, pattern }) => !allowed.has(what) && modules.some((module) => pattern.test(module)),
  ).map(({ what }) => what);
}

describe('what a command loads', function () {
  this.timeout(60_000);

  it('is nothing heavy by static imports, for any command', async () => {
    const { outputs, entryPoints } = await builtBinary();
    const entries = [...outputs].filter(([, output]) => entryPoints.includes(output.entryPoint ?? ''));
    assert.ok(entries.length === entryPoints.length && entries.length > 5, `${entries.length} entry points`);
    for (const [path, { entryPoint }] of entries) {
      const seen = new Set<string>();
      const modules = new Set<string>();
      const visit = (output: string): void => {
        if (seen.has(output)) return;
        seen.add(output);
        for (const input of Object.keys(outputs.get(output)?.inputs ?? {})) modules.add(input);
        for (const { kind, path: target, external } of outputs.get(output)?.imports ?? []) {
          if (kind === 'dynamic-import') continue;
          if (external === true) modules.add(target);
          else visit(target);
        }
      };
      visit(path);
      const needed = NEEDED[entryPoint ?? ''];
      assert.deepEqual(heavyIn([...modules], needed), [], `loaded by ${entryPoint ?? path}`);
    }
  });

  it('is seen by this test: a heavy package on the way to a command would be found', () => {
    assert.deepEqual(heavyIn(['src/cli/main.ts', 'node_modules/saxes/saxes.js', 'better-sqlite3']), [
      'an XML parser',
      'SQLite',
    ]);
  });

  for (const args of [['--version'], ['help'], ['fleet', 'list', '--help']]) {
    it(`is nothing heavy for worklink ${args.join(' ')}`, async () => {
      const modules = await loadedBy(args);
      assert.ok(modules.includes('src/cli/main.ts'), 'the record shows the start');
      assert.deepEqual(heavyIn(modules), []);
    });
  }

  it('is SQLite and nothing else heavy for worklink fleet list', async () => {
    const modules = await loadedBy(['fleet', 'list']);
    assert.ok(
      modules.some((module) => module.includes('better-sqlite3')),
      'the record shows SQLite',
    );
    assert.deepEqual(heavyIn(modules, SQLITE_ALLOWED), []);
  });

  it('is SQLite and nothing else heavy for a name that is completed', async () => {
    const modules = await loadedBy(['__complete', 'bash', '', '', '--', 'fleet', 'show', '']);
    assert.ok(
      modules.some((module) => module.includes('better-sqlite3')),
      'the record shows SQLite',
    );
    assert.deepEqual(heavyIn(modules, SQLITE_ALLOWED), []);
    assert.ok(!modules.some((module) => module.startsWith('src/commands/')), 'no command is loaded');
  });

  it('is one command file, whatever the number of commands', async () => {
    const commands = (await loadedBy(['fleet', 'list'])).filter((module) =>
      module.startsWith('src/commands/'),
    );
    assert.deepEqual(commands, ['src/commands/fleet/list.ts']);
  });
});
