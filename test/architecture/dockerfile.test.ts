import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ignorePatterns,
  type Instruction,
  isIgnored,
  parseDockerfile,
  variablesOf,
} from '../../scripts/lib/dockerfile.js';
import { environmentName } from '../../src/cli/settings.js';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const stages = parseDockerfile(text);
const patterns = ignorePatterns(readFileSync(join(root, '.dockerignore'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, { flags: Record<string, { default?: unknown }> } | undefined>;
};
const last = stages.at(-1);
assert.ok(last !== undefined);

function only(name: string): Instruction {
  const found = last!.instructions.filter((instruction) => instruction.name === name);
  assert.equal(found.length, 1, `${name} stands ${String(found.length)} times`);
  return found[0]!;
}

describe('the Dockerfile', () => {
  it('builds on tagged images of one Node and one Debian, the last of them a slim one', () => {
    const images = stages.map(({ image }) => /^node:(\d+)-([a-z]+)(-slim)?$/.exec(image));
    assert.ok(images.length > 1);
    assert.ok(images.every((image) => Number(image?.[1]) >= 20));
    assert.equal(new Set(images.map((image) => `${image?.[1] ?? ''} ${image?.[2] ?? ''}`)).size, 1);
    assert.deepEqual(
      images.map((image) => image?.[3] !== undefined),
      [...images.slice(1).map(() => false), true],
    );
  });

  it('runs as somebody who is not root, once nothing is left to be set up', () => {
    assert.ok(!['root', '0'].includes(only('USER').rest));
    const after = last.instructions
      .slice(last.instructions.indexOf(only('USER')) + 1)
      .map(({ name }) => name);
    assert.deepEqual(
      after.filter((name) => ['RUN', 'COPY', 'ADD', 'USER'].includes(name)),
      [],
    );
  });

  it('starts a command that there is, without a shell between it and signals', () => {
    assert.deepEqual(only('ENTRYPOINT').words, ['node', '/app/bin/run.js']);
    const words = only('CMD').words ?? [];
    assert.ok(manifest.commands[words.join(':')] !== undefined, words.join(' '));
    assert.equal(only('STOPSIGNAL').rest, 'SIGTERM');
  });

  it('sets flags that the command has, and listens where others reach it', () => {
    const flags = Object.keys(manifest.commands['emulator:start']?.flags ?? {}).map(environmentName);
    const variables = last.instructions.filter(({ name }) => name === 'ENV').flatMap(variablesOf);
    const own = variables.filter(([name]) => name.startsWith('WORKLINK_'));
    assert.deepEqual(
      own.filter(([name]) => !flags.includes(name)),
      [],
    );
    const value = new Map(variables);
    assert.equal(value.get('WORKLINK_HOST'), '0.0.0.0');
    assert.equal(value.get('WORKLINK_PORT'), only('EXPOSE').rest);
    assert.equal(
      value.get('WORKLINK_PORT'),
      String(manifest.commands['emulator:start']?.flags['port']?.default),
    );
    assert.match(value.get('WORKLINK_ALLOW_HOST') ?? '', /^[a-z.-]+(?:,[a-z.-]+)*$/);
    assert.ok((value.get('WORKLINK_STATE') ?? '').startsWith(`${only('VOLUME').words?.[0] ?? 'nowhere'}/`));
    assert.deepEqual(
      variables.filter(([name]) => /SECRET|TOKEN|PASSWORD|KEY/.test(name)),
      [],
    );
  });

  it('asks the server itself for its health, in bounded time', () => {
    const { words, options } = only('HEALTHCHECK');
    assert.ok(words?.join(' ').includes('/_worklink/health'));
    assert.deepEqual([...options.keys()].sort(), ['interval', 'retries', 'start-period', 'timeout']);
  });

  it('copies what there is, what the build may see, and all of what npm would install', () => {
    for (const { instructions } of stages) {
      for (const { name, options, rest } of instructions) {
        assert.notEqual(name, 'ADD');
        if (name !== 'COPY' || options.has('from')) continue;
        for (const source of rest.split(/\s+/).slice(0, -1)) {
          assert.ok(existsSync(join(root, source)), source);
          assert.equal(isIgnored(source.replace(/^\.\//, ''), patterns), false, source);
        }
      }
    }
    const copied = last.instructions
      .filter(({ name }) => name === 'COPY')
      .map(({ rest }) => rest)
      .join(' ');
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
    assert.deepEqual(
      files.filter(
        (file) => file !== 'man' && !file.startsWith('docs/') && !copied.includes(`/build/${file} `),
      ),
      [],
    );
  });

  it('keeps from the build whatever it does not copy', () => {
    for (const path of [
      '.git/config',
      'node_modules/yaml/package.json',
      'test/support/cli.ts',
      'dist/cli/main.js',
      '.env',
      'src/.env.local',
      'tmp/a',
      'src/npm-debug.log',
    ])
      assert.equal(isIgnored(path, patterns), true, path);
    for (const path of ['src/cli/main.ts', 'scripts/build.ts', 'package.json', '.npmrc'])
      assert.equal(isIgnored(path, patterns), false, path);
  });
});

describe('reading a Dockerfile', () => {
  it('finds stages, options, continued lines and words', () => {
    const [first, second] = parseDockerfile(
      [
        'from a:1 as x',
        'RUN b \\',
        '# not this',
        '  && c',
        'FROM d:2',
        'COPY --from=x /e ./',
        'HEALTHCHECK --timeout=1s CMD ["f"]',
      ].join('\n'),
    );
    assert.deepEqual([first?.name, first?.image, second?.name, second?.image], ['x', 'a:1', '1', 'd:2']);
    assert.deepEqual(
      first?.instructions.map(({ name, rest, line }) => [name, rest, line]),
      [['RUN', 'b && c', 2]],
    );
    const [copy, health] = second?.instructions ?? [];
    assert.deepEqual([copy?.options.get('from'), copy?.rest], ['x', '/e ./']);
    assert.deepEqual([health?.options.get('timeout'), health?.words], ['1s', ['f']]);
  });

  for (const [what, source] of [
    ['an instruction before FROM', 'RUN a'],
    ['a heredoc', 'FROM a\nRUN <<E\nb\nE'],
    ['an instruction that does not end', 'FROM a\nRUN b \\'],
    ['a line that is none', 'FROM a\n!'],
    ['words that are no JSON', 'FROM a\nCMD [a]'],
    ['a FROM with more to it', 'FROM a WITH b'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseDockerfile(source));
    });
  }
});
