import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  matchesWildcards,
  splitPattern,
  wildcardPattern,
} from '../../../../src/core/backends/local/authorization/wildcards.js';

function matches(pattern: string, text: string): boolean {
  return matchesWildcards(wildcardPattern([{ text: pattern, literal: false }]), text);
}

/** The definition of a wildcard match, as a table of which prefixes match which. */
function matchesByTable(pattern: string, text: string): boolean {
  const characters = Array.from(text);
  let row = [true, ...characters.map(() => false)];
  for (const element of Array.from(pattern)) {
    const next = [element === '*' && row[0] === true];
    characters.forEach((character, index) => {
      next.push(
        element === '*'
          ? next[index] === true || row[index + 1] === true
          : row[index] === true && (element === '?' || element === character),
      );
    });
    row = next;
  }
  return row.at(-1) === true;
}

describe('wildcards of policies', () => {
  const cases: readonly [pattern: string, text: string, expected: boolean][] = [
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything:at/all', true],
    ['**', '', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['a*', 'b', false],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*a?c*', 'xxabcyy', true],
    ['*a?c*', 'xxacyy', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['arn:aws:worklink:*', 'arn:aws:worklink::123456789012:fleet/one', true],
    ['arn:aws:worklink:*:*:*', 'arn:aws:worklink::123456789012:fleet/one', true],
    ['arn:*:fleet/one', 'arn:aws:worklink::123456789012:fleet/one', true],
    ['arn:aws:worklink::123456789012:fleet/One', 'arn:aws:worklink::123456789012:fleet/one', false],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`'${pattern}' ${expected ? 'matches' : 'does not match'} '${text}'`, () => {
      assert.equal(matches(pattern, text), expected);
    });
  }

  it('takes literal pieces literally', () => {
    const pattern = wildcardPattern([
      { text: 'a*', literal: true },
      { text: '*', literal: false },
    ]);
    assert.equal(matchesWildcards(pattern, 'a*b'), true);
    assert.equal(matchesWildcards(pattern, 'abb'), false);
  });

  it('agrees with the definition on every pattern and text', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '😀'), maxLength: 14 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 20 });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        assert.equal(matches(p, t), matchesByTable(p, t));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with the definition where a stretch is longer than a machine word', () => {
    const unit = fc.constantFrom('a', 'a', 'a', 'b', '?');
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit, minLength: 28, maxLength: 100 }), { minLength: 1, maxLength: 3 }),
        fc.string({ unit: fc.constantFrom('a', 'a', 'a', 'a', 'b'), maxLength: 60 }),
        fc.boolean(),
        (stretches, noise, included) => {
          const text = included
            ? noise + stretches.join(noise).replaceAll('?', 'b') + noise
            : noise.repeat(5);
          const pattern = `*${stretches.join('*')}*`;
          assert.equal(matches(pattern, text), matchesByTable(pattern, text));
        },
      ),
      { numRuns: 400 },
    );
  });

  describe('given patterns made to make a matcher work without end', () => {
    const size = 100_000;
    const text = 'a'.repeat(size);
    const hostile: readonly [name: string, pattern: string, expected: boolean][] = [
      ['only stars', '*'.repeat(size), true],
      ['stars, then what is not there', `${'*'.repeat(size)}b`, false],
      ['a star before every letter', '*a'.repeat(size / 2), true],
      ['a star before every letter, then what is not there', `${'*a'.repeat(size / 2)}*b*`, false],
      ['a star before every placeholder', `${'*?'.repeat(size / 2)}*b*`, false],
      ['pairs that almost match', `${'*aa'.repeat(size / 4)}*ab*`, false],
      ['one long stretch that almost matches', `*${'a?'.repeat(3000)}b*`, false],
    ];
    for (const [name, pattern, expected] of hostile) {
      it(`answers at once: ${name}`, () => {
        const start = process.cpuUsage();
        assert.equal(matches(pattern, text), expected);
        const { user, system } = process.cpuUsage(start);
        // A matcher that backtracks needs hours here, a table of all prefixes 10 to the 10 steps.
        assert.ok((user + system) / 1_000_000 < 5, 'took more than five seconds of processor time');
      });
    }
  });

  it('splits a pattern at a separator, the last part keeping the rest', () => {
    const split = (text: string, limit: number): number[] =>
      splitPattern(wildcardPattern([{ text, literal: false }]), ':', limit).map((part) => part.length);
    assert.deepEqual(split('a:bb:ccc', 6), [1, 2, 3]);
    assert.deepEqual(split('a:bb:ccc:d', 3), [1, 2, 5]);
    assert.deepEqual(split('', 3), [0]);
    assert.deepEqual(split('::', 2), [0, 1]);
  });
});
