import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { SAML_RULES } from '../../src/core/saml/findings.js';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { DEFAULT_XML_LIMITS } from '../../src/core/saml/xml/limits.js';
import { parseXml } from '../../src/core/saml/xml/parse.js';
import { type Case } from './cases/case.js';
import { ENTITY_CASES } from './cases/entities.js';
import { KEY_CASES } from './cases/keys.js';
import { KIND_CASES } from './cases/kinds.js';
import { SIGN_IN_CASES } from './cases/sign-in.js';
import { XML_CASES } from './cases/xml.js';
import { ids, metadataWith, NOW, signingKey } from './support.js';

const CASES: readonly Case[] = [...XML_CASES, ...KIND_CASES, ...ENTITY_CASES, ...KEY_CASES, ...SIGN_IN_CASES];

describe('findings on metadata', () => {
  for (const { name, id, document, says, at, with: others = [] } of CASES) {
    it(`${id}: ${name}`, () => {
      const reading = readIdentityProviderMetadata(document, { now: NOW });

      assert.deepEqual(ids(reading).sort(), [id, ...others].sort(), JSON.stringify(reading.findings));
      const finding = reading.findings.find((candidate) => candidate.id === id)!;
      assert.match(finding.message, says);
      if (at !== undefined) assert.match(finding.subject, at);
      assert.equal(finding.severity, SAML_RULES[id].severity);
      assert.equal(finding.fix, SAML_RULES[id].fix);
      const refusing = [id, ...others].some((one) => SAML_RULES[one].severity === 'error');
      assert.equal(reading.verdict, refusing ? 'refused' : 'accepted');
    });
  }

  it('metadata-certificate-not-yet-valid: a certificate of the future', () => {
    const reading = readIdentityProviderMetadata(metadataWith(), { now: new Date('2020-01-01T00:00:00Z') });

    assert.deepEqual(ids(reading), ['metadata-certificate-not-yet-valid']);
    assert.match(reading.findings[0]!.message, /not valid before 2024-01-15/);
    assert.equal(reading.verdict, 'accepted');
  });

  it('metadata-certificate-expires-soon: a certificate near its end, by the time given, and not beyond it', () => {
    const now = new Date('2044-01-01T00:00:00Z');
    const judge = (days: number) =>
      ids(readIdentityProviderMetadata(metadataWith(), { now, expiresWithinMs: days * 86_400_000 }));

    assert.deepEqual(judge(30), ['metadata-certificate-expires-soon']);
    assert.deepEqual(judge(9), []);
    assert.deepEqual(
      ids(
        readIdentityProviderMetadata(metadataWith(), {
          now: new Date('2045-01-01T00:00:00Z'),
          expiresWithinMs: 1,
        }),
      ),
      ['metadata-certificate-expired'],
    );
  });

  it('metadata-expires-soon: validUntil near, at any level', () => {
    const expiresWithinMs = 86_400_000;
    for (const parts of [
      { entity: 'entityID="urn:a" validUntil="2027-06-02T00:00:00Z"' },
      { role: 'validUntil="2027-06-02T00:00:00Z"' },
    ]) {
      const document = metadataWith(parts);
      const reading = readIdentityProviderMetadata(document, { now: NOW, expiresWithinMs });
      assert.deepEqual(ids(reading), ['metadata-expires-soon']);
      assert.deepEqual(ids(readIdentityProviderMetadata(document, { now: NOW, expiresWithinMs: 1000 })), []);
    }
  });

  it('metadata-certificate-weak-key: DSA too', () => {
    const dsa = readFileSync(new URL('../fixtures/certificates/keys/dsa.crt', import.meta.url));
    const reading = readIdentityProviderMetadata(
      metadataWith({ keys: signingKey(new X509Certificate(dsa).raw.toString('base64')) }),
    );
    assert.ok(ids(reading).includes('metadata-certificate-weak-key'));
    assert.match(reading.findings.map(({ message }) => message).join(), /a DSA key/);
  });

  it('xml-too-much-text: a parse with a limit below the length of the document', () => {
    const limits = { ...DEFAULT_XML_LIMITS, text: 10 };

    assert.equal(parseXml('<a b="12345">67890</a>', limits).findings.length, 0);
    assert.equal(parseXml('<a b="12345">67890!</a>', limits).findings[0]?.id, 'xml-too-much-text');
    assert.equal(parseXml('<a b="12345678901"/>', limits).findings[0]?.id, 'xml-too-much-text');
    assert.equal(parseXml('<a><![CDATA[12345678901]]></a>', limits).findings[0]?.id, 'xml-too-much-text');
  });

  it('xml-not-plain: what a message between machines never holds', () => {
    const plain = (text: string) => parseXml(text, DEFAULT_XML_LIMITS, 'plain').findings[0];
    const ODD: readonly (readonly [text: string, says: RegExp])[] = [
      ['<a>b<!-- -->c</a>', /a comment/],
      ['<!-- --><a/>', /a comment/],
      ['<a/><!-- -->', /a comment/],
      ['<a><![CDATA[b]]></a>', /a CDATA section/],
      ['<a><?b c?></a>', /a processing instruction/],
      ['<?b c?><a/>', /a processing instruction/],
      ['<a xmlns="b"/>', /'b', which isn't an absolute URI/],
      ['<a xmlns:b="../c"/>', /'..\/c', which isn't an absolute URI/],
      ['<a xmlns:b="#c"/>', /'#c', which isn't an absolute URI/],
    ];
    for (const [text, says] of ODD) {
      assert.equal(plain(text)?.id, 'xml-not-plain', text);
      assert.match(plain(text)?.message ?? '', says, text);
      assert.equal(parseXml(text).findings.length, 0, text);
    }
    assert.equal(plain('<?xml version="1.0"?>\n<a xmlns="urn:b" c="#d">e<f xmlns=""/></a>\n'), undefined);
    const many = Array.from({ length: 257 }, (_, index) => `b${index}=""`).join(' ');
    assert.equal(plain(`<a ${many}/>`)?.id, 'xml-too-many-attributes');
  });

  it('every rule has a case', () => {
    const covered = new Set<string>(CASES.map(({ id }) => id));
    const elsewhere = [
      'metadata-aggregate-picked', // pick-entity.test.ts, as the next two
      'metadata-entity-not-found',
      'metadata-entity-repeated',
      'metadata-certificate-expires-soon',
      'metadata-certificate-not-yet-valid',
      'metadata-expires-soon',
      'metadata-signature-broken', // signature.test.ts
      'metadata-signature-verified',
      'metadata-vendor', // recognise-vendor.test.ts
      'xml-not-plain',
      'xml-too-much-text',
    ];

    assert.deepEqual(
      Object.keys(SAML_RULES).filter((id) => !covered.has(id)),
      elsewhere.sort((a, b) => Object.keys(SAML_RULES).indexOf(a) - Object.keys(SAML_RULES).indexOf(b)),
    );
  });
});
