import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readCertificate } from '../../src/core/saml/metadata/certificate.js';
import { derElements, derObjectIdentifier, derTime } from '../../src/core/saml/metadata/der.js';
import { parseDateTime } from '../../src/core/saml/metadata/valid-until.js';
import { base64Of } from './support.js';

describe('xs:dateTime', () => {
  const times: [text: string, expected: string | undefined][] = [
    ['2030-01-31T23:59:59Z', '2030-01-31T23:59:59.000Z'],
    ['2030-01-31T23:59:59', '2030-01-31T23:59:59.000Z'],
    ['2030-01-31T23:59:59.1Z', '2030-01-31T23:59:59.100Z'],
    ['2030-01-31T23:59:59.99999999999Z', '2030-01-31T23:59:59.999Z'],
    ['2030-01-31T00:30:00+01:00', '2030-01-30T23:30:00.000Z'],
    ['2030-01-31T23:30:00-14:00', '2030-02-01T13:30:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2030-12-31T24:00:00Z', '2031-01-01T00:00:00.000Z'],
    ['2030-12-31T24:00:00.000Z', '2031-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['2030-12-31T24:00:01Z', undefined],
    ['2030-12-31T24:00:00.1Z', undefined],
    ['2030-02-29T00:00:00Z', undefined],
    ['2030-13-01T00:00:00Z', undefined],
    ['2030-00-01T00:00:00Z', undefined],
    ['2030-01-01T00:60:00Z', undefined],
    ['2030-01-01T00:00:60Z', undefined],
    ['2030-01-01T00:00:00+14:01', undefined],
    ['2030-01-01T00:00:00+01:60', undefined],
    ['2030-01-01', undefined],
    ['2030-01-01 00:00:00Z', undefined],
    ['2030-01-01T00:00Z', undefined],
    ['2030-01-01T00:00:00z', undefined],
    ['2030-01-01T00:00:00.Z', undefined],
    [' 2030-01-01T00:00:00Z', undefined],
    ['１２３４-01-01T00:00:00Z', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of times) {
    it(`'${text}' is ${expected ?? 'no time'}`, () => {
      assert.equal(parseDateTime(text)?.toISOString(), expected);
    });
  }

  it('what JavaScript writes comes back', () => {
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(date, (time) => parseDateTime(time.toISOString())?.getTime() === time.getTime()));
  });
});

function der(tag: number, text: string) {
  return { tag, contents: Buffer.from(text, 'latin1') };
}

describe('times in certificates', () => {
  const times: [tag: number, text: string, expected: string | undefined][] = [
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [0x17, '250229000000Z', undefined],
    [0x17, '2501010000Z', undefined],
    [0x17, '250101000000+0100', undefined],
    [0x17, '20500101000000Z', undefined],
    [0x18, '20500101000000.5Z', undefined],
    [0x18, '20501301000000Z', undefined],
    [0x04, '250101000000Z', undefined],
  ];
  for (const [tag, text, expected] of times) {
    it(`tag ${tag}, '${text}' is ${expected ?? 'no time'}`, () => {
      assert.equal(derTime(der(tag, text))?.toISOString(), expected);
    });
  }

  it('nothing is no time', () => {
    assert.equal(derTime(undefined), undefined);
  });
});

describe('DER', () => {
  it('elements are read one after another', () => {
    const long = Buffer.concat([Buffer.from([0x04, 0x82, 0x01, 0x00]), Buffer.alloc(256, 7)]);

    const elements = derElements(Buffer.concat([Buffer.from([0x02, 0x01, 0x05, 0x05, 0x00]), long]));

    assert.deepEqual(
      elements?.map(({ tag, contents }) => [tag, contents.length]),
      [
        [0x02, 1],
        [0x05, 0],
        [0x04, 256],
      ],
    );
  });

  const broken: [name: string, bytes: number[]][] = [
    ['a tag alone', [0x30]],
    ['a length beyond the end', [0x04, 0x02, 0x00]],
    ['an indefinite length', [0x30, 0x80, 0x00, 0x00]],
    ['a length of five bytes', [0x04, 0x85, 0, 0, 0, 0, 1, 0]],
    ['a length cut off', [0x04, 0x82, 0x01]],
    ['the greatest length', [0x04, 0x84, 0xff, 0xff, 0xff, 0xff]],
    ['a tag of several bytes', [0x1f, 0x01, 0x00]],
  ];
  for (const [name, bytes] of broken) {
    it(`${name} is not read`, () => {
      assert.equal(derElements(Uint8Array.from(bytes)), undefined);
    });
  }

  it('no more than sixteen elements are read', () => {
    assert.equal(
      derElements(new Uint8Array(2000).fill(0x05).map((_, index) => (index % 2 === 0 ? 5 : 0)))?.length,
      16,
    );
  });

  it('object identifiers', () => {
    const oid = (...bytes: number[]) => derObjectIdentifier({ tag: 0x06, contents: Uint8Array.from(bytes) });

    assert.equal(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05), '1.2.840.113549.1.1.5');
    assert.equal(oid(0x55, 0x1d, 0x13), '2.5.29.19');
    assert.equal(oid(0x88, 0x37, 0x03), '2.999.3');
    assert.equal(oid(0x27), '0.39');
    assert.equal(oid(), undefined);
    assert.equal(oid(0x2a, 0x86), undefined);
    assert.equal(oid(...new Array<number>(9).fill(0xff), 0x7f), undefined);
    assert.equal(derObjectIdentifier(der(0x04, '\u002a')), undefined);
    assert.equal(derObjectIdentifier(undefined), undefined);
  });

  it('any bytes are read or not, without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        for (const element of derElements(bytes) ?? []) {
          assert.ok(element.contents.length <= bytes.length);
          derObjectIdentifier(element);
          derTime(element);
        }
      }),
    );
  });
});

