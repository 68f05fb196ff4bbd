import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { emitTypes } from '../../scripts/build/types.js';
import { builtBinary, finished } from '../support/binary.js';

const root = join(import.meta.dirname, '../..');
const modules = join(root, 'node_modules');

/** A project of somebody else's, with worklink installed as it is packed. */
async function withProject<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const { folder: built } = await builtBinary();
  const folder = await mkdtemp(join(tmpdir(), 'worklink-consumer-'));
  try {
    await mkdir(join(folder, 'node_modules/@types'), { recursive: true });
    await symlink(built, join(folder, 'node_modules/worklink'));
    for (const name of ['@aws-sdk', 'mocha', '@types/node', 'undici-types'])
      await symlink(join(modules, name), join(folder, 'node_modules', name));
    await writeFile(
      join(folder, 'package.json'),
      '{ "name": "consumer", "type": "module", "private": true }\n',
    );
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const CONSUMER = `
import {
  type AccountDocument, type EmulatorOptions, type Fault, type RunningEmulator, startEmulator, WorklinkError,
} from 'worklink/emulator';

export const account: AccountDocument = {
  version: 1,
  fleets: [{ name: 'sales', status: 'CREATING', devices: [{ id: '1', username: 'alice' }] }],
  faults: [{ operation: 'CreateFleet', error: 'TooManyRequestsException' }],
};
const options: EmulatorOptions = { port: 0, region: 'us-east-1', seed: account, timings: { signOut: 1 }, clock: { now: () => new Date() } };
await using emulator: RunningEmulator = await startEmulator(options);
const keys: { accessKeyId: string; secretAccessKey: string } = emulator.credentials;
const variables: Record<string, string> = emulator.env();
const now: Date = emulator.advanceClock('1h').now;
const fault: Fault = emulator.addFault({ operation: 'ListFleets', latencyMs: 5 });
const cleared: number = emulator.clearFaults(fault.id);
const devices: number = (await emulator.seed(account, { replace: true })).devices;
const exported: AccountDocument = await emulator.export({ includeSecrets: true });
const code: string = new WorklinkError('Usage', 'message').code;
export const used = [keys, variables, now, cleared, devices, exported.version, code];
`;

/** What the types refuse: one fault to a line. */
const MISTAKES = [
  `await startEmulator({ prot: 0 });`,
  `await startEmulator({ seed: { version: 2 } });`,
  `await startEmulator({ seed: { version: 1, fleets: [{ name: 'a', status: 'READY' }] } });`,
  `await startEmulator({ timings: { fleetCreated: 1 } });`,
  `emulator.addFault({ operation: 'MakeFleet' });`,
  `emulator.addFault({ error: 'Nonsense' });`,
  `emulator.advanceClock(new Date());`,
  `emulator.url = '';`,
];

function diagnose(file: string, options: ts.CompilerOptions): readonly (readonly [number, string])[] {
  const program = ts.createProgram([file], {
    ...{ strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, exactOptionalPropertyTypes: true },
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const { line } = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: -1 };
    return [
      line,
      `${diagnostic.file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`,
    ];
  });
}

describe('the package for other people’s tests', function () {
  this.timeout(300_000);

  before(async () => {
    const { folder } = await builtBinary();
    await emitTypes(root, 'emulator-api.ts', join(folder, 'dist/types'));
  });

  const RESOLUTIONS: readonly (readonly [string, ts.CompilerOptions])[] = [
    [
      'nodenext',
      { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: ['node'] },
    ],
    [
      'bundler',
      { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] },
    ],
  ];
  for (const [name, options] of RESOLUTIONS) {
    it(`is typed for a project that resolves modules as ${name} does`, () =>
      withProject(async (folder) => {
        const file = join(folder, 'consumer.ts');
        await writeFile(file, CONSUMER);
        assert.deepEqual(diagnose(file, options), []);
      }));
  }

  it('has types that refuse mistakes', () =>
    withProject(async (folder) => {
      const file = join(folder, 'mistakes.ts');
      const start = `import { startEmulator } from 'worklink/emulator'; const emulator = await startEmulator();`;
      await writeFile(file, [start, ...MISTAKES].join('\n'));
      const [, options] = RESOLUTIONS[0] ?? [];
      const lines = diagnose(file, options ?? {}).map(([line]) => line);
      assert.deepEqual(
        [...new Set(lines)],
        MISTAKES.map((_, index) => index + 1),
      );
    }));

  it('exposes nothing but the emulator and its own description', () =>
    withProject(async (folder) => {
      const script = `
        for (const name of ['worklink/emulator', 'worklink/package.json', 'worklink', 'worklink/dist/cli/main.js'])
          await import(name, name.endsWith('json') ? { with: { type: 'json' } } : {}).then(
            () => console.log(name, 'found'), ({ code }) => console.log(name, code));`;
      await writeFile(join(folder, 'imports.js'), script);
      const { stdout } = await finished(
        spawn(process.execPath, ['--no-warnings', 'imports.js'], { cwd: folder }),
      );
      assert.deepEqual(stdout.trim().split('\n'), [
        'worklink/emulator found',
        'worklink/package.json found',
        'worklink ERR_PACKAGE_PATH_NOT_EXPORTED',
        'worklink/dist/cli/main.js ERR_PACKAGE_PATH_NOT_EXPORTED',
      ]);
    }));

  it('is described by a page whose examples for mocha and vitest pass', () =>
    withProject(async (folder) => {
      const page = await readFile(join(root, 'docs/testing-with-the-emulator.md'), 'utf8');
      const examples = [...page.matchAll(/```js\n\/\/ (\S+)\n([^]*?)```/g)];
      assert.deepEqual(
        examples.map(([, name]) => name),
        ['fleets.test.js', 'devices.test.js'],
      );
      for (const [, name = '', text = ''] of examples) await writeFile(join(folder, name), text);
      await writeVitestStandIn(folder);
      const mocha = join(folder, 'node_modules/mocha/bin/mocha.js');
      const child = spawn(process.execPath, [mocha, '--reporter', 'json', '*.test.js'], { cwd: folder });
      const { status, stdout, stderr } = await finished(child);
      assert.equal(status, 0, stdout + stderr);
      const { stats } = JSON.parse(stdout) as { stats: { passes: number } };
      assert.equal(stats.passes, 3);
    }));
});

/** As much of vitest as the example uses, by mocha: the example is about the emulator. */
async function writeVitestStandIn(folder: string): Promise<void> {
  const place = join(folder, 'node_modules/vitest');
  await mkdir(place);
  await writeFile(
    join(place, 'package.json'),
    '{ "name": "vitest", "type": "module", "exports": "./index.js" }',
  );
  await writeFile(
    join(place, 'index.js'),
    `import assert from 'node:assert/strict';
     export const { before: beforeAll, after: afterAll, it } = globalThis;
     export const expect = (actual) => ({ toEqual: (expected) => assert.deepEqual(actual, expected) });`,
  );
}
