import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { answerText } from '../../../src/cli/completion/answer.js';
import { bashReplacement, readShellWord } from '../../../src/cli/completion/shell-words.js';

const BREAKS = ' \t\n"\'@><=;|&(:';
const BASH = { shell: 'bash', raw: '', before: '', breaks: BREAKS, type: '9' } as const;

describe('a word as a shell has it', () => {
  for (const [raw, text, quote] of [
    ['sales', 'sales', undefined],
    [String.raw`a\ b`, 'a b', undefined],
    ['"a b', 'a b', '"'],
    [`'a\\`, 'a\\', "'"],
    [String.raw`"a\"b\n"c`, String.raw`a"b\nc`, undefined],
    [`it''s"'"`, `its'`, undefined],
    ['a\\', 'a', undefined],
    ['', '', undefined],
  ] as const) {
    it(`given ${raw}, then ${text}`, () => {
      const word = readShellWord(raw);
      assert.deepEqual([word.text, word.quote], [text, quote]);
    });
  }
});

describe('what bash puts in a word’s place', () => {
  for (const [value, raw, replacement] of [
    ['sales', 'sa', 'sales'],
    ['a b', 'a', String.raw`a\ b`],
    ['a b', 'a\\ ', String.raw`a\ b`],
    ['arn:aws:x', 'arn:a', 'aws:x'],
    ['--fleet=a:b', '--fleet=a:', 'b'],
    ['a:b', String.raw`a\:`, 'a:b'],
    ['$(id)', '', String.raw`\$\(id\)`],
    ['a "b" $c', '"a', String.raw`a \"b\" \$c`],
    ["it's $c", "'i", String.raw`it'\''s $c`],
    ['a:b c', '"a:', 'a:b c'],
    ['x=a b', 'x="a', 'a b'],
    ['what!', '"wh', undefined],
    ['what!', 'wh', String.raw`what\!`],
    ['other', 'arn:', undefined],
  ] as const) {
    it(`given ${value} behind ${raw}, then ${replacement ?? 'nothing'}`, () => {
      assert.equal(bashReplacement(value, raw, BREAKS), replacement);
    });
  }

  it('given any value behind any beginning of it, quoted or not, then bash reads it back as it is', () => {
    const cases = fc.sample(
      fc.tuple(
        fc.string({
          unit: fc.constantFrom(...Array.from('abc :=@$`"\'\\!;*~(){}[]<>|&#?é')),
          minLength: 1,
          maxLength: 12,
        }),
        fc.nat(12),
        fc.constantFrom('', '"', "'"),
      ),
      { numRuns: 300, seed: 7 },
    );
    const lines: string[] = [];
    const values: string[] = [];
    for (const [value, length, quote] of cases) {
      const begun = value.slice(0, length);
      if (quote !== '' && /["'\\$`]/.test(begun)) continue;
      const raw = quote === '' ? begun.replace(/[^a-z:=@]/g, String.raw`\$&`) : quote + begun;
      const replacement = bashReplacement(value, raw, BREAKS);
      if (replacement === undefined) continue;
      const broken = [...raw.matchAll(/(?<!\\)(?:\\\\)*[:=@]/g)].at(-1);
      const kept =
        quote === '' ? raw.slice(0, broken === undefined ? 0 : broken.index + broken[0].length) : quote;
      lines.push(`printf '%s\\0' ${kept}${replacement}${quote}`);
      values.push(value);
    }
    assert.ok(values.length > 100);
    const read = execFileSync('bash', ['--norc'], { input: lines.join('\n'), encoding: 'utf8' });
    assert.deepEqual(read.split('\0').slice(0, -1), values);
  });
});

describe('an answer to a shell', () => {
  it('given names that are no line or look like others, then they are left out', () => {
    const candidates = [
      { value: 'a\nb' },
      { value: 'a\u001b[2Jb' },
      { value: 'a\u202eb' },
      { value: '' },
      { value: 'a' },
    ];
    for (const shell of ['bash', 'zsh', 'fish'] as const)
      assert.equal(answerText(candidates, { ...BASH, shell }), 'words\na\n');
  });

  it('given descriptions from outside, then they are on the line, harmless and short', () => {
    const candidates = [{ value: 'a', description: `x\n\u001b[2J${'y'.repeat(200)}` }];
    assert.match(answerText(candidates, { ...BASH, shell: 'zsh' }), /^words\na\tx\\u000a\\u001b\[2Jy{74}\n$/);
    assert.equal(answerText(candidates, BASH), 'words\na\n');
  });

  it('given bash that lists, then descriptions where there are several', () => {
    const one = { value: 'a', description: 'first' };
    const listing = { ...BASH, type: '63' };
    assert.equal(answerText([one], listing), 'words\na\n');
    assert.equal(answerText([one, { value: 'b' }], listing), 'words\na  (first)\nb\n');
  });

  it('given a value behind its flag in one word, then fish is given the whole word', () => {
    const place = { ...BASH, raw: '--fleet=', before: '--fleet=' };
    assert.equal(answerText([{ value: 'sales' }], { ...place, shell: 'fish' }), 'words\n--fleet=sales\n');
    assert.equal(answerText([{ value: 'sales' }], { ...place, shell: 'zsh' }), 'words\nsales\n');
    assert.equal(answerText([{ value: 'sales' }], place), 'words\nsales\n');
  });
});
