import assert from 'node:assert/strict';
import { constants, createCipheriv, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import {
  RSA_15,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
  XENC,
  XENC11,
} from '../../../src/core/saml/encryption/algorithms.js';
import { decryptElement, type Decryption } from '../../../src/core/saml/encryption/decrypt.js';
import { encryptElement } from '../../../src/core/saml/encryption/encrypt.js';
import { parseXml } from '../../../src/core/saml/xml/parse.js';

const PLAIN = '<a>é</a>';
const KEY_FAULT: Decryption = { text: undefined, fault: 'key', algorithm: '' };

describe('what an encrypted element decrypts to', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const GCM = encryptElement('EncryptedAssertion', PLAIN, { publicKey });
  const SEPARATE_MASK = encryptElement('EncryptedAssertion', PLAIN, { publicKey, mask: 'sha256' });

  function decrypted(document: string, { keys = [privateKey], allowRsa15 = false } = {}): Decryption {
    const { root } = parseXml(document);
    assert.ok(root, document);
    return decryptElement(root, { keys, allowRsa15 });
  }

  /** The same message with one part of it changed. */
  function changed(from: string | RegExp, to: string, document = GCM): string {
    const result = document.replace(from, to);
    assert.notEqual(result, document);
    return result;
  }

  const ENCRYPTED_KEY = /<xenc:EncryptedKey>.*<\/xenc:EncryptedKey>/;
  const KEY_VALUE =
    /(?<=<xenc:EncryptedKey>.*)<xenc:CipherData>.*<\/xenc:CipherData>(?=<\/xenc:EncryptedKey>)/;

  /** A message whose content key, or the plaintext's padded bytes, are of the caller's choice. */
  function by(algorithm: string, wrapped: Buffer, method: string, content: Buffer): string {
    return `<x xmlns:xenc="${XENC}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedData>
      <xenc:EncryptionMethod Algorithm="${algorithm}"/>
      <xenc:CipherData><xenc:CipherValue>${content.toString('base64')}</xenc:CipherValue></xenc:CipherData>
      </xenc:EncryptedData><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="${method}"/>
      <xenc:CipherData><xenc:CipherValue>${wrapped.toString('base64')}</xenc:CipherValue></xenc:CipherData>
      </xenc:EncryptedKey></x>`;
  }

  const CONTENT_KEY = Buffer.alloc(16, 7);
  const CBC = `${XENC}aes128-cbc`;

  function cbc(padded: Buffer): Buffer {
    const iv = Buffer.alloc(16, 9);
    const cipher = createCipheriv('aes-128-cbc', CONTENT_KEY, iv).setAutoPadding(false);
    return Buffer.concat([iv, cipher.update(padded), cipher.final()]);
  }

  function rsa15(key: Buffer): Buffer {
    return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
  }

  function oaep(key: Buffer): Buffer {
    return publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      key,
    );
  }

  const PADDED = Buffer.from('fifteen letters\u0001');

  it('given a message for one of several keys, then it is decrypted with that one', () => {
    for (const document of [GCM, SEPARATE_MASK]) {
      const keys = [elliptic, other, privateKey];
      assert.deepEqual(decrypted(document, { keys }), { text: PLAIN, fault: undefined });
      for (const wrong of [[], [elliptic], [other]]) {
        assert.deepEqual(decrypted(document, { keys: wrong }), KEY_FAULT);
      }
    }
  });

  const shapes: readonly (readonly [string, () => string, Decryption])[] = [
    ['no EncryptedData', () => '<a/>', { text: undefined, fault: 'form', algorithm: '' }],
    [
      'EncryptedData twice',
      () => changed(/<xenc:EncryptedData.*<\/xenc:EncryptedData>/, '$&$&'),
      { text: undefined, fault: 'form', algorithm: '' },
    ],
    [
      'no method for the content',
      () => changed(/<xenc:EncryptionMethod [^>]*\/>/, ''),
      { text: undefined, fault: 'algorithm', algorithm: '' },
    ],
    [
      'a method without an algorithm for the content',
      () => changed(/(<xenc:EncryptionMethod) [^>]*\/>/, '$1/>'),
      { text: undefined, fault: 'algorithm', algorithm: '' },
    ],
    [
      'Triple DES',
      () => changed(`${XENC11}aes256-gcm`, `${XENC}tripledes-cbc`),
      { text: undefined, fault: 'algorithm', algorithm: `${XENC}tripledes-cbc` },
    ],
    ['no EncryptedKey', () => changed(ENCRYPTED_KEY, ''), { text: undefined, fault: 'form', algorithm: '' }],
    [
      'a key by RSA 1.5, which is not asked for',
      () => changed(RSA_OAEP_MGF1P, RSA_15),
      { text: undefined, fault: 'algorithm', algorithm: RSA_15 },
    ],
    [
      'a key without a method',
      () => changed(/(<xenc:EncryptedKey>)<xenc:EncryptionMethod.*?<\/xenc:EncryptionMethod>/, '$1'),
      { text: undefined, fault: 'algorithm', algorithm: '' },
    ],
    ['a key without a value', () => changed(KEY_VALUE, ''), KEY_FAULT],
    ['a key with two values', () => changed(KEY_VALUE, '$&$&'), KEY_FAULT],
    ['a digest not known', () => changed('xmlenc#sha256', 'xmlenc#sha999'), KEY_FAULT],
    ['a digest named as a member of every object', () => changed(`${XENC}sha256`, 'toString'), KEY_FAULT],
    ['a digest without a name', () => changed(/<ds:DigestMethod [^>]*>/, '<ds:DigestMethod/>'), KEY_FAULT],
    ['another digest, the default', () => changed(/<ds:DigestMethod [^>]*>/, ''), KEY_FAULT],
    ['a mask not known', () => changed('mgf1sha256', 'mgf1sha999', SEPARATE_MASK), KEY_FAULT],
    ['another mask, the default', () => changed(/<xenc11:MGF [^>]*>/, '', SEPARATE_MASK), KEY_FAULT],
    [
      'a label that is not base64',
      () => changed('<ds:DigestMethod', '<xenc:OAEPparams>*</xenc:OAEPparams>$&'),
      KEY_FAULT,
    ],
    [
      'a label it was not encrypted with',
      () => changed('<ds:DigestMethod', '<xenc:OAEPparams>AAAA</xenc:OAEPparams>$&'),
      KEY_FAULT,
    ],
    [
      'no content',
      () =>
        changed(
          /<xenc:CipherData>[^C]*CipherValue>[^<]*<\/xenc:CipherValue><\/xenc:CipherData>(?=<\/xenc:EncryptedData>)/,
          '',
        ),
      KEY_FAULT,
    ],
    [
      'content shorter than its tag',
      () => changed(/[^>]*(?=<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/, 'AAAA'),
      KEY_FAULT,
    ],
    ['a content key too short', () => by(CBC, oaep(Buffer.alloc(15)), RSA_OAEP, cbc(PADDED)), KEY_FAULT],
    ['a padding of none', () => by(CBC, oaep(CONTENT_KEY), RSA_OAEP, cbc(Buffer.alloc(16))), KEY_FAULT],
    ['a padding too long', () => by(CBC, oaep(CONTENT_KEY), RSA_OAEP, cbc(Buffer.alloc(16, 17))), KEY_FAULT],
    ['no block at all', () => by(CBC, oaep(CONTENT_KEY), RSA_OAEP, cbc(Buffer.alloc(0))), KEY_FAULT],
    [
      'what is not UTF-8',
      () => by(CBC, oaep(CONTENT_KEY), RSA_OAEP, cbc(Buffer.concat([Buffer.alloc(15, 0xff), Buffer.of(1)]))),
      KEY_FAULT,
    ],
  ];
  for (const [name, document, expected] of shapes) {
    it(`given ${name}, when it is decrypted, then it is refused as such`, () => {
      assert.deepEqual(decrypted(document()), expected);
    });
  }

  it('given a key beside the content and every default of RSA-OAEP, then it is decrypted', () => {
    assert.deepEqual(decrypted(by(CBC, oaep(CONTENT_KEY), RSA_OAEP, cbc(PADDED))), {
      text: 'fifteen letters',
      fault: undefined,
    });
  });

  it('given RSA 1.5 where it is asked for, then what is padded wrong and what has another length fail alike', () => {
    const allowRsa15 = true;
    const raw = (...padded: readonly Uint8Array[]) =>
      publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, Buffer.concat(padded));
    const full = Buffer.alloc(237, 7);
    const right = raw(Buffer.of(0, 2), full, Buffer.of(0), CONTENT_KEY);
    const iv = Buffer.alloc(12, 9);
    const cipher = createCipheriv('aes-128-gcm', CONTENT_KEY, iv);
    const content = Buffer.concat([iv, cipher.update('text'), cipher.final(), cipher.getAuthTag()]);
    const message = (wrapped: Buffer) => by(`${XENC11}aes128-gcm`, wrapped, RSA_15, content);
    for (const wrapped of [right, rsa15(CONTENT_KEY)]) {
      assert.deepEqual(decrypted(message(wrapped), { allowRsa15 }), { text: 'text', fault: undefined });
      assert.deepEqual(decrypted(message(wrapped)), {
        text: undefined,
        fault: 'algorithm',
        algorithm: RSA_15,
      });
    }
    for (const wrapped of [
      rsa15(Buffer.alloc(15)),
      rsa15(Buffer.alloc(17)),
      Buffer.alloc(256, 1),
      Buffer.alloc(3),
      raw(Buffer.of(0, 1), full, Buffer.of(0), CONTENT_KEY),
      raw(Buffer.of(1, 2), full, Buffer.of(0), CONTENT_KEY),
      raw(Buffer.of(0, 2), full, Buffer.of(1), CONTENT_KEY),
      raw(Buffer.of(0, 2), full.subarray(1), Buffer.of(0, 0), CONTENT_KEY),
      raw(Buffer.of(0, 2, 0), full.subarray(1), Buffer.of(0), CONTENT_KEY),
    ]) {
      assert.deepEqual(decrypted(message(wrapped), { allowRsa15 }), KEY_FAULT);
    }
  });

  it('given one key by RSA 1.5 beside one that is taken, then only the latter is tried', () => {
    const both = changed(
      ENCRYPTED_KEY,
      `<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="${RSA_15}"/><xenc:CipherData><xenc:CipherValue>${rsa15(CONTENT_KEY).toString('base64')}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>$&`,
    );
    assert.deepEqual(decrypted(both), { text: PLAIN, fault: undefined });
  });
});
