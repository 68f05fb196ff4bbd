import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parse, parseDocument } from 'yaml';
import { yamlText } from '../../../src/core/model/document/yaml-text.js';

/** Texts that look like something else, or that end and begin where YAML looks closely. */
const TRAPS = [
  ...[
    '',
    ' ',
    '~',
    'null',
    'Null',
    'true',
    'False',
    'yes',
    'No',
    'on',
    'OFF',
    'y',
    'N',
    '.nan',
    '.inf',
    '-.INF',
    'nan',
  ],
  ...[
    '0',
    '-1',
    '+1',
    '1e3',
    '0x1F',
    '0o17',
    '010',
    '1_000',
    '12:30:45',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    '1.',
    '.5',
  ],
  ...[
    '- a',
    '-',
    '--',
    '---',
    '...',
    '? a',
    ':',
    'a:',
    'a: b',
    ': a',
    'a :b',
    '#',
    'a #b',
    'a#b',
    '&a',
    '*a',
    '!a',
    '!!str',
  ],
  ...[
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '{',
    '}',
    '[a]',
    ',',
    '"',
    "'",
    '"a"',
    'a\\b',
    'arn:aws:worklink::1:fleet/a',
    '<<',
    '=',
  ],
  ...[
    '\n',
    'a\n',
    '\na',
    'a\n\n',
    'a\n\nb',
    ' a\nb',
    'a\n b\n',
    'a \nb ',
    'a\r\nb',
    'a\tb\n\tc',
    '\ta\n',
    'a\n ',
    'a\n \nb\n',
  ],
  ...['\u0000', '\u0085', '\u2028', '\ufeff', '\ufffe', '\ud800', '😀\n😀', '\u202e', 'é\nü\n', '__proto__'],
];
const text = fc.oneof(fc.constantFrom(...TRAPS), fc.string({ unit: 'binary' }), fc.string());
const leaf = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));
const document = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
  value,
  {
    minKeys: 1,
    noNullPrototype: true,
  },
);

describe('an account file as YAML', () => {
  for (const version of ['1.1', '1.2'] as const) {
    it(`is read as what it was written of, by YAML ${version}`, () => {
      fc.assert(
        fc.property(document, (given) => {
          const read: unknown = parse(yamlText(given), { version, merge: false, maxAliasCount: 0 });
          assert.deepEqual(read, JSON.parse(JSON.stringify(given)));
        }),
        { numRuns: 500 },
      );
    });
  }

  it('keeps every text that looks like something else', () => {
    for (const trap of TRAPS) {
      assert.deepEqual(parse(yamlText({ a: trap, list: [trap, [trap], { b: trap }] })), {
        a: trap,
        list: [trap, [trap], { b: trap }],
      });
    }
  });

  it('is for people: names bare, documents line by line, nothing on a line that a terminal acts upon', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const written = yamlText({
      version: 1,
      accountId: '123456789012',
      fleets: [
        {
          name: 'demo',
          displayName: 'Demo \u001b[31m\u202e',
          tags: {},
          createdTime: '2026-01-01T00:00:00.000Z',
          ca: pem,
        },
      ],
    });
    assert.equal(
      written,
      [
        'version: 1',
        'accountId: "123456789012"',
        'fleets:',
        '  - name: demo',
        '    displayName: "Demo \\u001b[31m\\u202e"',
        '    tags: {}',
        '    createdTime: "2026-01-01T00:00:00.000Z"',
        '    ca: |',
        '      -----BEGIN CERTIFICATE-----',
        '      MIIB',
        '      -----END CERTIFICATE-----',
        '',
      ].join('\n'),
    );
    assert.deepEqual(parseDocument(written).errors, []);
  });

  it('leaves out what is undefined', () => {
    assert.equal(yamlText({ a: undefined, b: 1 }), 'b: 1\n');
  });
});
