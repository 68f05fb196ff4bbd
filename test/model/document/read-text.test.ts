import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Faults, type Path } from '../../../src/core/model/document/check.js';
import { type ReadDocument } from '../../../src/core/model/document/read-document.js';
import { readText } from '../../../src/core/model/document/read-text.js';
import { walkJson } from '../../../src/core/model/document/walk-json.js';
import { yamlText } from '../../../src/core/model/document/yaml-text.js';

async function read(
  text: string,
  several = true,
): Promise<{ readonly documents: readonly ReadDocument[]; readonly faults: readonly string[] }> {
  const faults = new Faults();
  const documents = await readText(text, faults, { several });
  return {
    documents,
    faults: faults.shown.map(
      ({ position, message }) =>
        `${position === undefined ? '' : `${String(position.line)}:${String(position.column)} `}${message}`,
    ),
  };
}

async function positionsIn(text: string, paths: readonly Path[]): Promise<readonly string[]> {
  const [document] = (await read(text)).documents;
  assert.ok(document !== undefined);
  return document.positionsOf(paths).map(({ line, column }) => `${String(line)}:${String(column)}`);
}

const PATHS: readonly Path[] = [
  [],
  ['fleets'],
  ['fleets', 0],
  ['fleets', 0, 'name'],
  ['fleets', 1, 'tags', 'a b'],
  ['fleets', 1, 'nothing', 'below'],
  ['fleets', 7, 'name'],
];

describe('a text read as data', () => {
  it('says line and column of members and elements, in YAML', async () => {
    const text = '# first\nversion: 1\nfleets:\n  - name: a\n  - name: b\n    tags: {"a b": c}\n';
    assert.deepEqual(await positionsIn(text, PATHS), ['2:1', '3:1', '4:5', '4:5', '6:12', '5:5', '3:1']);
  });

  it('says line and column of members and elements, in JSON', async () => {
    const text =
      '{\n  "fleets": [\n    {"name": "a"},\r\n    {"name": "b", "tags": {"a b": "c"}}\n  ],\n"version":1}';
    assert.deepEqual(await positionsIn(text, PATHS), ['1:1', '2:3', '3:5', '3:6', '4:28', '4:5', '2:3']);
  });

  it('counts columns after a byte-order mark as if it were not there', async () => {
    assert.deepEqual(await positionsIn('\ufeff{"a": 1}', [['a']]), ['1:2']);
  });

  it('is as many documents as YAML has, those that are empty left out', async () => {
    const { documents } = await read('a: 1\n---\n---\nb: 2\n...\n');
    assert.deepEqual(
      documents.map(({ value }) => value),
      [{ a: 1 }, { b: 2 }],
    );
    assert.deepEqual(documents[1]?.positionsOf([['b']]), [{ line: 4, column: 1 }]);
  });

  it('is one value that is nothing where there is nothing', async () => {
    for (const text of ['', '# only a comment\n', '---\n']) {
      const { documents, faults } = await read(text);
      assert.deepEqual(faults, []);
      assert.deepEqual(
        documents.map(({ value }) => value ?? null),
        [null],
        JSON.stringify(text),
      );
    }
  });

  it('is another thing than its alias, whose place is its own', async () => {
    assert.deepEqual(await positionsIn('a: &a\n  b: 1\nc: *a\n', [['c', 'b']]), ['3:1']);
  });

  for (const [what, text, fault] of [
    ['a second document where one is read', 'a: 1\n---\nb: 1\n', /^2:1 A second document/],
    ['a key twice, in YAML', 'a:\n  b: 1\n  b: 2\n', /^3:3 'b' stands there twice$/],
    ['a key twice that readers take for one', "1: a\n'1': b\n", /^2:1 '1' stands there twice$/],
    ['a key twice, in JSON', '{"a": {"b": 1,\n "b": 2}}', /^2:2 'b' stands there twice$/],
    ['a list that does not end', 'a:\n  - [1, 2\n', /^\d:\d+ Flow sequence/],
    ['a tag of its own', 'a: !!js/function 1\n', /^1:4 Unresolved tag/],
    ['an alias of nothing', 'a: 1\nb: *none\n', /^\d:\d .*[aA]lias/],
    ['lists in lists without end', `a:\n${'['.repeat(5000)}`, /^2:101 It is nested too deep/],
    ['elements in elements without end', '- '.repeat(5000), /^1:20\d It is nested too deep/],
    ['more parts than anybody reads', '[1,'.padEnd(7_000_000, '1,'), /It has too many parts/],
    ['documents without end', '---\n'.repeat(1_001), /^1001:1 There are more than 1000 documents/],
    [
      'aliases without end',
      `a: &a 1\nb: [${'*a, '.repeat(101)}]\n`,
      /^2:\d+ There are more than 100 aliases/,
    ],
    ['JSON that ends early', '{"a": [1,\n', /^2:1 This begins as JSON and is none: the text ends\.$/],
    ['JSON with a comma too many', '{"a": [1,]}', /^1:10 .*there is ']}'\.$/],
    ['JSON with a key that is none', '{"a": 1,\n b: 2}', /^2:2 .*there is 'b: 2}'\.$/],
    ['JSON without a colon', '{"a" 1}', /^1:6 /],
    ['JSON with a broken escape', '{"a": "b\\x"}', /^1:9 /],
    ['JSON with a line end in a text', '{"a": "b\n"}', /^1:9 /],
    ['JSON with a text that does not end', '{"a": "b', /^1:9 .*the text ends/],
    ['JSON with another number', '{"a": 01}', /^1:8 /],
    ['JSON with a word that is none', '{"a": yes}', /^1:7 .*'yes}'/],
    ['JSON and something after it', '{"a": 1}\n{}', /^2:1 /],
  ] as const) {
    it(`is refused with ${what}, and where that is`, async () => {
      const { documents, faults } = await read(text, !what.startsWith('a second'));
      assert.deepEqual(documents, []);
      assert.match(faults[0] ?? '', fault);
    }).timeout(120_000);
  }

  it('compares keys in time that grows with their number', async () => {
    const text = Array.from({ length: 60_000 }, (_, index) => `key-${String(index)}: 1\n`).join('');
    const { documents } = await read(text);
    assert.equal(documents.length, 1);
  }).timeout(60_000);
});

describe('walking through JSON', () => {
  it('takes what JSON.parse takes, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.array(
          fc.tuple(fc.nat(60), fc.constantFrom('', ',', '"', '{', ']', ':', '\\', '0', 'e', ' ', '-')),
        ),
        (json, edits) => {
          let text = json;
          for (const [at, piece] of edits) text = text.slice(0, at) + piece + text.slice(at + 1);
          assert.equal(walkJson(text, {}) === undefined, parses(text), text);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('and reading it agree with the same data as YAML, at every path', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true, minKeys: 1 }),
        async (value) => {
          const data = JSON.parse(JSON.stringify(value)) as object; // -0 is 0 in JSON
          const json = await read(JSON.stringify(data, undefined, 1));
          const yaml = await read(yamlText(data));
          assert.deepEqual([json.faults, yaml.faults], [[], []]);
          assert.deepEqual(json.documents[0]?.value, data);
          assert.deepEqual(yaml.documents[0]?.value, data);
        },
      ),
      { numRuns: 200 },
    ));
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
