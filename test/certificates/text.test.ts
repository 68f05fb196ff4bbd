import assert from 'node:assert/strict';
import { kindOfDer, kindOfLabel } from '../../src/core/certificates/kinds.js';
import { TAG } from '../../src/core/certificates/der/der.js';
import { oneLine, stringText } from '../../src/core/certificates/text.js';
import { element, fixtureBytes, hex } from './fixtures.js';

describe('certificates/text', () => {
  it('reads each string type by its own rules', () => {
    assert.equal(stringText(TAG.universalString, hex('0001f600 00000041')), '😀A');
    assert.equal(stringText(TAG.bmpString, hex('00e90041')), 'éA');
    assert.equal(stringText(TAG.utf8String, hex('c3a9')), 'é');
    assert.equal(stringText(TAG.printableString, hex('e9')), 'é');
    assert.equal(stringText(TAG.ia5String, hex('4000')), '@\0');
  });

  it('takes broken strings for no text', () => {
    assert.equal(stringText(TAG.utf8String, hex('c3')), undefined);
    assert.equal(stringText(TAG.bmpString, hex('00e900')), undefined);
    assert.equal(stringText(TAG.bmpString, hex('d800')), undefined);
    assert.equal(stringText(TAG.universalString, hex('0000d800')), undefined);
    assert.equal(stringText(TAG.universalString, hex('00110000')), undefined);
    assert.equal(stringText(TAG.universalString, hex('000041')), undefined);
    assert.equal(stringText(TAG.octetString, hex('41')), undefined);
  });

  it('keeps a value on one line, and tells an escape from a backslash', () => {
    assert.equal(oneLine('a\nb\\0A\u202e'), String.raw`a\0Ab\\0A\E2\80\AE`);
  });
});

describe('certificates/kinds', () => {
  it('tells structures by their outer shape', () => {
    const oid = (digits: string) => element(TAG.objectIdentifier, hex(digits));
    const algorithm = element(0x30, oid('2b6570'));
    const octets = element(0x04, hex('00'));
    const bits = element(0x03, hex('0000'));
    const time = element(0x17, Buffer.from('300101000000Z'));
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [fixtureBytes('kinds/wildcard.der'), 'certificate'],
      [fixtureBytes('kinds/store.p12'), 'pkcs12'],
      [fixtureBytes('keys/rsa-2048.der.key'), 'private-key'],
      [element(0x30, hex('020101'), octets), 'private-key'],
      [element(0x30, hex('020100'), hex('020105'), hex('020103')), 'private-key'],
      [element(0x30, hex('020105'), hex('020103')), 'public-key'],
      [element(0x30, hex('020105'), bits), 'unknown'],
      [element(0x30, algorithm, octets), 'encrypted-private-key'],
      [element(0x30, algorithm, bits), 'public-key'],
      [element(0x30, oid('2a864886f70d010702'), element(0xa0)), 'pkcs7'],
      [element(0x30, oid('2a03')), 'parameters'],
      [element(0x30, element(0x30, algorithm, element(0x30), time), algorithm, bits), 'crl'],
      [element(0x30, element(0x30, hex('020101'), algorithm, element(0x30), time), algorithm, bits), 'crl'],
      [
        element(0x30, element(0x30, hex('020100'), element(0x30), algorithm), algorithm, bits),
        'certificate-request',
      ],
      [element(0x30, element(0x30, octets), algorithm, bits), 'unknown'],
      [element(0x30, algorithm, algorithm, octets), 'unknown'],
      [element(0x30, octets), 'unknown'],
      [element(0x30), 'unknown'],
      [hex('0500'), 'unknown'],
      [hex('30'), 'unknown'],
    ];
    for (const [der, kind] of cases)
      assert.equal(kindOfDer(der), kind, Buffer.from(der).toString('hex').slice(0, 60));
  });

  it('does not take a name within a label for the label', () => {
    assert.equal(kindOfLabel('PGP PRIVATE KEY BLOCK'), 'private-key');
    assert.equal(kindOfLabel('PRIVATE KEYS'), 'unknown');
    assert.equal(kindOfLabel('DH PARAMETERS'), 'parameters');
  });
});
