import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'mocha';
import { readCertificate } from '../../src/core/certificates/certificate.js';
import { WorklinkError } from '../../src/core/errors.js';
import { readSigningCertificate, weakHash } from '../../src/core/saml/metadata/certificate.js';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { element, hex } from '../certificates/fixtures.js';
import { base64Of, ids, metadataWith, signingKey } from './support.js';

function derOf(name: string): Buffer {
  return Buffer.from(base64Of(name), 'base64');
}

/** A certificate with some bytes of its DER replaced by as many others, at their first or last occurrence. */
function patched(name: string, from: string, to: string, last = false): Buffer {
  const digits = derOf(name).toString('hex');
  const at = last ? digits.lastIndexOf(from) : digits.indexOf(from);
  assert.ok(at >= 0 && from.length === to.length);
  return Buffer.from(digits.slice(0, at) + to + digits.slice(at + from.length), 'hex');
}

function printable(text: string): string {
  return Buffer.from(text).toString('hex');
}

function readByOpenSsl(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.equals(der);
  } catch {
    return false;
  }
}

function reasonOf(der: Uint8Array): string {
  const reading = readSigningCertificate(der);
  assert.ok(reading.fault === 'unreadable');
  return reading.reason;
}

const SHA256_WITH_RSA = hex('300d 06092a864886f70d01010b 0500');
const RSA_KEY = hex('300d 06092a864886f70d010101 0500');
const UTC = 0x17;
const GENERALIZED = 0x18;
const { n: MODULUS = '', e: EXPONENT = '' } = new X509Certificate(derOf('okta')).publicKey.export({
  format: 'jwk',
});

function attribute(type: string, tag: number, value: Uint8Array): Uint8Array {
  return element(0x30, hex(`0603${type}`), element(tag, value));
}

function validity(tag: number, notBefore: string, notAfter: string): Uint8Array {
  return element(0x30, element(tag, Buffer.from(notBefore)), element(tag, Buffer.from(notAfter)));
}

function rsaKey(zeros: number): Uint8Array {
  const modulus = Buffer.concat([Buffer.alloc(zeros), Buffer.from(MODULUS, 'base64url')]);
  const numbers = element(0x30, element(0x02, modulus), element(0x02, Buffer.from(EXPONENT, 'base64url')));
  return element(0x30, RSA_KEY, element(0x03, hex('00'), numbers));
}

/** One certificate of everything RFC 5280 §4.1 wants, and nothing odd about it. */
const SOUND = {
  version: hex('a003020102'),
  serial: hex('020107'),
  issuer: element(0x30, element(0x31, attribute('550403', 0x0c, Buffer.from('Example, Inc.')))),
  validity: validity(UTC, '240115090000Z', '440110090000Z'),
  subject: element(
    0x30,
    element(0x31, attribute('550406', 0x13, Buffer.from('US'))),
    element(0x31, attribute('55040a', 0x0c, Buffer.from('Müller + Söhne\u202e'))),
    element(
      0x31,
      attribute('550403', 0x0c, Buffer.from('idp.example.com')),
      attribute('55040b', 0x0c, Buffer.from('Sign-in')),
    ),
  ),
  key: rsaKey(1),
  uniqueIds: hex(''),
  extensions: hex(''),
};
type Fields = typeof SOUND;

const SAID = {
  subject: 'CN=idp.example.com+OU=Sign-in,O=Müller \\+ Söhne\\E2\\80\\AE,C=US',
  issuer: 'CN=Example\\, Inc.',
  notBefore: '2024-01-15T09:00:00.000Z',
  notAfter: '2044-01-10T09:00:00.000Z',
  keyType: 'RSA-2048',
  signatureAlgorithm: 'sha256WithRSAEncryption',
};

interface Odd extends Partial<Fields> {
  /** How the signed part is wrapped. */
  readonly wrap?: (fields: Uint8Array) => Uint8Array;
  readonly algorithm?: Uint8Array;
}

function certificate({ wrap = (body) => element(0x30, body), algorithm, ...odd }: Odd = {}): Buffer {
  const fields = { ...SOUND, ...odd };
  const body = Buffer.concat([
    fields.version,
    fields.serial,
    SHA256_WITH_RSA,
    fields.issuer,
    fields.validity,
    fields.subject,
    fields.key,
    fields.uniqueIds,
    fields.extensions,
  ]);
  // Nobody checks the signature: that the document came from the identity provider is for other means to say.
  const signature = element(0x03, Buffer.alloc(257));
  return Buffer.from(element(0x30, wrap(body), algorithm ?? SHA256_WITH_RSA, signature));
}

function extensions(...list: readonly string[]): Uint8Array {
  return element(0xa3, element(0x30, ...list.map((text) => element(0x30, hex(text)))));
}

/** The same element with its length in one byte more than DER takes. */
function longer(encoded: Uint8Array): Uint8Array {
  const [tag = 0, length = 0] = encoded;
  assert.ok(length < 0x80);
  return Buffer.concat([Uint8Array.of(tag, 0x81, length), encoded.subarray(2)]);
}

const CRITICAL_CA = '0603551d13 0101ff 0405 3003 0101ff';

