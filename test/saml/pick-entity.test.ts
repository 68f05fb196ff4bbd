import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readPickedEntity } from '../../src/core/saml/metadata.js';
import { pickEntity } from '../../src/core/saml/metadata/pick-entity.js';
import { aggregate, idp } from './cases/case.js';
import { DS, fixture, ids, MD, metadataWith, NOW, roleWith } from './support.js';

/** A document in pieces of a length. */
function* pieces(document: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < document.length; at += length) yield document.subarray(at, at + length);
}

/** A document that comes for as long as somebody reads it. */
function* endless(before: string, unit: string, counted: { bytes: number }): Generator<Buffer> {
  const piece = Buffer.from(unit.repeat(Math.ceil(65_536 / unit.length)));
  yield Buffer.from(before);
  while (counted.bytes < 2 ** 31) {
    counted.bytes += piece.length;
    yield piece;
  }
}

const WANTED = 'https://idp.example.org/idp';
const others = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => idp(`https://idp${index}.example.org/`));
const FEDERATION = Buffer.from(
  `<?xml version="1.0"?>\r\n<!-- a federation -->\r\n${aggregate(...others(20), `\r\n  ${idp(WANTED).replace(' ', '\n ')}`, ...others(3)).replace('<md:EntitiesDescriptor ', '<md:EntitiesDescriptor validUntil="2027-06-10T00:00:00Z" cacheDuration="PT6H" Name="ü𝒶" ')}`,
);

