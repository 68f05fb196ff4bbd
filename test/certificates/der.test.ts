import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DerCursor,
  MAX_DER_CHILDREN,
  MAX_DER_DEPTH,
  readDer,
  TAG,
} from '../../src/core/certificates/der/der.js';
import {
  readBitString,
  readBoolean,
  readInteger,
  readOid,
  readSmallInteger,
  readTime,
} from '../../src/core/certificates/der/der-values.js';
import { WorklinkError } from '../../src/core/errors.js';
import { assertRefused, element, hex } from './fixtures.js';

const one = (text: string) => readDer(hex(text), 'a value');
const time = (tag: number, text: string) => readTime(readDer(element(tag, Buffer.from(text)), 'a time'));

describe('certificates/der', () => {
  describe('an element', () => {
    it('is read with its place and content', () => {
      const outer = one('30 06 02 01 05 04 01 AA');
      const cursor = DerCursor.within(outer);
      assert.equal(readInteger(cursor.read('a number', TAG.integer)), 5n);
      const octets = cursor.read('octets', TAG.octetString);
      assert.deepEqual([...octets.content], [0xaa]);
      assert.deepEqual([octets.offset, octets.contentOffset, octets.depth], [5, 7, 2]);
      assert.ok(cursor.atEnd);
    });

    const refusals: readonly (readonly [string, string, RegExp])[] = [
      ['nothing at all', '', /ends where/],
      ['a tag alone', '30', /ends where a length/],
      ['an indefinite length', '30 80 00 00', /indefinite/],
      ['a length of five bytes', '30 85 00 00 00 00 01 00', /written in 5 bytes/],
      ['a long form for a short length', '04 81 01 00', /shortest form/],
      ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`, /shortest form/],
      ['a length that is cut off', '04 82 01', /within a length/],
      ['less content than announced', '04 03 00 00', /claims 3 bytes, 2 are there/],
      ['bytes after the element', '05 00 00', /1 more bytes after/],
      ['a tag number in several bytes', '1F 81 01 00', /tag number above 30/],
    ];
    for (const [what, bytes, message] of refusals) {
      it(`is refused with ${what}`, () => {
        assertRefused(() => one(bytes), message);
      });
    }

    it('is read with a length of two bytes in the shortest form', () => {
      assert.equal(one(`04 81 80 ${'00'.repeat(128)}`).content.length, 128);
    });

    it('is refused when it has another type', () => {
      assertRefused(
        () => readDer(hex('05 00'), 'a number', TAG.integer),
        /tag 0x05 where a number should be/,
      );
    });

    it('is refused when nested too deep', () => {
      let nested = element(TAG.null);
      for (let depth = 0; depth < MAX_DER_DEPTH; depth += 1) nested = element(TAG.sequence, nested);
      const descend = () => {
        let current = readDer(nested, 'an element');
        while (current.tag === TAG.sequence) current = DerCursor.within(current).read('an element');
      };
      assertRefused(descend, /nesting deeper/);
    });

    it('is refused when it holds too many others', () => {
      const crowd = readDer(
        element(TAG.sequence, Buffer.from('0500'.repeat(MAX_DER_CHILDREN + 1), 'hex')),
        'a crowd',
      );
      assertRefused(() => DerCursor.within(crowd).rest('an element'), /more than 10000 elements/);
    });

    it('never reaches outside its buffer, whatever the bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 16 }), (bytes, margin) => {
          // Neighbours in the same memory must never show.
          const memory = Buffer.concat([margin, bytes, margin]);
          const view = memory.subarray(margin.length, margin.length + bytes.length);
          const walk = (cursor: DerCursor): void => {
            while (!cursor.atEnd) {
              const found = cursor.read('an element');
              assert.ok(found.content.byteOffset >= view.byteOffset);
              assert.ok(found.content.byteOffset + found.content.length <= view.byteOffset + view.length);
              assert.equal(view[found.offset], found.tag);
              if ((found.tag & 0x20) !== 0) walk(DerCursor.within(found));
            }
          };
          try {
            walk(new DerCursor(view));
          } catch (error) {
            if (!(error instanceof WorklinkError)) throw error;
          }
        }),
        { numRuns: 2000 },
      );
    });
  });

  describe('a value', () => {
    it('reads BOOLEAN as 00 or FF, and nothing else', () => {
      assert.equal(readBoolean(one('01 01 FF')), true);
      assert.equal(readBoolean(one('01 01 00')), false);
      assertRefused(() => readBoolean(one('01 01 01')), /BOOLEAN/);
      assertRefused(() => readBoolean(one('01 00')), /BOOLEAN/);
      assertRefused(() => readBoolean(one('01 02 FF FF')), /BOOLEAN/);
    });

    it('reads any INTEGER as it was written', () => {
      fc.assert(
        fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
          let length = 1;
          while (value < -(2n ** BigInt(8 * length - 1)) || value >= 2n ** BigInt(8 * length - 1))
            length += 1;
          const digits = BigInt.asUintN(8 * length, value)
            .toString(16)
            .padStart(2 * length, '0');
          assert.equal(readInteger(readDer(element(TAG.integer, hex(digits)), 'a number')), value);
        }),
      );
    });

    it('refuses an INTEGER that is empty, padded or beyond bounds', () => {
      assertRefused(() => readInteger(one('02 00')), /without content/);
      assertRefused(() => readInteger(one('02 02 00 7F')), /shortest form/);
      assertRefused(() => readInteger(one('02 02 FF 80')), /shortest form/);
      const huge = element(TAG.integer, Buffer.alloc(5000, 0x11));
      assertRefused(() => readInteger(readDer(huge, 'a number')), /5000 bytes/);
      assertRefused(() => readSmallInteger(one('02 01 FF'), 'it'), /out of range/);
      assertRefused(() => readSmallInteger(one('02 05 00 80 00 00 00'), 'it'), /out of range/);
    });

    it('reads OBJECT IDENTIFIERs of all three roots', () => {
      assert.equal(readOid(one('06 03 55 04 03')), '2.5.4.3');
      assert.equal(readOid(one('06 06 2A 86 48 86 F7 0D')), '1.2.840.113549');
      assert.equal(readOid(one('06 02 09 01')), '0.9.1');
      assert.equal(readOid(one('06 03 88 37 03')), '2.999.3');
      assert.equal(readOid(one('06 0A 69 FF FF FF FF FF FF FF FF 7F')), '2.25.9223372036854775807');
    });

    it('refuses an OBJECT IDENTIFIER that is empty, cut off, padded or too long', () => {
      assertRefused(() => readOid(one('06 00')), /OBJECT IDENTIFIER/);
      assertRefused(() => readOid(one('06 02 55 84')), /cut off/);
      assertRefused(() => readOid(one('06 03 55 80 01')), /padded/);
      assertRefused(
        () => readOid(readDer(element(TAG.objectIdentifier, Buffer.alloc(129, 1)), 'it')),
        /too long/,
      );
    });

    it('reads BIT STRINGs and refuses wrong counts of unused bits', () => {
      assert.deepEqual([...readBitString(one('03 02 01 86')).bytes], [0x86]);
      assert.equal(readBitString(one('03 01 00')).bytes.length, 0);
      assertRefused(() => readBitString(one('03 00')), /unused bits/);
      assertRefused(() => readBitString(one('03 01 01')), /unused bits/);
      assertRefused(() => readBitString(one('03 02 08 00')), /unused bits/);
      assertRefused(() => readBitString(one('03 02 01 87')), /bits are set/);
    });

    it('reads times on both sides of the century rules', () => {
      const cases: readonly (readonly [number, string, string])[] = [
        [TAG.utcTime, '491231235959Z', '2049-12-31T23:59:59.000Z'],
        [TAG.utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
        [TAG.utcTime, '000229000000Z', '2000-02-29T00:00:00.000Z'],
        [TAG.utcTime, '9601010000Z', '1996-01-01T00:00:00.000Z'],
        [TAG.utcTime, '960101000000+0130', '1995-12-31T22:30:00.000Z'],
        [TAG.utcTime, '960101000000-0130', '1996-01-01T01:30:00.000Z'],
        [TAG.generalizedTime, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
        [TAG.generalizedTime, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
        [TAG.generalizedTime, '00500101000000Z', '0050-01-01T00:00:00.000Z'],
      ];
      for (const [tag, text, instant] of cases) assert.equal(time(tag, text).toISOString(), instant, text);
    });

    it('refuses dates that do not exist and forms that DER does not have', () => {
      const wrong = [
        [TAG.utcTime, '230229000000Z'],
        [TAG.utcTime, '231301000000Z'],
        [TAG.utcTime, '230001000000Z'],
        [TAG.utcTime, '230100000000Z'],
        [TAG.utcTime, '230101240000Z'],
        [TAG.utcTime, '230101006000Z'],
        [TAG.utcTime, '230101000060Z'],
        [TAG.utcTime, '230101000000'],
        [TAG.utcTime, '230101000000+9900'],
        [TAG.utcTime, '230101000000+0060'],
        [TAG.utcTime, '20230101000000Z'],
        [TAG.utcTime, '230101000000Z '],
        [TAG.generalizedTime, '230101000000Z'],
        [TAG.generalizedTime, '20230101000000.5Z'],
        [TAG.generalizedTime, '20230101000000Z'.padEnd(40, 'Z')],
      ] as const;
      for (const [tag, text] of wrong) assertRefused(() => time(tag, text), /that is no date/);
    });
  });
});