describe('odd signing certificates that OpenSSL reads', () => {
  const read: [oddity: string, odd: Odd, said?: Partial<typeof SAID>][] = [
    ['nothing odd', {}],
    ['version 1', { version: hex('') }],
    ['version 1, written out', { version: hex('a003020100') }],
    ['version 1 with extensions', { version: hex(''), extensions: extensions(CRITICAL_CA) }],
    ['version 4', { version: hex('a003020103') }],
    ['a negative version', { version: hex('a0030201ff') }],
    ['serial number 0', { serial: hex('020100') }],
    ['a negative serial number', { serial: hex('0202ff01') }],
    ['a serial number of 80 bytes', { serial: element(0x02, Buffer.alloc(80, 7)) }],
    ['times without seconds', { validity: validity(UTC, '2401150900Z', '4401100900Z') }],
    ['times with an offset', { validity: validity(UTC, '240115100000+0100', '440110030000-0600') }],
    ['4-digit years before 2050', { validity: validity(GENERALIZED, '20240115090000Z', '20440110090000Z') }],
    ['4-digit years without seconds', { validity: validity(GENERALIZED, '202401150900Z', '204401100900Z') }],
    [
      'fractions of a second',
      { validity: validity(GENERALIZED, '20240115090000.5Z', '20440110090000.25Z') },
      { notBefore: '2024-01-15T09:00:00.500Z', notAfter: '2044-01-10T09:00:00.250Z' },
    ],
    [
      'an age before and after all',
      { validity: validity(GENERALIZED, '00490101000000.0Z', '99991231235959Z') },
      { notBefore: '0049-01-01T00:00:00.000Z', notAfter: '9999-12-31T23:59:59.000Z' },
    ],
    [
      'a period that ends before it begins',
      { validity: validity(UTC, '440110090000Z', '240115090000Z') },
      { notBefore: SAID.notAfter, notAfter: SAID.notBefore },
    ],
    [
      'a name in T61String',
      { issuer: element(0x30, element(0x31, attribute('550403', 0x14, Buffer.from('M\xfcller', 'latin1')))) },
      { issuer: 'CN=Müller' },
    ],
    [
      'a name in BMPString',
      { issuer: element(0x30, element(0x31, attribute('550403', 0x1e, hex('004d 00fc')))) },
      { issuer: 'CN=Mü' },
    ],
    [
      'a name in UniversalString',
      { issuer: element(0x30, element(0x31, attribute('550403', 0x1c, hex('0001f511')))) },
      { issuer: 'CN=🔑' },
    ],
    ['an empty name', { subject: element(0x30) }, { subject: '' }],
    ['a modulus without its leading zero, so negative', { key: rsaKey(0) }],
    ['a modulus with leading zeros', { key: rsaKey(3) }],
    ['unique identifiers', { uniqueIds: hex('81020055 82020055') }],
    ['a unique identifier in pieces', { uniqueIds: hex('a10403020055') }],
    ['an empty list of extensions', { extensions: extensions() }],
    ['an extension twice', { extensions: extensions(CRITICAL_CA, CRITICAL_CA) }],
    ['an empty extension', { extensions: extensions('0603551d11 0400') }],
    ['an empty list of names', { extensions: extensions('0603551d11 0402 3000') }],
    ['a critical extension that nobody knows', { extensions: extensions('06032a0304 0101ff 0402 0500') }],
    ['critical as 01', { extensions: extensions('0603551d13 010101 0405 3003 0101ff') }],
    ['an authority as 01', { extensions: extensions('0603551d13 0101ff 0405 3003 010101') }],
    ['a negative path length', { extensions: extensions('0603551d13 0408 3006 0101ff 0201ff') }],
    ['a key identifier without its wrapping', { extensions: extensions('0603551d0e 0404 01020304') }],
    ['an authority key identifier of nonsense', { extensions: extensions('0603551d23 0402 ffff') }],
    ['usage bits set that do not count', { extensions: extensions('0603551d0f 0404 030207ff') }],
    ['a longer length in the issuer', { issuer: longer(SOUND.issuer) }],
    ['a longer length in the validity', { validity: longer(SOUND.validity) }],
    [
      'an indefinite length in the issuer',
      { issuer: Buffer.concat([hex('3080'), SOUND.issuer.subarray(2), hex('0000')]) },
    ],
    [
      'a longer length of the signed part',
      {
        wrap: (body) => Buffer.concat([hex('308300'), hex(body.length.toString(16).padStart(4, '0')), body]),
      },
      { signatureAlgorithm: 'unknown' },
    ],
    [
      'RSASSA-PSS with parameters of nonsense',
      { algorithm: hex('3011 06092a864886f70d01010a 3004 a0020500') },
      { signatureAlgorithm: 'unknown' },
    ],
    ['an algorithm nobody knows', { algorithm: hex('3004 06022a03') }, { signatureAlgorithm: '1.2.3' }],
  ];
  for (const [oddity, odd, said] of read) {
    it(`${oddity}: accepted, and everything else about it is told the same`, () => {
      const der = certificate(odd);

      const reading = readIdentityProviderMetadata(
        metadataWith({ keys: signingKey(der.toString('base64')) }),
      );

      if (!readByOpenSsl(der)) {
        // Later versions than the one of Node 20 refuse times without seconds.
        assert.deepEqual(ids(reading), ['metadata-certificate-unreadable']);
        assert.match(oddity, /without seconds/);
        return;
      }
      assert.equal(reading.verdict, 'accepted', JSON.stringify(reading.findings));
      const [facts] = reading.identityProvider.signingCertificates;
      assert.ok(facts !== undefined);
      const { base64, pem, sha256, notBefore, notAfter, ...rest } = facts;
      assert.deepEqual(
        { ...rest, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
        { ...SAID, ...said },
      );
      assert.equal(base64, der.toString('base64'));
      assert.ok(new X509Certificate(pem).raw.equals(der));
      assert.equal(sha256, new X509Certificate(der).fingerprint256.replaceAll(':', '').toLowerCase());
    });
  }

  it('a good part of them are more than the strict reader takes', () => {
    const refused = read.filter(([, odd]) => {
      try {
        readCertificate(certificate(odd));
        return false;
      } catch (error) {
        assert.ok(error instanceof WorklinkError);
        return true;
      }
    });

    assert.ok(refused.length >= 20, String(refused.length));
  });

  it('what is weak about them is said all the same', () => {
    const sha1 = certificate({
      version: hex('a003020103'),
      algorithm: hex('300d 06092a864886f70d010105 0500'),
    });
    const short = Buffer.concat([hex('00ff'), Buffer.alloc(127, 0xab)]);
    const numbers = element(0x30, element(0x02, short), hex('0203010001'));
    const rsa1024 = certificate({
      version: hex('a003020103'),
      key: element(0x30, RSA_KEY, element(0x03, hex('00'), numbers)),
    });

    const findings = [sha1, rsa1024].map((der) =>
      ids(readIdentityProviderMetadata(metadataWith({ keys: signingKey(der.toString('base64')) }))),
    );

    assert.deepEqual(findings, [['metadata-certificate-weak-signature'], ['metadata-certificate-weak-key']]);
  });
});

describe('signing certificates that nobody can use', () => {
  const refused: [fault: string, der: Buffer, reason: RegExp][] = [
    ['a month 13', patched('okta', printable('240115'), printable('241301')), /period of validity/],
    [
      'times without a zone',
      certificate({ validity: validity(UTC, '240115090000', '440110090000') }),
      // OpenSSL 3.0, of Node 20, reads such a certificate; later versions do not.
      /validity|isn't an X\.509 certificate/,
    ],
    ['a kind of key nobody knows', patched('okta', '2a864886f70d010101', '2a864886f70d01017f'), /public key/],
    ['a curve nobody knows', patched('ec-p256', '2a8648ce3d030107', '2a8648ce3d03017f'), /public key/],
    ['an RSA key that is none', certificate({ key: element(0x30, RSA_KEY, hex('03020005')) }), /public key/],
    [
      'an indefinite length around all',
      Buffer.concat([hex('3080'), derOf('okta').subarray(4), hex('0000')]),
      /isn't in DER/,
    ],
    ['a longer length around all', Buffer.concat([hex('308300'), derOf('okta').subarray(2)]), /isn't in DER/],
    ['a padded serial number', certificate({ serial: hex('02020001') }), /isn't an X\.509 certificate/],
  ];
  for (const [fault, der, reason] of refused) {
    it(`${fault} refuses the certificate`, () => {
      assert.match(reasonOf(der), reason);
    });
  }
});

describe('the hash a certificate is signed with', () => {
  const hashes: [algorithm: string, hash: string | undefined][] = [
    ['2a864886f70d010102', 'MD2'],
    ['2a864886f70d010103', 'MD4'],
    ['2a864886f70d010104', 'MD5'],
    ['2a864886f70d010105', 'SHA-1'],
    ['2a864886f70d01010c', undefined],
    // RSASSA-PSS without parameters, which means SHA-1.
    ['2a864886f70d01010a', 'SHA-1'],
  ];
  for (const [algorithm, hash] of hashes) {
    it(`the algorithm ${algorithm} ${hash === undefined ? 'is not weak' : `stands for ${hash}`}`, () => {
      const reading = readSigningCertificate(patched('okta', '2a864886f70d01010b', algorithm, true));

      assert.ok(reading.fault === undefined);
      assert.equal(weakHash(reading.certificate), hash);
    });
  }

  it('RSASSA-PSS with SHA-256 is not weak', () => {
    const reading = readSigningCertificate(derOf('rsa-pss'));

    assert.ok(reading.fault === undefined);
    assert.equal(weakHash(reading.certificate), undefined);
  });

  it('RSASSA-PSS with its default hash is weak', () => {
    const reading = readSigningCertificate(
      certificate({ algorithm: hex('300d 06092a864886f70d01010a 3000') }),
    );

    assert.ok(reading.fault === undefined);
    assert.equal(reading.certificate.facts.signatureAlgorithm, 'RSASSA-PSS-SHA-1');
    assert.equal(weakHash(reading.certificate), 'SHA-1');
  });
});
