import assert from 'node:assert/strict';
import { readSignatureForm } from '../../../src/core/saml/signature/form.js';
import { parseXml } from '../../../src/core/saml/xml/parse.js';
import { childrenNamed } from '../../../src/core/saml/xml/tree.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const REFERENCE = `<Reference URI="#_1"><Transforms><Transform Algorithm="${DS}enveloped-signature"/><Transform Algorithm="${EXCLUSIVE}"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>AAAA</DigestValue></Reference>`;
const SIGNED_INFO = `<SignedInfo><CanonicalizationMethod Algorithm="${EXCLUSIVE}"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${REFERENCE}</SignedInfo>`;
const SIGNED = `<Assertion ID="_1"><Signature xmlns="${DS}">${SIGNED_INFO}<SignatureValue>AQID</SignatureValue></Signature></Assertion>`;
const INCLUSIVE = `<InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="xs"/>`;

function reading(from: string | RegExp, to: string) {
  const document = SIGNED.replace(from, to);
  assert.ok(from === '' || document !== SIGNED, 'nothing was changed');
  const { root } = parseXml(document);
  const [signature] = root === undefined ? [] : childrenNamed(root, DS, 'Signature');
  assert.ok(root !== undefined && signature !== undefined);
  return readSignatureForm(signature, root);
}

describe('the form of a signature', () => {
  it('given the one that SAML allows, when it is read, then it says how it was made', () => {
    const { form } = reading('', '');
    assert.equal(form?.algorithm.name, 'RSA with SHA-256');
    assert.equal(form.digest.hash, 'sha256');
    assert.deepEqual(form.value, Buffer.of(1, 2, 3));
    assert.deepEqual(form.certificates, []);
  });

  const transform = `<Transform Algorithm="${EXCLUSIVE}"/>`;
  const taken: readonly (readonly [string, string, string])[] = [
    ['namespaces included by the transform', transform, transform.replace('/>', `>${INCLUSIVE}</Transform>`)],
    [
      'the canonical form with comments',
      `Method Algorithm="${EXCLUSIVE}"`,
      `Method Algorithm="${EXCLUSIVE}WithComments"`,
    ],
    ['white space between', '<SignatureValue>', '\n<SignatureValue>\n'],
  ];
  for (const [name, from, to] of taken) {
    it(`given ${name}, then it is of the form too`, () => {
      assert.equal(reading(from, to).fault, undefined);
    });
  }

  it('given certificates in the message, then those are told, and what is none of base64 as nothing', () => {
    const data =
      '<X509Data><X509Certificate>AAEC</X509Certificate><X509Certificate>?</X509Certificate></X509Data>';
    const { form } = reading('</SignatureValue>', `$&<KeyInfo><KeyName>a</KeyName>${data}</KeyInfo>`);
    assert.deepEqual(form?.certificates, [Buffer.of(0, 1, 2), undefined]);
  });

  const refused: readonly (readonly [string, string | RegExp, string, 'form' | 'algorithm', RegExp])[] = [
    [
      'no SignedInfo',
      SIGNED_INFO,
      '',
      'form',
      /^Signature must hold SignedInfo, SignatureValue and no more$/,
    ],
    [
      'a key first',
      '<SignedInfo>',
      '<KeyInfo/>$&',
      'form',
      /^Signature must hold SignedInfo, SignatureValue, KeyInfo/,
    ],
    ['text between', '<SignatureValue>', 'x$&', 'form', /^Signature must hold/],
    ['two References', REFERENCE, REFERENCE + REFERENCE, 'form', /^SignedInfo must hold/],
    ['no Transforms', /<Transforms>.*<\/Transforms>/, '', 'form', /^Reference must hold Transforms/],
    ['no URI', ' URI="#_1"', '', 'form', /has no URI instead of the ID of the Assertion/],
    ['an empty URI', 'URI="#_1"', 'URI=""', 'form', /points at '' instead/],
    ['another URI', 'URI="#_1"', 'URI="#_2"', 'form', /points at '#_2' instead/],
    ['no ID', ' ID="_1"', '', 'form', /points at '#_1' instead/],
    ['an empty ID', /ID="_1"(.*)URI="#_1"/, 'ID=""$1URI="#"', 'form', /points at '#' instead/],
    [
      'no canonical form',
      `Method Algorithm="${EXCLUSIVE}"`,
      'Method',
      'algorithm',
      /^the canonicalisation '' isn't/,
    ],
    ['one transform', transform, '', 'form', /^Transforms must hold two/],
    ['three transforms', transform, transform + transform, 'form', /^Transforms must hold two/],
    ['text among transforms', '<Transforms>', '$&x', 'form', /^Transforms must hold two/],
    ['a transform of another name', transform, '<Other/>', 'form', /^Transforms must hold two/],
    ['a transform without an algorithm', transform, '<Transform/>', 'algorithm', /^the transform '' isn't/],
    [
      'text in a transform',
      transform,
      transform.replace('/>', '>x</Transform>'),
      'form',
      /^Transform must be empty$/,
    ],
    [
      'another parameter',
      transform,
      transform.replace('/>', '><XPath>a</XPath></Transform>'),
      'form',
      /^Transform must hold nothing but InclusiveNamespaces$/,
    ],
    [
      'namespaces included twice',
      transform,
      transform.replace('/>', `>${INCLUSIVE}${INCLUSIVE}</Transform>`),
      'form',
      /^Transform must hold nothing but/,
    ],
    [
      'no list of the namespaces included',
      transform,
      transform.replace('/>', `>${INCLUSIVE.replace(' PrefixList="xs"', '')}</Transform>`),
      'form',
      /^Transform must hold nothing but/,
    ],
    [
      'something in the namespaces included',
      transform,
      transform.replace('/>', `>${INCLUSIVE.replace('/>', '>x</InclusiveNamespaces>')}</Transform>`),
      'form',
      /^InclusiveNamespaces must be empty$/,
    ],
    [
      'no signature algorithm',
      /<SignatureMethod [^>]*>/,
      '<SignatureMethod/>',
      'algorithm',
      /algorithm '' isn't/,
    ],
    ['a shared secret', 'rsa-sha256', 'hmac-sha256', 'algorithm', /hmac-sha256' isn't one accepted/],
    ['a digest not known', 'xmlenc#sha256', 'xmlenc#md5', 'algorithm', /^the digest algorithm '.*md5' isn't/],
    [
      'an output length',
      /(<SignatureMethod [^>]*)\/>/,
      '$1><HMACOutputLength/></SignatureMethod>',
      'form',
      /^SignatureMethod must be empty$/,
    ],
    [
      'text in the digest method',
      /(<DigestMethod [^>]*)\/>/,
      '$1>x</DigestMethod>',
      'form',
      /^DigestMethod must be empty$/,
    ],
    ['a digest that is not base64', '>AAAA<', '>AAA<', 'form', /^DigestValue isn't base64$/],
    ['a digest in pieces', '>AAAA<', '>AA<b/>AA<', 'form', /^DigestValue isn't base64$/],
    ['a value in pieces', '>AQID<', '>AQ<b/>ID<', 'form', /^SignatureValue isn't base64$/],
    ['no value', '>AQID<', '><', 'form', /^SignatureValue isn't base64$/],
  ];
  for (const [name, from, to, fault, reason] of refused) {
    it(`given ${name}, when it is read, then it is refused for that`, () => {
      const result = reading(from, to);
      assert.equal(result.fault, fault);
      assert.match(result.reason, reason);
    });
  }
});
