import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { encryptElement, type EncryptionChoice } from '../../../src/core/saml/encryption/encrypt.js';
import {
  assertionXml,
  failures,
  IDP,
  judge,
  NAME_ID,
  responseXml,
  SIGNED_PARTS,
  signed,
  signedResponse,
} from './builder.js';
import { renewedCertificate, signer } from './keys.js';
import { ISSUER_LESS, VENDOR_SHAPES } from './vendors.js';

const sha256Of = (pem: string) => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
const base64 = (xml: string) => Buffer.from(xml).toString('base64');

describe('a response as an identity provider sends it', () => {
  for (const part of SIGNED_PARTS) {
    it(`given the ${part} signed, when it is judged, then it is accepted with all it says`, async () => {
      const verdict = await judge(base64(signedResponse(part)));
      assert.deepEqual(failures(verdict), []);
      assert.equal(verdict.verdict, 'accepted');
      const { checks, ...identity } = verdict;
      assert.deepEqual(identity, {
        verdict: 'accepted',
        nameId: 'ana@example.com',
        nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        attributes: { groups: ['staff', 'field'] },
        assertionId: '_assertion-1',
        sessionIndex: '_session-1',
        inResponseTo: '_request-1',
        signedBy: sha256Of(signer('idp').certificate),
      });
      assert.ok(checks.every(({ fix }) => fix === ''));
    });
  }

  it('given several certificates over one key, when it is judged, then the one that the message names has signed', async () => {
    const { certificate, privateKey } = signer('idp');
    const renewed = renewedCertificate('idp');
    const stranger = signer('stranger').certificate;
    const judged = async (named: string | null, ...trusted: readonly string[]) => {
      const idp = { entityId: IDP, signingCertificates: trusted.map((pem) => ({ pem })) };
      const message = signedResponse('assertion', {}, { privateKey, certificate: named });
      const verdict = await judge(message, { expected: { idp } });
      assert.ok(verdict.verdict === 'accepted', failures(verdict).join());
      return verdict.signedBy;
    };
    assert.equal(await judged(certificate, stranger, certificate, renewed), sha256Of(certificate));
    assert.equal(await judged(renewed, stranger, certificate, renewed), sha256Of(renewed));
    assert.equal(await judged(null, stranger, certificate, renewed), sha256Of(certificate));
    // Renewed at the identity provider, and not in the metadata yet: it is the key that counts.
    assert.equal(await judged(renewed, stranger, certificate), sha256Of(certificate));
  });

  it('given a response and an assertion signed by two keys, when it is judged, then it is accepted, and names neither', async () => {
    const other = signer('other');
    const inner = signed(responseXml(assertionXml()), '_assertion-1');
    const message = signed(inner, '_response-1', other);
    const certificates = [signer('idp'), other].map(({ certificate }) => ({ pem: certificate }));
    const verdict = await judge(message, {
      expected: { idp: { entityId: IDP, signingCertificates: certificates } },
    });
    assert.deepEqual(failures(verdict), []);
    assert.ok(verdict.verdict === 'accepted' && verdict.signedBy === undefined);
  });

  for (const { vendor, xml, sign, inclusivePrefixes, certificate, attributes } of [
    ...VENDOR_SHAPES,
    ISSUER_LESS,
  ]) {
    it(`given the shape of ${vendor}, when it is judged, then it is accepted with all its attributes`, async () => {
      const signing = {
        ...(inclusivePrefixes !== undefined && { inclusivePrefixes }),
        ...(certificate === null && { certificate }),
      };
      const message = sign.reduce((document, id) => signed(document, id, signing), xml);
      for (const form of [
        base64(message),
        base64(message).replace(/.{76}/g, '$&\r\n'),
        message,
        Buffer.from(message),
      ]) {
        const verdict = await judge(form);
        assert.deepEqual(failures(verdict), []);
        assert.ok(verdict.verdict === 'accepted');
        assert.equal(verdict.nameId, 'ana@example.com');
        assert.deepEqual(verdict.attributes, attributes);
      }
    });
  }

  it('given an attribute called __proto__, when it is judged, then it is an attribute like any other', async () => {
    const attributes =
      '<saml:AttributeStatement><saml:Attribute Name="__proto__"><saml:AttributeValue>x</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>';
    const verdict = await judge(signedResponse('assertion', { attributes }));
    assert.ok(verdict.verdict === 'accepted');
    assert.deepEqual(Object.entries(verdict.attributes), [['__proto__', ['x']]]);
  });

  const REWRITTEN: readonly (readonly [name: string, rewrite: (xml: string) => string])[] = [
    ['other quotes', (xml) => xml.replace(/="([^"']*)"/g, "='$1'")],
    ['references for letters', (xml) => xml.replace('>ana@', '>&#97;n&#x61;@')],
    ['white space in tags', (xml) => xml.replace('<saml:Subject>', '<saml:Subject\n >')],
    ['elements written empty', (xml) => xml.replace(/<(ds:Transform [^>]*)\/>/g, '<$1></ds:Transform>')],
    [
      'a namespace nobody uses',
      (xml) => xml.replace('<samlp:Response ', '<samlp:Response xmlns:unused="urn:x" '),
    ],
    [
      'attributes in another order',
      (xml) => xml.replace(/ID="_assertion-1" Version="2.0"/, 'Version="2.0" ID="_assertion-1"'),
    ],
    ['an XML declaration', (xml) => `<?xml version='1.0' encoding='utf-8'?>\n${xml}\n`],
  ];
  for (const [name, rewrite] of REWRITTEN) {
    it(`given the same message with ${name}, when it is judged, then it says the same`, async () => {
      const original = signedResponse('assertion');
      const rewritten = rewrite(original);
      assert.notEqual(rewritten, original);
      const verdict = await judge(rewritten);
      assert.deepEqual(failures(verdict), []);
      assert.ok(verdict.verdict === 'accepted' && verdict.nameId === 'ana@example.com');
    });
  }

  it('given a pretty-printed message, when its line ends are those of Windows, then it says the same', async () => {
    const shape = {
      attributes:
        '<saml:AttributeStatement>\n<saml:Attribute Name="a">\n<saml:AttributeValue>1\n2</saml:AttributeValue>\n</saml:Attribute>\n</saml:AttributeStatement>\n',
    };
    const message = signedResponse('assertion', shape);
    for (const form of [message, message.replaceAll('\n', '\r\n'), message.replaceAll('\n', '\r')]) {
      const verdict = await judge(form);
      assert.ok(verdict.verdict === 'accepted', failures(verdict).join());
      assert.deepEqual(verdict.attributes, { a: ['1\n2'] });
    }
  });

  it('given line ends of XML 1.1 in a value, when it is judged, then they are what was signed', async () => {
    const value = 'a\u0085b\u2028c&#13;d';
    const attributes = `<saml:AttributeStatement><saml:Attribute Name="a"><saml:AttributeValue>${value.replace('\u0085', '&#x85;').replace('\u2028', '&#x2028;')}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`;
    const message = signedResponse('assertion', { attributes });
    const verdict = await judge(message);
    assert.ok(verdict.verdict === 'accepted', failures(verdict).join());
    assert.deepEqual(verdict.attributes, { a: ['a\u0085b\u2028c\rd'] });
  });
});

describe('an algorithm of a signature', () => {
  const URI = {
    rsa: 'http://www.w3.org/2001/04/xmldsig-more#rsa-',
    pss: 'http://www.w3.org/2007/05/xmldsig-more#',
    ecdsa: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-',
  };
  const DIGESTS = {
    sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
    sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
    sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
  };
  for (const [hash, digest] of Object.entries(DIGESTS)) {
    for (const algorithm of [`${URI.rsa}${hash}`, `${URI.pss}${hash}-rsa-MGF1`]) {
      it(`given ${algorithm}, when a response signed by it is judged, then it is accepted`, async () => {
        const message = signedResponse('both', {}, { algorithm, digest });
        const verdict = await judge(message);
        assert.deepEqual(failures(verdict), []);
        assert.deepEqual(failures(await judge(message.replace('ana@', 'bob@'))).includes('signature'), true);
      });
    }
  }

  it('given SHA-1 and leave for it, when a response is judged, then it is accepted', async () => {
    const message = signedResponse(
      'both',
      {},
      {
        algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
        digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
      },
    );
    assert.deepEqual(failures(await judge(message, { allowSha1: true })), []);
    assert.deepEqual(failures(await judge(message)), ['signature-algorithm']);
  });
});

describe('an encrypted assertion', () => {
  const sp = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyed = (key: KeyObject = sp.privateKey) => ({ expected: { decryptionKeys: [key] } });
  const encrypted = (assertion: string, choice: Partial<EncryptionChoice> = {}) =>
    encryptElement('EncryptedAssertion', assertion, { publicKey: sp.publicKey, ...choice });
  const good = signed(assertionXml(), '_assertion-1');

  for (const cipher of [
    'aes-128-gcm',
    'aes-192-gcm',
    'aes-256-gcm',
    'aes-128-cbc',
    'aes-192-cbc',
    'aes-256-cbc',
  ] as const) {
    for (const [digest, mask] of [
      ['sha1', 'sha1'],
      ['sha256', 'sha1'],
      ['sha256', 'sha256'],
      ['sha512', 'sha384'],
    ] as const) {
      it(`given ${cipher}, and a key by OAEP with ${digest} and a mask by ${mask}, when it is judged, then it is accepted`, async () => {
        const verdict = await judge(responseXml(encrypted(good, { cipher, digest, mask })), keyed());
        assert.deepEqual(failures(verdict), []);
        assert.ok(verdict.verdict === 'accepted' && verdict.nameId === 'ana@example.com');
      });
    }
  }

  it('given only the response around it signed, when it is judged, then it is read from what was signed', async () => {
    const message = signed(responseXml(encrypted(assertionXml())), '_response-1');
    const verdict = await judge(message, keyed());
    assert.deepEqual(failures(verdict), []);
    const other = encrypted(assertionXml({ nameId: '<saml:NameID>admin@example.com</saml:NameID>' }));
    const swapped = message.replace(/<saml:EncryptedAssertion.*<\/saml:EncryptedAssertion>/s, other);
    assert.ok(failures(await judge(swapped, keyed())).includes('signature'));
  });

  it('given a NameID and an attribute encrypted by themselves, when it is judged, then they are read', async () => {
    const namespaced = (xml: string) =>
      xml.replace(' ', ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ');
    const choice = { publicKey: sp.publicKey };
    const attribute = namespaced(
      '<saml:Attribute Name="a"><saml:AttributeValue>1</saml:AttributeValue></saml:Attribute>',
    );
    const shape = {
      nameId: encryptElement('EncryptedID', namespaced(NAME_ID), choice),
      attributes: `<saml:AttributeStatement>${encryptElement('EncryptedAttribute', attribute, choice)}</saml:AttributeStatement>`,
    };
    for (const part of SIGNED_PARTS) {
      const verdict = await judge(signedResponse(part, shape), keyed());
      assert.deepEqual(failures(verdict), []);
      assert.ok(verdict.verdict === 'accepted');
      assert.deepEqual([verdict.nameId, verdict.attributes], ['ana@example.com', { a: ['1'] }]);
      assert.ok(failures(await judge(signedResponse(part, shape))).includes('decryption'));
    }
  });

  const evil = assertionXml({ nameId: '<saml:NameID>admin@example.com</saml:NameID>' });
  const REFUSED: readonly (readonly [name: string, message: () => string])[] = [
    ['an unsigned assertion that anybody encrypted', () => responseXml(encrypted(evil))],
    ['two assertions in it', () => responseXml(encrypted(good + evil.replace('_assertion-1', '_evil')))],
    [
      'an evil assertion around the signed one',
      () =>
        responseXml(
          encrypted(
            evil.replace('_assertion-1', '_evil').replace('</saml:Assertion>', `${good}</saml:Assertion>`),
          ),
        ),
    ],
    [
      'an end of the response in it',
      () => responseXml(encrypted(`${good}</samlp:Response><samlp:Response>`)),
    ],
    ['a response in it', () => responseXml(encrypted(responseXml(good).replace('_response-1', '_other')))],
    ['a DOCTYPE in it', () => responseXml(encrypted(`<!DOCTYPE a>${good}`))],
    ['a comment in it', () => responseXml(encrypted(good.replace('ana@', '<!-- -->ana@')))],
    ['no XML in it', () => responseXml(encrypted('text'))],
    ['an encrypted assertion in it', () => responseXml(encrypted(encrypted(good)))],
    [
      'an ID in it that is outside too',
      () => responseXml(encrypted(good)).replace('_response-1', '_assertion-1'),
    ],
    [
      'a second one in Extensions',
      () =>
        responseXml(encrypted(good), {
          extensions: `<samlp:Extensions>${encrypted(evil)}</samlp:Extensions>`,
        }),
    ],
    ['a plain one beside it', () => responseXml(encrypted(good) + evil)],
    [
      'the signature of the assertion outside',
      () => responseXml(encrypted(evil) + /<ds:Signature .*<\/ds:Signature>/s.exec(good)![0]),
    ],
    [
      'Triple DES',
      () =>
        responseXml(
          encrypted(good).replace(
            'http://www.w3.org/2009/xmlenc11#aes256-gcm',
            'http://www.w3.org/2001/04/xmlenc#tripledes-cbc',
          ),
        ),
    ],
    [
      'RSA 1.5',
      () =>
        responseXml(
          encrypted(good).replace(
            'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
            'http://www.w3.org/2001/04/xmlenc#rsa-1_5',
          ),
        ),
    ],
    ['no EncryptedKey', () => responseXml(encrypted(good).replace(/<ds:KeyInfo.*<\/ds:KeyInfo>/s, ''))],
    [
      'two EncryptedData',
      () => responseXml(encrypted(good).replace(/(<xenc:EncryptedData.*<\/xenc:EncryptedData>)/s, '$1$1')),
    ],
    [
      'a ciphertext cut short',
      () =>
        responseXml(
          encrypted(good).replace(
            /(<xenc:CipherValue>)[^<]*(<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/,
            '$1AAAA$2',
          ),
        ),
    ],
  ];
  for (const [name, message] of REFUSED) {
    it(`given ${name}, when it is judged, then it is refused`, async () => {
      const verdict = await judge(message(), keyed());
      assert.equal(verdict.verdict, 'refused');
      assert.equal(JSON.stringify(verdict.checks).includes('OpenSSL'), false);
    });
  }
});
