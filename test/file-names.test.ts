import assert from 'node:assert/strict';
import { basename, join, resolve } from 'node:path';
import fc from 'fast-check';
import { distinctFileNames, safeFileName } from '../src/core/file-names.js';

describe('file names', () => {
  for (const [given, expected] of [
    ['Example root', 'Example-root'],
    ['../../x', 'x'],
    ['a/b\\c', 'a-b-c'],
    ['.hidden', 'hidden'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['Société générale', 'Société-générale'],
    ['\0\u202e', 'fallback'],
    ['..', 'fallback'],
    ['trailing. ', 'trailing'],
    ['', 'fallback'],
  ] as const) {
    it(`given ${JSON.stringify(given)}, then ${expected}`, () => {
      assert.equal(safeFileName(given, 'fallback'), expected);
    });
  }

  it('given any text, then the name stays in its folder, is visible and short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = safeFileName(text, 'fallback');
        assert.equal(resolve(join('/folder', name)), `/folder/${name}`);
        assert.equal(basename(name), name);
        assert.match(name, /^[^.\p{C}]/u);
        assert.ok(Buffer.byteLength(name) <= 121);
      }),
    );
  });

  it('given equal names in any case, then tells them apart by their marks, the same in any order', () => {
    const items = [
      { name: 'same', mark: 'a' },
      { name: 'other', mark: 'b' },
      { name: 'Same', mark: 'c' },
      { name: 'same', mark: 'a' },
      { name: 'same-a', mark: 'd' },
    ];
    const names = distinctFileNames(items);
    assert.deepEqual(names, ['same-a', 'other', 'Same-c', 'same-a-2', 'same-a-3']);
    assert.equal(new Set(names.map((name) => name.toLowerCase())).size, items.length);
  });
});