describe('certificates', () => {
  /** A certificate with some bytes of its DER replaced, each at its only occurrence. */
  function patched(name: string, from: string, to: string, last = false): Buffer {
    const hex = Buffer.from(base64Of(name), 'base64').toString('hex');
    const at = last ? hex.lastIndexOf(from) : hex.indexOf(from);
    assert.ok(at >= 0 && from.length === to.length);
    return Buffer.from(hex.slice(0, at) + to + hex.slice(at + from.length), 'hex');
  }
  const SHA256_RSA = '2a864886f70d01010b';

  const hashes: [oid: string, hash: string | undefined][] = [
    ['2a864886f70d010102', 'MD2'],
    ['2a864886f70d010104', 'MD5'],
    ['2a864886f70d010105', 'SHA-1'],
    ['2a864886f70d01010c', undefined],
    // RSASSA-PSS without parameters, which means SHA-1.
    ['2a864886f70d01010a', 'SHA-1'],
  ];
  for (const [oid, hash] of hashes) {
    it(`the signature algorithm ${oid} ${hash === undefined ? 'is not weak' : `stands for ${hash}`}`, () => {
      const { certificate } = readCertificate(patched('okta', SHA256_RSA, oid, true));

      assert.equal(certificate?.facts.weakHash, hash);
    });
  }

  it('RSASSA-PSS with SHA-256 is not weak', () => {
    assert.equal(
      readCertificate(Buffer.from(base64Of('rsa-pss'), 'base64')).certificate?.facts.weakHash,
      undefined,
    );
  });

  it('a period of validity that is none refuses the certificate', () => {
    const month13 = Buffer.from('241301').toString('hex');
    const reading = readCertificate(patched('okta', Buffer.from('240115').toString('hex'), month13));

    assert.ok(reading.fault === 'unreadable');
    assert.match(reading.reason, /validity/);
  });

  it('a public key of an unknown kind refuses the certificate', () => {
    const reading = readCertificate(patched('okta', '2a864886f70d010101', '2a864886f70d01017f'));

    assert.ok(reading.fault === 'unreadable');
    assert.match(reading.reason, /public key/);
  });

  it('a certificate in BER is refused', () => {
    const der = Buffer.from(base64Of('okta'), 'base64');
    const indefinite = Buffer.concat([Buffer.from([0x30, 0x80]), der.subarray(4), Buffer.alloc(2)]);

    assert.equal(readCertificate(indefinite).fault, 'unreadable');
  });
});
