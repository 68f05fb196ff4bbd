import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { encryptElement } from '../../../src/core/saml/encryption/encrypt.js';
import { type ResponseCheckId } from '../../../src/core/saml/response/checks.js';
import {
  ACS,
  assertionXml,
  CONFIRMATION,
  judge,
  responseXml,
  signed,
  signedResponse,
  SP,
} from './builder.js';
import { signer } from './keys.js';
import { refusedBy } from './refused.js';
import { wrappingAttacks } from './wrapping.js';

const sp = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyed = { expected: { decryptionKeys: [sp.privateKey] } };
const good = signedResponse('assertion');
const goodResponse = signedResponse('response');
const stranger = signer('stranger');

function swapIn(xml: string, from: string | RegExp, to: string): string {
  const changed = xml.replace(from, () => to);
  assert.notEqual(changed, xml, String(from));
  return changed;
}
const swap = (from: string | RegExp, to: string) => swapIn(good, from, to);

const encrypted = (xml: string) => encryptElement('EncryptedAssertion', xml, { publicKey: sp.publicKey });
const evil = (id = '_evil') =>
  assertionXml({
    nameId: '<saml:NameID>admin@example.com</saml:NameID>',
    assertionAttributes: `ID="${id}" Version="2.0" IssueInstant="2026-11-20T11:59:50Z"`,
  });
const alone = signed(assertionXml(), '_assertion-1');
const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/s;
const digestValue = (xml: string) => /<ds:DigestValue>([^<]*)/.exec(xml)?.[1] ?? '';
const KEY_INFO = /<ds:KeyInfo>.*?<\/ds:KeyInfo>/s;
const ENVELOPED = '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>';
const C14N = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>';
const confirmation = (text: string) => signedResponse('assertion', { confirmation: text });

