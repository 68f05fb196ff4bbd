import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseDateTime } from '../../src/core/saml/metadata/valid-until.js';

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
