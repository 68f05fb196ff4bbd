import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readManifest } from '../../scripts/lib/manifest.js';

const root = join(import.meta.dirname, '../..');
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/architecture.md',
  'docs/decisions/bundling.md',
];

/** The lines of a document's shell blocks. */
function shellBlocks(text: string): string[][] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block.trimEnd().split('\n'));
}

describe('what the documents say', () => {
  it('is, in README, one line that builds and shows the program, and one that tests it', async () => {
    const [first, second] = shellBlocks(await readFile(join(root, 'README.md'), 'utf8'));
    assert.deepEqual(first, ['npm ci && npm run build && npm run tour']);
    assert.deepEqual(second, ['npm ci && npm run verify']);
    const ci = await readFile(join(root, '.ci/run'), 'utf8');
    assert.ok(ci.includes(`\n${second.join('')} &&`), '.ci/run runs the line that README names');
  });

  it('names npm scripts that there are', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    assert.ok(typeof manifest === 'object' && manifest !== null && 'scripts' in manifest);
    const scripts = Object.keys(manifest.scripts as object);
    const named = new Set<string>();
    for (const document of DOCUMENTS) {
      const text = await readFile(join(root, document), 'utf8');
      for (const [, script = ''] of text.matchAll(/npm run (?:-s )?([\w:-]+)/g)) named.add(script);
    }
    assert.ok(named.size >= 5, [...named].join(', '));
    assert.deepEqual(
      [...named].filter((script) => !scripts.includes(script)),
      [],
    );
  });

  it('names commands that there are', async () => {
    const commands = readManifest(await readFile(join(root, 'oclif.manifest.json'), 'utf8')).map(
      ({ name }) => name,
    );
    const lines = shellBlocks(await readFile(join(root, 'README.md'), 'utf8')).flat();
    const named = lines.flatMap((line) =>
      [...line.matchAll(/(?:^|\$\()worklink ((?:[a-z-]+ ?)+)/g)].map(([, words = '']) => words),
    );
    assert.ok(named.length >= 5);
    for (const words of named) {
      assert.ok(
        commands.some((command) => words === command || words.startsWith(`${command} `)),
        `worklink ${words}`,
      );
    }
  });

  it('links to files that there are, and names files that there are', async () => {
    for (const document of DOCUMENTS) {
      const text = await readFile(join(root, document), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) =>
        join(root, dirname(document), path),
      );
      const files = [
        ...text.matchAll(/`((?:src|test|scripts|docs|bin|bench|examples)\/[\w./-]+\.\w+)`/g),
      ].map(([, path = '']) => join(root, path));
      assert.deepEqual(
        [...links, ...files].filter((path) => !existsSync(path)),
        [],
        document,
      );
    }
  });
});
