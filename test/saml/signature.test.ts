import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { SignedXml } from 'xml-crypto';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { verifyMetadataSignature } from '../../src/core/saml/metadata/signature.js';
import { aggregate, idp } from './cases/case.js';
import { fixture, keyInfo, metadataWith, signingKey } from './support.js';

const key = (name: string): string =>
  readFileSync(new URL(`../fixtures/certificates/keys/${name}`, import.meta.url), 'utf8');
const CERTIFICATE = new X509Certificate(key('rsa-2048.crt')).raw.toString('base64');
const PLAIN = metadataWith({
  entity: 'ID="_1" entityID="urn:a"',
  keys: signingKey(CERTIFICATE),
}).replace('<md:IDP', '\n  <!-- ü -->\n  <md:IDP');

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

interface Signing {
  readonly canonical?: string;
  readonly withKey?: boolean;
  /** Whether the signature uses the prefix declared at the root. */
  readonly xpath?: string;
}

/** Signs a document as identity providers do. */
function signed(document: string, { canonical = EXCLUSIVE, withKey = true, xpath }: Signing = {}): string {
  const signer = new SignedXml({
    privateKey: key('rsa-2048.key'),
    canonicalizationAlgorithm: canonical,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    getKeyInfoContent: () =>
      withKey
        ? keyInfo(CERTIFICATE)
            .replace(/<\/?ds:KeyInfo>/g, '')
            .replaceAll('ds:', 'd:')
        : null,
  });
  signer.addReference({
    xpath: xpath ?? '/*',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', canonical] as never,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(document, {
    prefix: 'd',
    location: { reference: xpath ?? '/*', action: 'prepend' },
  });
  return signer.getSignedXml();
}

async function idOf(document: string): Promise<string | undefined> {
  const reading = readIdentityProviderMetadata(document);
  const facts = reading.verdict === 'accepted' ? reading.identityProvider : reading.fragments;
  return (await verifyMetadataSignature(document, facts?.signingCertificates ?? []))?.id;
}