/** The classes that have been published and are no plain wrapping: the name tells whose they are. */
const PUBLISHED: readonly (readonly [
  name: string,
  check: ResponseCheckId,
  message: () => string | Uint8Array,
])[] = [
  // Two parsers that see two documents
  [
    'CVE-2025-25291: a DOCTYPE in which another parser ends a quote elsewhere',
    'xml',
    () => `<!DOCTYPE a [<!ENTITY b "'>]><!--'>"> ]>${good}`,
  ],
  [
    'CVE-2025-25292: a signature of another namespace beside the true one',
    'signature-form',
    () => swap('<saml:Subject>', '<x:Signature xmlns:x="urn:x"><x:SignedInfo/></x:Signature><saml:Subject>'),
  ],
  [
    'CVE-2025-25292: the prefix of the signature taken for another namespace',
    'signature-form',
    () => swap('<ds:SignedInfo>', '<ds:SignedInfo xmlns:ds="urn:x">'),
  ],
  [
    'CVE-2024-45409: a DigestValue of choice before the true one',
    'signature',
    () =>
      swapIn(
        swap('ana@example.com', 'admin@example.com'),
        '<samlp:Status>',
        `<samlp:Status><samlp:StatusDetail><ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${digestValue(good)}</ds:DigestValue></samlp:StatusDetail>`,
      ),
  ],
  [
    'CVE-2025-29774: a second SignedInfo in the signature, with a digest of choice',
    'signature-form',
    () => swap('</ds:SignedInfo>', '</ds:SignedInfo><ds:SignedInfo><ds:Reference URI=""/></ds:SignedInfo>'),
  ],
  [
    'CVE-2025-29775: a comment in the DigestValue, behind a digest of choice',
    'xml',
    () => swap('<ds:DigestValue>', '<ds:DigestValue>AAAA<!-- -->'),
  ],
  [
    'CVE-2017-11427: a comment in the NameID',
    'xml',
    () => swap('ana@example.com', 'ana@example.com<!-- -->.evil.example'),
  ],
  [
    'CVE-2020-29509: an attribute whose prefix is empty',
    'xml',
    () => swap('<saml:Subject>', '<saml:Subject :x="1">'),
  ],
  [
    'CVE-2020-29511: an element whose name has two colons',
    'xml',
    () => swap('<saml:Subject>', '<x::Subject xmlns:x="urn:x"/><saml:Subject>'),
  ],
  ['CVE-2020-29510: a directive around a comment', 'xml', () => `<!X <!-- --> >${good}`],
  ['CVE-2022-39299: the signed message behind another root', 'xml', () => responseXml(evil()) + good],
  ['an attribute that a DOCTYPE adds', 'xml', () => `<!DOCTYPE a [<!ATTLIST b ID ID "_evil">]>${good}`],
  ['a billion laughs', 'xml', () => `<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>${good}`],
  ['a parameter entity', 'xml', () => `<!DOCTYPE a [<!ENTITY % b SYSTEM "http://x.example/"> %b;]>${good}`],
  ['an inclusion', 'xml', () => swap('ana@example.com', 'ana@example.com<?xml version="1.0"?>')],
  ['XML 1.1, with its line ends', 'signature', () => `<?xml version="1.1"?>${swap('ana@', 'admin@')}`],
  [
    'a name that old parsers end early',
    'xml',
    () => swap('<saml:Subject>', '<saml:Subject><x\u{10000} xmlns="urn:x"/>'),
  ],
  [
    'an attribute that old parsers end early',
    'xml',
    () => swap('<saml:Subject>', '<saml:Subject x\u{10000}="1">'),
  ],
  // What is referenced
  [
    'the reference to an element inside of the assertion',
    'signature-form',
    () =>
      swapIn(
        swap('<saml:Subject>', '<saml:Subject ID="_subject">'),
        'URI="#_assertion-1"',
        'URI="#_subject"',
      ),
  ],
  [
    'the reference to the signature itself',
    'signature-form',
    () => swapIn(swap('<ds:Signature ', '<ds:Signature Id="_sig" '), 'URI="#_assertion-1"', 'URI="#_sig"'),
  ],
  [
    'the ID in a namespace of its own beside another (attribute pollution)',
    'signature-form',
    () => swap(' ID="_assertion-1"', ' ID="_evil" samlp:ID="_assertion-1"'),
  ],
  [
    'the ID in a namespace of its own alone',
    'signature-form',
    () => swap(' ID="_assertion-1"', ' samlp:ID="_assertion-1"'),
  ],
  [
    'a reference with a Type of choice and no element',
    'signature-form',
    () => swap('URI="#_assertion-1"', 'URI="#_nowhere" Type="http://www.w3.org/2000/09/xmldsig#Object"'),
  ],
  [
    'the assertion’s signature on the response',
    'signature-form',
    () => {
      const signature = SIGNATURE.exec(good)?.[0] ?? '';
      return good.replace(SIGNATURE, '').replace('<samlp:Status>', `${signature}<samlp:Status>`);
    },
  ],
  // Transforms and canonicalisation
  ['enveloped-signature twice', 'signature-form', () => swap(ENVELOPED, ENVELOPED + ENVELOPED)],
  ['enveloped-signature alone, twice', 'signature-algorithm', () => swap(C14N, ENVELOPED)],
  ['canonicalisation twice', 'signature-algorithm', () => swap(ENVELOPED, C14N)],
  [
    'canonicalisation before enveloped-signature',
    'signature-algorithm',
    () => swap(ENVELOPED + C14N, C14N + ENVELOPED),
  ],
  [
    'XPath Filter 2',
    'signature-algorithm',
    () => swap(C14N, '<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"/>'),
  ],
  [
    'XPath in a transform that takes none',
    'signature-form',
    () =>
      swap(
        ENVELOPED,
        ENVELOPED.replace(
          '/>',
          '><ds:XPath>not(ancestor-or-self::*[local-name()="NameID"])</ds:XPath></ds:Transform>',
        ),
      ),
  ],
  ['ten thousand transforms', 'signature-form', () => swap(C14N, C14N.repeat(5_000))],
  [
    'canonicalisation with comments, and a comment',
    'xml',
    () =>
      swapIn(
        swap(C14N, C14N.replace('c14n#', 'c14n#WithComments')),
        'ana@example.com',
        'ana@<!-- -->example.com',
      ),
  ],
  [
    'another canonicalisation of what was signed by the first',
    'signature',
    () =>
      swap(
        C14N,
        C14N.replace(
          '/>',
          '><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="saml samlp"/></ds:Transform>',
        ),
      ),
  ],
  [
    'void canonicalisation, by a namespace that is no absolute URI',
    'xml',
    () => swap('<saml:Assertion ', '<saml:Assertion xmlns:ns1="1" '),
  ],
  [
    'a namespace declared anew around the assertion',
    'signature',
    () =>
      swap(
        '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
        '<saml:Assertion xmlns:x="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" x:y=""',
      ),
  ],
  [
    'a namespace that turns the subject into something else',
    'signature',
    () => swap('<saml:Subject>', '<saml:Subject xmlns:saml="urn:x">'),
  ],
  [
    'xml:base and xml:space',
    'signature',
    () => swap('<saml:Subject>', '<saml:Subject xml:base="https://x.example/" xml:space="preserve">'),
  ],
  ['white space in the NameID', 'signature', () => swap('>ana@', '> ana@')],
  ['a line end as a reference in the NameID', 'signature', () => swap('>ana@', '>&#xD;ana@')],
  // Keys that the message brings
  [
    'a key in KeyInfo (KeyValue) that made the signature',
    'signature',
    () => {
      const { n, e } = stranger.privateKey.export({ format: 'jwk' });
      const value = `<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${String(n)}</ds:Modulus><ds:Exponent>${String(e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`;
      return swapIn(signedResponse('assertion', {}, stranger), KEY_INFO, value);
    },
  ],
  [
    'the true certificate beside the one of the key that signed',
    'signature',
    () => {
      const forged = signedResponse('assertion', {}, stranger);
      const trusted = KEY_INFO.exec(good)?.[0] ?? '';
      return swapIn(
        forged,
        '</ds:X509Data>',
        `</ds:X509Data>${/<ds:X509Data>.*<\/ds:X509Data>/s.exec(trusted)?.[0] ?? ''}`,
      );
    },
  ],
  [
    'a key to be fetched (RetrievalMethod)',
    'signature',
    () =>
      swapIn(
        signedResponse('assertion', {}, stranger),
        KEY_INFO,
        '<ds:KeyInfo><ds:RetrievalMethod URI="https://evil.example/key"/></ds:KeyInfo>',
      ),
  ],
  [
    'a MAC in the place of a signature (HMAC)',
    'signature-algorithm',
    () =>
      swap(
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
      ),
  ],
  [
    'a MAC of no bits (HMACOutputLength, CVE-2009-0217)',
    'signature-algorithm',
    () =>
      swap(
        /<ds:SignatureMethod [^>]*\/>/,
        '<ds:SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>',
      ),
  ],
  [
    'an algorithm called none',
    'signature-algorithm',
    () => swap('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'none'),
  ],
  // Encryption, which anybody can do
  ['an evil assertion encrypted, unsigned', 'signature-present', () => responseXml(encrypted(evil()))],
  [
    'an evil assertion encrypted in the place of the signed one',
    'signature',
    () => swapIn(goodResponse, /<saml:Assertion.*<\/saml:Assertion>/s, encrypted(evil())),
  ],
  [
    'an evil assertion encrypted behind the signed one',
    'one-assertion',
    () => responseXml(alone + encrypted(evil())),
  ],
  [
    'an evil assertion encrypted before the signed one',
    'one-assertion',
    () => responseXml(encrypted(evil()) + alone),
  ],
  [
    'an evil assertion encrypted in Extensions',
    'one-assertion',
    () => responseXml(alone, { extensions: `<samlp:Extensions>${encrypted(evil())}</samlp:Extensions>` }),
  ],
  ['two assertions encrypted as one', 'decryption', () => responseXml(encrypted(evil() + alone))],
  [
    'the signed assertion in the evil one, encrypted',
    'decryption',
    () => responseXml(encrypted(evil().replace('</saml:Assertion>', `${alone}</saml:Assertion>`))),
  ],
  [
    'the signed assertion in clear, the evil one encrypted, of one ID',
    'one-assertion',
    () => responseXml(encrypted(evil('_assertion-1')) + alone),
  ],
  [
    'the signature of the signed assertion in an encrypted evil one',
    'signature',
    () =>
      responseXml(
        encrypted(
          evil('_assertion-1').replace('<saml:Subject>', `${SIGNATURE.exec(alone)?.[0] ?? ''}<saml:Subject>`),
        ),
      ),
  ],
  ['a whole response encrypted', 'decryption', () => responseXml(encrypted(good))],
  [
    'an encrypted assertion in an encrypted one',
    'decryption',
    () => responseXml(encrypted(encrypted(alone))),
  ],
  ['a DOCTYPE encrypted', 'decryption', () => responseXml(encrypted(`<!DOCTYPE a>${alone}`))],
  ['a comment encrypted', 'decryption', () => responseXml(encrypted(alone.replace('ana@', 'ana<!-- -->@')))],
  [
    'a NameID encrypted and put in after signing',
    'signature',
    () =>
      swap(
        /<saml:NameID.*<\/saml:NameID>/s,
        encryptElement(
          'EncryptedID',
          '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">admin@example.com</saml:NameID>',
          { publicKey: sp.publicKey },
        ),
      ),
  ],
  // Who may present it
  [
    'SubjectConfirmation: for another service provider',
    'recipient',
    () => confirmation(CONFIRMATION.replace(ACS, 'https://other.example/acs')),
  ],
  [
    'SubjectConfirmation: its data in another namespace',
    'subject-confirmation',
    () =>
      confirmation(
        CONFIRMATION.replace('<saml:SubjectConfirmationData', '<x:SubjectConfirmationData xmlns:x="urn:x"'),
      ),
  ],
  [
    'SubjectConfirmation: vouched for by the sender',
    'subject-confirmation',
    () => confirmation(CONFIRMATION.replace('cm:bearer', 'cm:sender-vouches')),
  ],
  [
    'SubjectConfirmation: a bearer in other letters',
    'subject-confirmation',
    () => confirmation(CONFIRMATION.replace('cm:bearer', 'cm:Bearer')),
  ],
  [
    'SubjectConfirmation: two that fail in different parts',
    'recipient',
    () =>
      confirmation(
        CONFIRMATION.replace(ACS, 'https://other.example/acs') +
          CONFIRMATION.replace(/InResponseTo="[^"]*"/, 'InResponseTo="_x"').replace(ACS, 'https://x.example'),
      ),
  ],
  [
    'an audience that begins as ours does',
    'audience',
    () =>
      signedResponse('assertion', {
        conditions: `<saml:Conditions><saml:AudienceRestriction><saml:Audience>${SP}.evil.example</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
      }),
  ],
];

describe('a published attack on a SAML response', () => {
  it('given an unaltered one, plain or encrypted, then it is accepted: nothing else in these messages is at fault', async () => {
    for (const message of [good, goodResponse, responseXml(encrypted(alone))]) {
      assert.equal((await judge(message, keyed)).verdict, 'accepted');
    }
  });

  it('given the eight kinds of wrapping (XSW1 to XSW8), then each is among the cases', () => {
    const names = wrappingAttacks().map(({ name }) => name);
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
      assert.ok(
        names.some((name) => name.startsWith(`XSW${String(number)}:`)),
        String(number),
      );
    }
  });

  for (const [name, check, message] of PUBLISHED) {
    it(`given ${name}, when it is judged, then it is refused by the check ${check}`, async () => {
      const failed = await refusedBy(message(), keyed);
      assert.ok(failed.includes(check), failed.join());
    });
  }
});
