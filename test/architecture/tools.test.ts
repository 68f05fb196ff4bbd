import assert from 'node:assert/strict';
import { compileFunction } from 'node:vm';
import { lazily } from '../../scripts/build/lazy-oclif.js';
import { withCommandTable } from '../../scripts/lib/command-table.js';
import { readManifest } from '../../scripts/lib/manifest.js';
import { shuffled } from '../../scripts/lib/shuffle.js';
import { jsonShape } from '../snapshots/json-shape.js';

/** Evaluates CommonJS whose `require` hands out the modules given, and notes which were asked for. */
function evaluate(
  code: string,
  modules: Readonly<Record<string, unknown>>,
): { exports: Record<string, unknown>; asked: string[] } {
  const asked: string[] = [];
  const exports: Record<string, unknown> = {};
  const load = (name: string): unknown => {
    asked.push(name);
    return modules[name];
  };
  const run = compileFunction(code, ['exports', 'require', '__importDefault', '__importStar']);
  Reflect.apply(run, undefined, [exports, load, (it: unknown) => ({ default: it }), (it: unknown) => it]);
  return { exports, asked };
}

describe('imports made lazy', () => {
  const source = [
    'const a_1 = require("a");',
    'const b_2 = __importDefault(require("b"));',
    'exports.run = () => (0, a_1.twice)(2) + new b_2.default(3).value;',
    'exports.C = __importStar(require("c"));',
  ].join('\n');
  const modules = {
    a: { twice: (value: number) => value * 2 },
    b: class {
      constructor(readonly value: number) {}
    },
    c: { name: 'c' },
  };

  it('are made when they are first used, and once', () => {
    const { code, imports } = lazily(source);
    assert.equal(imports, 3);
    const { exports, asked } = evaluate(code, modules);
    assert.deepEqual(asked, []);
    const run = exports['run'];
    assert.ok(typeof run === 'function');
    assert.equal(Reflect.apply(run, undefined, []), 7);
    assert.equal(Reflect.apply(run, undefined, []), 7);
    assert.deepEqual(asked, ['a', 'b']);
    assert.deepEqual(exports['C'], { name: 'c' });
    assert.deepEqual(asked, ['a', 'b', 'c']);
  });

  it('are left alone where the line is not one that TypeScript writes', () => {
    const own = 'const a = require("a");\nif (x) y_1 = require("b");';
    assert.deepEqual(lazily(own), { code: own, imports: 0 });
  });
});

describe('the order of test files', () => {
  const files = Array.from({ length: 50 }, (_, index) => index);

  it('is the same for a seed, another for another, and has each file once', () => {
    assert.deepEqual(shuffled(files, 7), shuffled(files, 7));
    assert.notDeepEqual(shuffled(files, 7), shuffled(files, 8));
    assert.notDeepEqual(shuffled(files, 7), files);
    assert.deepEqual(
      shuffled(files, 7).sort((a, b) => a - b),
      files,
    );
  });
});

describe('the form of a JSON result', () => {
  it('names members and types, not values', () => {
    const value = {
      b: [{ x: 1 }, { x: null, y: 'text' }],
      a: '2026-11-23T01:02:03.000Z',
      c: 'arn:aws:worklink::1:fleet/a',
      d: [],
      e: {},
    };
    assert.equal(
      jsonShape(value),
      [
        '{',
        '  a: time',
        '  b: [{',
        '    x: null|number',
        '    y?: string',
        '  }]',
        '  c: arn',
        '  d: []',
        '  e: {}',
        '}',
      ].join('\n'),
    );
  });
});

describe('the list of commands in README', () => {
  const manifest = JSON.stringify({
    commands: {
      'fleet:show': {
        summary: 'Show | tell.',
        args: { fleet: { required: true }, more: { multiple: true } },
        flags: {},
      },
      secret: { summary: 'No.', hidden: true },
    },
  });

  it('has a row for each command that is not hidden', () => {
    const begin = '<!-- commands: written by `npm run docs` -->';
    const text = withCommandTable(
      `above\n${begin}\nold\n<!-- /commands -->\nbelow\n`,
      readManifest(manifest),
    );
    assert.ok(text.includes('| `worklink fleet show FLEET [MORE...]` | Show \\| tell. |'), text);
    assert.ok(text.startsWith('above\n') && text.endsWith('\nbelow\n'));
    assert.ok(!text.includes('secret') && !text.includes('old'));
    assert.equal(withCommandTable(text, readManifest(manifest)), text);
  });

  it('is not written where its place is not marked', () => {
    assert.throws(() => withCommandTable('nothing', []), /README\.md lacks/);
  });
});