describe('the signature of metadata', () => {
  it('given none, then nothing is said', async () => {
    assert.equal(await idOf(PLAIN), undefined);
  });

  for (const [name, options] of [
    ['exclusive canonical form', {}],
    ['no key inside, but among the signing certificates', { withKey: false }],
  ] as const) {
    it(`given one with ${name}, then it verifies; with one letter changed, it is broken`, async () => {
      const document = signed(PLAIN, options);
      assert.equal(await idOf(document), 'metadata-signature-verified');
      for (const [from, to] of [
        ['/sso"', '/ssx"'],
        ['urn:a', 'urn:b'],
        ['\n  <md:IDP', '\n <md:IDP'],
      ] as const) {
        assert.ok(document.includes(from));
        assert.equal(await idOf(document.replace(from, to)), 'metadata-signature-broken', from);
      }
      const certificates = readIdentityProviderMetadata(document).identityProvider?.signingCertificates ?? [];
      const finding = await verifyMetadataSignature(document, certificates);
      assert.match(finding?.message ?? '', /, one of its signing certificates\.$/);
      assert.match(
        (await verifyMetadataSignature(document, [...certificates].slice(1)))?.message ?? '',
        /none|no certificate/,
      );
    });
  }

  it('given CR LF all through, then the signature of the same with LF verifies', async () => {
    assert.equal(await idOf(signed(PLAIN).replaceAll('\n', '\r\n')), 'metadata-signature-verified');
  });

  it('given one over the aggregate, or over an entity in it, then it verifies', async () => {
    const whole = aggregate(idp('urn:a')).replace(
      '<md:EntitiesDescriptor ',
      '<md:EntitiesDescriptor ID="_0" ',
    );
    assert.equal(await idOf(signed(whole)), 'metadata-signature-verified');
    const inner = aggregate(PLAIN);
    assert.equal(await idOf(signed(inner, { xpath: '/*/*' })), 'metadata-signature-verified');
  });

  it('given a signature of another key with the same certificate named, then it is broken', async () => {
    const document = signed(PLAIN);
    const value = /<d:SignatureValue>([^<]+)/.exec(document)?.[1] ?? '';
    const other = Buffer.from(value, 'base64').map((byte) => byte ^ 1);
    assert.equal(
      await idOf(document.replace(value, Buffer.from(other).toString('base64'))),
      'metadata-signature-broken',
    );
  });

  const unverified: [name: string, document: string][] = [
    ['an empty one', metadataWith({ beside: '<ds:Signature/>' })],
    ['one over something else', signed(PLAIN).replace('URI="#_1"', 'URI="#_2"')],
    ['inclusive canonical form', signed(PLAIN, { canonical: INCLUSIVE })],
    ['two references', signed(PLAIN).replace(/<d:Reference[^]*<\/d:Reference>/, '$&$&')],
    [
      'an algorithm of messages, not keys',
      signed(PLAIN).replace('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'),
    ],
    [
      'a transform that runs a program',
      signed(PLAIN).replace(
        `Algorithm="${EXCLUSIVE}"/></d:Transforms>`,
        'Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></d:Transforms>',
      ),
    ],
  ];
  for (const [name, document] of unverified) {
    it(`given ${name}, then it is not verified, and the message says why`, async () => {
      const certificates = readIdentityProviderMetadata(document).identityProvider?.signingCertificates ?? [];
      const finding = await verifyMetadataSignature(document, certificates);
      assert.equal(finding?.id, 'metadata-signature-unverified');
      assert.match(finding.message, /not been verified: .{10,}\.$/);
    });
  }

  const reasons: [name: string, from: string | RegExp, to: string, reason: RegExp][] = [
    ['no SignatureMethod', /<d:SignatureMethod [^>]*>/, '', /its algorithm '' isn't known here/],
    ['a SignatureMethod of none', /(<d:SignatureMethod) [^>]*>/, '$1/>', /its algorithm '' isn't known here/],
    ['a digest not known', 'xmlenc#sha256', 'xmlenc#md5', /its digest isn't known here/],
    ['two SignedInfo', /<d:SignedInfo>[^]*<\/d:SignedInfo>/, '$&$&', /it has not exactly one Reference/],
    ['no Reference', /<d:Reference[^]*<\/d:Reference>/, '', /it has not exactly one Reference/],
    ['an ID that is gone', ' ID="_1"', '', /it signs something else/],
    ['a transform of none', /(<d:Transform) [^>]*\/>/, '$1/>', /its transforms aren't those SAML allows/],
    ['three transforms', /<d:Transform [^>]*\/>/, '$&$&', /its transforms aren't those SAML allows/],
    [
      'elements too deep',
      '<md:IDP',
      `${'<a>'.repeat(31)}${'</a>'.repeat(31)}$&`,
      /too many elements or namespaces/,
    ],
    ['too many elements', '<md:IDP', `${'<a/>'.repeat(5000)}$&`, /too many elements or namespaces/],
    [
      'too many namespaces',
      '<md:IDP',
      `${'<a xmlns="b"/>'.repeat(1001)}$&`,
      /too many elements or namespaces/,
    ],
  ];
  for (const [name, from, to, reason] of reasons) {
    it(`given one with ${name}, then it is not verified for that reason`, async () => {
      const original = signed(PLAIN);
      const document = original.replace(from, to);
      assert.notEqual(document, original);
      const finding = await verifyMetadataSignature(document, []);
      assert.equal(finding?.id, 'metadata-signature-unverified');
      assert.match(finding.message, reason);
    });
  }

  it('given one without a certificate anywhere, or what is no document, then nothing verifies', async () => {
    const finding = await verifyMetadataSignature(signed(PLAIN, { withKey: false }), []);
    assert.match(finding?.message ?? '', /no certificate comes with it/);
    assert.equal(await verifyMetadataSignature('<a', []), undefined);
  });

  it('given one in a document too long for it, then nothing is said', async () => {
    const long = PLAIN.replace('</md:Ent', `<md:Extensions>${'<a/>'.repeat(11_000)}</md:Extensions></md:Ent`);
    assert.equal(await idOf(long.replace('<md:IDP', '<ds:Signature/>$&')), undefined);
  });

  it('given a vendor’s metadata with a made-up signature, then it is broken, and refuses nothing', async () => {
    for (const vendor of ['entra', 'adfs', 'ping']) {
      const text = fixture(`${vendor}-idp-metadata.xml`)
        .toString()
        .replace(/^\ufeff/, '');
      assert.equal(await idOf(text), 'metadata-signature-broken');
      assert.equal(readIdentityProviderMetadata(text).verdict, 'accepted');
    }
  });
});
