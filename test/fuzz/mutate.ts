import fc from 'fast-check';

// Not fc.double, whose numbers crowd around 0.
export const place = fc.noBias(fc.nat({ max: 999_999 })).map((number) => number / 1_000_000);

/** What XML, SAML and their readers trip over. */
const PIECES = [
  '\n',
  '<!-- -->',
  '<?x y?>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x ',
  '?>',
  '<!DOCTYPE a>',
  '&#0;',
  '&amp;',
  '&x;',
  '<a>',
  '</a>',
  '<a/>',
  '"',
  "'",
  '=',
  '{',
  '@',
  ' xmlns=""',
  ' use="encryption"',
  ' validUntil="2000-01-01T00:00:00Z"',
  'javascript:',
  '\u202e',
  '\u0000',
  '\ufeff',
  'A',
];

/** Every mutation is a few of these: at a place, a share of the whole, some bytes go and some come. */
export const edit = fc.record({
  at: place,
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 64 })),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(...PIECES).map((text) => Buffer.from(text)),
  ),
});

/** Documents that were good once, with bytes changed. */
export function mutated(seeds: readonly Buffer[], maxEdits = 2): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: maxEdits }))
    .map(([document, edits]) => {
      let bytes = document;
      for (const { at, remove, insert } of edits) {
        const offset = Math.floor(at * bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, offset), insert, bytes.subarray(offset + remove)]);
      }
      return bytes;
    });
}
