import assert from 'node:assert/strict';
import { createHmac, X509Certificate } from 'node:crypto';
import { type ResponseCheckId } from '../../../src/core/saml/response/checks.js';
import {
  ACS,
  AT,
  assertionXml,
  failures,
  judge,
  REQUEST,
  responseXml,
  SIGNED_PARTS,
  signed,
  signedResponse,
} from './builder.js';
import { signer } from './keys.js';
import { refusedBy } from './refused.js';
import { wrappingAttacks } from './wrapping.js';

describe('an attack on a SAML response', () => {
  for (const { name, message } of wrappingAttacks()) {
    it(`given ${name}, when it is judged, then it is refused`, async () => {
      const failed = await refusedBy(message);
      const SHAPE: readonly string[] = [
        'one-assertion',
        'unique-ids',
        'signature-form',
        'signature-present',
        'signature',
      ];
      assert.ok(
        failed.some((id) => SHAPE.includes(id)),
        failed.join(),
      );
    });
  }

  const good = signedResponse('assertion');
  const swap = (from: string | RegExp, to: string) => {
    const changed = good.replace(from, to);
    assert.notEqual(changed, good);
    return changed;
  };
  const transform = (algorithm: string, content = '') =>
    swap(
      '</ds:Transforms>',
      `<ds:Transform Algorithm="${algorithm}">${content}</ds:Transform></ds:Transforms>`,
    );
  const stranger = signer('stranger');
  const twin = signer('twin', 'idp');

  const ATTACKS: readonly (readonly [
    name: string,
    check: ResponseCheckId,
    message: () => string | Uint8Array,
  ])[] = [
    // IDs
    [
      'an ID twice, by xml:id',
      'unique-ids',
      () => swap('<samlp:Status>', '<samlp:Status xml:id="_assertion-1">'),
    ],
    ['an ID twice, by Id', 'unique-ids', () => swap('<samlp:Status>', '<samlp:Status Id="_assertion-1">')],
    ['an ID twice, by id', 'unique-ids', () => swap('<samlp:Status>', '<samlp:Status id="_assertion-1">')],
    [
      'an ID twice, in a namespace',
      'unique-ids',
      () => swap('<samlp:Status>', '<samlp:Status xmlns:x="urn:x" x:ID="_assertion-1">'),
    ],
    ['the ID under another name', 'signature-form', () => swap(' ID="_assertion-1"', ' Id="_assertion-1"')],
    ['no ID', 'signature-form', () => swap(' ID="_assertion-1"', '')],
    // References
    ['an empty Reference', 'signature-form', () => swap('URI="#_assertion-1"', 'URI=""')],
    ['a Reference without URI', 'signature-form', () => swap(' URI="#_assertion-1"', '')],
    ['a Reference without #', 'signature-form', () => swap('URI="#_assertion-1"', 'URI="_assertion-1"')],
    [
      'a Reference to the response',
      'signature-form',
      () => swap('URI="#_assertion-1"', 'URI="#_response-1"'),
    ],
    ['a Reference to everything', 'signature-form', () => swap('URI="#_assertion-1"', 'URI="#xpointer(/)"')],
    [
      'a Reference by XPointer',
      'signature-form',
      () => swap('URI="#_assertion-1"', `URI="#xpointer(id('_assertion-1'))"`),
    ],
    [
      'a Reference elsewhere',
      'signature-form',
      () => swap('URI="#_assertion-1"', 'URI="https://elsewhere.example/assertion.xml"'),
    ],
    [
      'a Reference to a file',
      'signature-form',
      () => swap('URI="#_assertion-1"', 'URI="file:///etc/passwd"'),
    ],
    ['two References', 'signature-form', () => swap(/(<ds:Reference.*<\/ds:Reference>)/s, '$1$1')],
    ['no Reference', 'signature-form', () => swap(/<ds:Reference.*<\/ds:Reference>/s, '')],
    [
      'a Manifest',
      'signature-form',
      () => swap('</ds:Signature>', '<ds:Object><ds:Manifest/></ds:Object></ds:Signature>'),
    ],
    [
      'an Object in the signature',
      'signature-form',
      () => swap('</ds:Signature>', '<ds:Object/></ds:Signature>'),
    ],
    ['two SignedInfo', 'signature-form', () => swap(/(<ds:SignedInfo.*<\/ds:SignedInfo>)/s, '$1$1')],
    [
      'two SignatureValue',
      'signature-form',
      () => swap(/(<ds:SignatureValue.*<\/ds:SignatureValue>)/s, '$1$1'),
    ],
    ['two DigestValue', 'signature-form', () => swap(/(<ds:DigestValue.*<\/ds:DigestValue>)/s, '$1$1')],
    ['two signatures', 'signature-form', () => swap(/(<ds:Signature .*<\/ds:Signature>)/s, '$1$1')],
    [
      'the signature in the Issuer',
      'signature-form',
      () => swap(/<\/saml:Issuer>(<ds:Signature .*<\/ds:Signature>)/s, '$1</saml:Issuer>'),
    ],
    [
      'the signature in the subject',
      'signature-form',
      () => swap(/(<ds:Signature .*<\/ds:Signature>)<saml:Subject>/s, '<saml:Subject>$1'),
    ],
    [
      'the SignedInfo in another namespace',
      'signature-form',
      () => swap(/<ds:SignedInfo>(.*)<\/ds:SignedInfo>/s, '<SignedInfo xmlns="urn:x">$1</SignedInfo>'),
    ],
    ['an element in DigestValue', 'signature-form', () => swap('<ds:DigestValue>', '<ds:DigestValue><a/>')],
    [
      'an element in SignatureValue',
      'signature-form',
      () => swap('<ds:SignatureValue>', '<ds:SignatureValue><a/>'),
    ],
    ['an empty DigestValue', 'signature-form', () => swap(/<ds:DigestValue>[^<]*/, '<ds:DigestValue>')],
    ['text in SignedInfo', 'signature-form', () => swap('<ds:SignedInfo>', '<ds:SignedInfo>text')],
    [
      'a parameter in SignatureMethod',
      'signature-form',
      () => swap(/(<ds:SignatureMethod [^>]*)\/>/, '$1><a/></ds:SignatureMethod>'),
    ],
    // Comments where a reader may stop (CVE-2025-29774, CVE-2025-29775, CVE-2017-11427 and their like)
    ['a comment in DigestValue', 'xml', () => swap('<ds:DigestValue>', '<ds:DigestValue><!--x-->')],
    ['a comment in SignedInfo', 'xml', () => swap('<ds:SignedInfo>', '<ds:SignedInfo><!--x-->')],
    ['a comment in the NameID', 'xml', () => swap('ana@example.com', 'ana@example.com<!---->.evil.example')],
    ['a comment in an attribute value', 'xml', () => swap('>staff<', '>st<!-- -->aff<')],
    ['a processing instruction in the NameID', 'xml', () => swap('ana@example.com', 'ana<?x?>@example.com')],
    ['a CDATA section in the NameID', 'xml', () => swap('ana@example.com', '<![CDATA[ana@example.com]]>')],
    ['a comment before the response', 'xml', () => `<!-- -->${good}`],
    ['a comment behind the response', 'xml', () => `${good}<!-- -->`],
    // Transforms and canonicalisation
    [
      'XSLT',
      'signature-form',
      () => transform('http://www.w3.org/TR/1999/REC-xslt-19991116', '<x xmlns="urn:x"/>'),
    ],
    ['XPath', 'signature-form', () => transform('http://www.w3.org/TR/1999/REC-xpath-19991116')],
    ['base64', 'signature-form', () => transform('http://www.w3.org/2000/09/xmldsig#base64')],
    [
      'XPath in the place of the canonicalisation',
      'signature-algorithm',
      () =>
        swap(
          /<ds:Transform Algorithm="http:\/\/www.w3.org\/2001\/10\/xml-exc-c14n#"\/>/,
          '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/>',
        ),
    ],
    ['no transforms', 'signature-form', () => swap(/<ds:Transforms>.*<\/ds:Transforms>/s, '')],
    [
      'one transform',
      'signature-form',
      () => swap(/<ds:Transform Algorithm="[^"]*enveloped-signature"\/>/, ''),
    ],
    [
      'inclusive canonicalisation',
      'signature-algorithm',
      () =>
        swap(
          /<ds:CanonicalizationMethod Algorithm="[^"]*"/,
          '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"',
        ),
    ],
    ['a relative namespace', 'xml', () => swap('<samlp:Response ', '<samlp:Response xmlns:x="1" ')],
    [
      'a namespace of another place',
      'xml',
      () => swap('<saml:Assertion ', '<saml:Assertion xmlns:x="../x" '),
    ],
    // Algorithms and keys
    [
      'an unknown signature algorithm',
      'signature-algorithm',
      () => swap(/<ds:SignatureMethod Algorithm="[^"]*"/, '<ds:SignatureMethod Algorithm="urn:x"'),
    ],
    [
      'no signature algorithm',
      'signature-algorithm',
      () => swap(/<ds:SignatureMethod Algorithm="[^"]*"/, '<ds:SignatureMethod'),
    ],
    [
      'an unknown digest',
      'signature-algorithm',
      () =>
        swap(
          /<ds:DigestMethod Algorithm="[^"]*"/,
          '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#md5"',
        ),
    ],
    ['an elliptic-curve algorithm over the RSA key', 'signature', () => swap('rsa-sha256', 'ecdsa-sha256')],
    [
      'RSA-PSS in the place of RSA',
      'signature',
      () =>
        swap(
          'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
          'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
        ),
    ],
    ['a stranger’s key and certificate', 'signature', () => signedResponse('both', {}, stranger)],
    [
      'a stranger’s key without certificate',
      'signature',
      () => signedResponse('both', {}, { privateKey: stranger.privateKey, certificate: null }),
    ],
    [
      'a stranger’s key with the right certificate',
      'signature',
      () => signedResponse('assertion', {}, { privateKey: stranger.privateKey }),
    ],
    [
      'the right key with a stranger’s certificate',
      'signature-key-info',
      () => signedResponse('assertion', {}, { certificate: stranger.certificate }),
    ],
    ['a certificate of the same name', 'signature', () => signedResponse('response', {}, twin)],
    [
      'an RSA signature of zeros',
      'signature',
      () => swap(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${Buffer.alloc(256).toString('base64')}`),
    ],
    ['an empty signature', 'signature-form', () => swap(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>')],
    [
      'SHA-1',
      'signature-algorithm',
      () => signedResponse('assertion', {}, { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
    ],
    [
      'a digest by SHA-1',
      'signature-algorithm',
      () => signedResponse('assertion', {}, { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
    ],
    // Signature exclusion
    ['no signature', 'signature-present', () => swap(/<ds:Signature .*<\/ds:Signature>/s, '')],
    [
      'an empty Signature',
      'signature-form',
      () =>
        swap(
          /<ds:Signature (.*)<\/ds:Signature>/s,
          '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>',
        ),
    ],
    [
      'a Signature of another namespace',
      'signature-form',
      () =>
        swap('xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', 'xmlns:ds="http://www.w3.org/2000/09/xmldsig"'),
    ],
    ['an assertion changed after signing', 'signature', () => swap('ana@example.com', 'admin@example.com')],
    [
      'a signed assertion in a response whose own signature is broken',
      'signature',
      () => signedResponse('both').replace('Destination', 'Consent="x" Destination'),
    ],
    [
      'a signed response whose assertion’s own signature is broken',
      'signature',
      () => signed(signedResponse('assertion').replace('ana@', 'admin@'), '_response-1'),
    ],
    // The document
    ['a DOCTYPE', 'xml', () => `<!DOCTYPE a>${good}`],
    ['an entity', 'xml', () => `<!DOCTYPE a [<!ENTITY b "admin">]>${good.replace('ana@', '&b;@')}`],
    ['an entity of no DOCTYPE', 'xml', () => swap('ana@', '&nbsp;ana@')],
    ['an external entity', 'xml', () => `<!DOCTYPE a SYSTEM "file:///etc/passwd">${good}`],
    ['a DOCTYPE in the middle', 'xml', () => swap('<saml:Subject>', '<!DOCTYPE a><saml:Subject>')],
    ['two roots', 'xml', () => good + good],
    ['text behind the root', 'xml', () => `${good}x`],
    ['an attribute twice', 'xml', () => swap(' ID="_assertion-1"', ' ID="_assertion-1" ID="_evil"')],
    [
      'an attribute twice, by two prefixes',
      'xml',
      () => swap('<samlp:Status>', '<samlp:Status xmlns:a="urn:x" xmlns:b="urn:x" a:c="1" b:c="2">'),
    ],
    ['a prefix without namespace', 'xml', () => swap('<saml:Subject>', '<evil:Subject>')],
    ['a prefix taken back', 'xml', () => swap('<saml:Subject>', '<saml:Subject xmlns:samlp="">')],
    ['a NUL', 'xml', () => swap('ana@', 'ana\u0000@')],
    ['a NUL as a reference', 'xml', () => swap('ana@', 'ana&#0;@')],
    ['half a character', 'encoding', () => swap('ana@', 'ana\ud800@')],
    ['bytes that are not UTF-8', 'encoding', () => Buffer.from(swap('ana@', 'an\xe9@'), 'latin1')],
    [
      'another encoding than it says',
      'encoding',
      () => Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${good}`),
    ],
    ['UTF-7', 'encoding', () => Buffer.from(`<?xml version="1.0" encoding="utf-7"?>${good}`)],
    ['two byte-order marks', 'xml', () => Buffer.from(`\ufeff\ufeff${good}`)],
    ['junk in the base64', 'encoding', () => `${Buffer.from(good).toString('base64').slice(0, 400)}!!!!`],
    ['base64 in base64', 'xml', () => Buffer.from(Buffer.from(good).toString('base64')).toString('base64')],
    ['nothing', 'encoding', () => ''],
    ['only white space', 'encoding', () => '  \n'],
    ['two million characters', 'encoding', () => `<a>${'b'.repeat(2_100_000)}</a>`],
    ['elements 200 deep', 'xml', () => swap('>staff<', `>${'<a>'.repeat(200)}${'</a>'.repeat(200)}<`)],
    ['twenty thousand elements', 'xml', () => swap('>staff<', `>${'<a/>'.repeat(20_000)}<`)],
    ['a response of SAML 1', 'response', () => '<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol"/>'],
    ['a response of no namespace', 'response', () => '<Response/>'],
    ['an assertion alone', 'response', () => signed(assertionXml(), '_assertion-1')],
    [
      'a sign-out',
      'response',
      () => '<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>',
    ],
    [
      'an assertion of another namespace',
      'one-assertion',
      () => responseXml('<Assertion xmlns="urn:x" ID="_assertion-1"/>'),
    ],
    [
      'an assertion in other letters',
      'one-assertion',
      () => swap('<samlp:Status>', '<x:assertion xmlns:x="urn:x"/><samlp:Status>'),
    ],
    ['no assertion', 'one-assertion', () => responseXml('')],
  ];

  for (const [name, check, message] of ATTACKS) {
    it(`given ${name}, when it is judged, then it is refused by the check ${check}`, async () => {
      const failed = await refusedBy(message());
      assert.ok(failed.includes(check), failed.join());
    });
  }

  it('given a MAC made with the public key, when it is judged, then no algorithm takes it', async () => {
    for (const hash of ['sha1', 'sha256']) {
      const uri =
        hash === 'sha1'
          ? 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
          : 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';
      const { certificate } = signer('idp');
      for (const key of [
        certificate,
        new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }),
      ]) {
        const signedInfo = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s
          .exec(good)![0]
          .replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', uri);
        const mac = createHmac(hash, key)
          .update(
            signedInfo.replace(
              '<ds:SignedInfo>',
              '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
            ),
          )
          .digest('base64');
        const forged = good
          .replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, signedInfo)
          .replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${mac}`);
        assert.ok((await refusedBy(forged)).includes('signature-algorithm'));
      }
    }
  });

  it('given a key that is no longer in the metadata, when it signs, then the response is refused', async () => {
    const message = signedResponse('assertion', {}, stranger);
    const both = [{ pem: stranger.certificate }, { pem: signer('idp').certificate }];
    const idp = { entityId: 'https://idp.example.com/metadata', signingCertificates: both };
    assert.equal((await judge(message, { expected: { idp } })).verdict, 'accepted');
    const after = await judge(message, { expected: { idp: { ...idp, signingCertificates: both.slice(1) } } });
    assert.deepEqual(failures(after), ['signature']);
  });

  it('given no certificate in the metadata, when anything is judged, then it is refused', async () => {
    for (const part of SIGNED_PARTS) {
      const idp = { entityId: 'https://idp.example.com/metadata', signingCertificates: [] };
      const verdict = await judge(signedResponse(part), { expected: { idp } });
      assert.deepEqual(failures(verdict), ['signature']);
    }
  });

  it('given a refused signature, when the rest is judged, then it is judged all the same', async () => {
    const message = swap('ana@example.com', 'admin@example.com').replaceAll(REQUEST, '_other');
    const verdict = await judge(message, {
      expected: { acsUrl: `${ACS}/other` },
      at: new Date(AT.getTime() + 86_400_000),
    });
    const failed = failures(verdict);
    for (const id of [
      'signature',
      'destination',
      'in-response-to',
      'recipient',
      'confirmation-time',
      'validity',
    ]) {
      assert.ok(failed.includes(id), `${id} not in ${failed.join()}`);
    }
  });
});