describe('picking an entity out of an aggregate', () => {
  it('given an entity among others, then reads it with what its group says of it, and its own place', async () => {
    const { value, findings } = await pickEntity([FEDERATION], WANTED);

    assert.deepEqual(ids({ findings }), ['metadata-aggregate-picked']);
    assert.match(findings[0]!.message, /of 24 entities/);
    assert.deepEqual(value?.position, { line: 4, column: 3 });
    const reading = readPickedEntity(value, { now: NOW, expiresWithinMs: 30 * 86_400_000 });
    assert.equal(reading.verdict, 'accepted');
    assert.equal(reading.entityId, WANTED);
    assert.equal(reading.identityProvider.validUntil?.toISOString(), '2027-06-10T00:00:00.000Z');
    assert.deepEqual(ids(reading), ['metadata-expires-soon', 'metadata-cache-duration']);
  });

  it('in pieces of any length and any encoding, is picked alike', async () => {
    const text = FEDERATION.toString();
    const forms = [FEDERATION, Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')];
    const { value: expected } = await pickEntity([FEDERATION], WANTED);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...forms), fc.integer({ min: 1, max: 3000 }), async (form, length) => {
        const { value } = await pickEntity(pieces(form, length), WANTED);
        assert.equal(value?.text, expected?.text);
        assert.deepEqual(value?.position, expected?.position);
      }),
      { numRuns: 40 },
    );
  });

  it('given namespaces declared around it, then the picked document has them', async () => {
    const inner = roleWith().replaceAll('md:', '').replaceAll('<ds:', '<q:').replaceAll('</ds:', '</q:');
    const document = `<EntitiesDescriptor xmlns="${MD}" xmlns:q="${DS}"><EntitiesDescriptor xmlns:x="u&amp;&quot;&#10;w"><EntityDescriptor entityID="urn:b" xmlns:x="v">${inner}</EntityDescriptor></EntitiesDescriptor></EntitiesDescriptor>`;
    const { value } = await pickEntity([Buffer.from(document)], 'urn:b');

    assert.equal(value?.groups.length, 2);
    assert.ok(
      value.text.startsWith(`<EntityDescriptor xmlns="${MD}" xmlns:q="${DS}" entityID="urn:b" xmlns:x="v">`),
    );
    assert.equal(readPickedEntity(value, { now: NOW }).verdict, 'accepted');
  });

  it('given a document of one entity, then picks it, if it is that one', async () => {
    const document = fixture('okta-idp-metadata.xml');
    const { value, findings } = await pickEntity([document], 'http://www.okta.com/exk1fcia6d6EMsf331d8');
    assert.deepEqual(findings, []);
    assert.equal(readPickedEntity(value!, { now: NOW }).verdict, 'accepted');
    assert.deepEqual(ids(await pickEntity([document], 'urn:other')), ['metadata-entity-not-found']);
  });

  const refused: [name: string, document: string, entityId: string, id: string, says: RegExp][] = [
    [
      'no such entity',
      aggregate(idp('urn:a')),
      'urn:b',
      'metadata-entity-not-found',
      /one entity, none .*'urn:b'\.$/,
    ],
    [
      'an entity ID that differs by its last slash',
      aggregate(idp('https://IDP.example.com/')),
      'http://idp.example.com',
      'metadata-entity-not-found',
      /only 'https:\/\/IDP\.example\.com\/'/,
    ],
    [
      'the entity ID twice',
      aggregate(idp('urn:a'), `\n${idp('urn:a')}`),
      'urn:a',
      'metadata-entity-repeated',
      /2 times \(line 1, line 2\)/,
    ],
    [
      'the entity only inside another one’s extensions',
      aggregate(metadataWith({ beside: `<md:Extensions>${idp('urn:b')}</md:Extensions>` })),
      'urn:b',
      'metadata-entity-not-found',
      /none/,
    ],
    ['no metadata', '<a/>', 'urn:a', 'metadata-wrong-root', /<a>/],
    ['text', 'hello', 'urn:a', 'metadata-not-xml', /text/],
    ['nothing', '', 'urn:a', 'xml-empty', /empty/],
    ['white space', '  \n', 'urn:a', 'xml-malformed', /document/],
    ['a DTD', `<!DOCTYPE a [<!ENTITY b "c">]>${idp('urn:a')}`, 'urn:a', 'xml-doctype', /DOCTYPE/],
    ['no end', aggregate(idp('urn:a')).slice(0, -5), 'urn:a', 'xml-malformed', /well-formed/],
    [
      'a broken end behind the entity',
      `${aggregate(idp('urn:a'))}<`,
      'urn:a',
      'xml-malformed',
      /well-formed/,
    ],
    ['too deep nesting', aggregate('<a>'.repeat(200)), 'urn:a', 'xml-too-deep', /100 deep/],
    [
      'an entity that is too long',
      aggregate(idp('urn:a').replace('</md:EntityDescriptor>', `${'<b/>'.repeat(110_000)}$&`)),
      'urn:a',
      'xml-too-large',
      /204,800/,
    ],
    ['an undeclared prefix', aggregate('<x:a/>'), 'urn:a', 'xml-malformed', /unbound namespace prefix/],
  ];
  for (const [name, document, entityId, id, says] of refused) {
    it(`given ${name}, then ${id}`, async () => {
      const { value, findings } = await pickEntity(pieces(Buffer.from(document), 1000), entityId);
      assert.deepEqual(ids({ findings }), [id]);
      assert.match(findings[0]!.message, says);
      if (id !== 'metadata-entity-repeated') assert.equal(value, undefined);
    });
  }

  it('given bytes that are no UTF-8 far inside, then refuses them', async () => {
    const document = Buffer.concat([
      FEDERATION.subarray(0, 9000),
      Buffer.from([0xc0, 0xaf]),
      FEDERATION.subarray(9000),
    ]);
    assert.deepEqual(ids(await pickEntity(pieces(document, 4096), WANTED)), ['xml-undecodable']);
  });

  for (const [name, before, unit] of [
    ['a text', `<md:EntitiesDescriptor xmlns:md="${MD}">`, 'x'],
    ['a comment', `<md:EntitiesDescriptor xmlns:md="${MD}"><!--`, '- '],
    ['an attribute', `<md:EntitiesDescriptor xmlns:md="${MD}" Name="`, 'x'],
    ['a document type declaration', '<!DOCTYPE a [', '<!ENTITY a "b">'],
    ['a name', '<', 'x'],
  ] as const) {
    it(`given ${name} without end, then stops within 2 MiB`, async () => {
      const counted = { bytes: 0 };
      const { value, findings } = await pickEntity(endless(before, unit, counted), WANTED);
      assert.equal(value, undefined);
      assert.match(ids({ findings }).join(), /^xml-(?:too-much-text|doctype|malformed)$/);
      assert.ok(counted.bytes < 2 ** 21, String(counted.bytes));
    });
  }

  it('given 100 MB of entities, then reads them to the end and keeps less than 64 MB of them', async function () {
    this.timeout(120_000);
    const filler = Buffer.from(others(100).join(''));
    const count = Math.ceil(100_000_000 / filler.length);
    let peak = 0;
    const start = process.memoryUsage.rss();
    function* document(): Generator<Buffer> {
      yield Buffer.from(`<md:EntitiesDescriptor xmlns:md="${MD}" xmlns:ds="${DS}">`);
      for (let index = 0; index < count; index += 1) {
        if (index === 5) yield Buffer.from(idp(WANTED));
        peak = Math.max(peak, process.memoryUsage.rss());
        yield filler;
      }
      yield Buffer.from('</md:EntitiesDescriptor>');
    }
    const { value, findings } = await pickEntity(document(), WANTED);
    assert.deepEqual(ids({ findings }), ['metadata-aggregate-picked']);
    assert.equal(readPickedEntity(value!, { now: NOW }).entityId, WANTED);
    assert.ok(peak - start < 64 * 1024 * 1024, `${String((peak - start) / 1024 / 1024)} MiB`);
  });
});
