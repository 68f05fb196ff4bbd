import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkFreshness,
  parseBasicFormat,
  parseDateHeader,
} from '../../../src/core/server/sigv4/timestamp.js';
import { type Verification } from '../../../src/core/server/sigv4/types.js';
import {
  ACCEPTED,
  CREATE_FLEET,
  INCOMPLETE,
  INVALID,
  NOW,
  presign,
  sign,
  UNTAG,
  verdict,
  verify,
  withHeader,
} from './support.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const after = (ms: number) => new Date(NOW.getTime() + ms);

function message(verification: Verification): string {
  return verification.ok ? '' : verification.failure.message;
}

describe('sigv4: the date of a signature', () => {
  it('may be five minutes off either way, and not a second more', async () => {
    const sent = await sign(CREATE_FLEET);

    assert.equal(verdict(verify(sent, { now: after(5 * MINUTE) })), ACCEPTED);
    assert.equal(verdict(verify(sent, { now: after(5 * MINUTE + 999) })), ACCEPTED);
    assert.equal(verdict(verify(sent, { now: after(-5 * MINUTE) })), ACCEPTED);
    assert.equal(verdict(verify(sent, { now: after(5 * MINUTE + SECOND) })), INVALID);
    assert.equal(verdict(verify(sent, { now: after(-5 * MINUTE - 1) })), INVALID);
  });

  it('is told with both clocks when it does not fit, in the words the SDKs correct their clock by', async () => {
    const sent = await sign(CREATE_FLEET);

    assert.equal(
      message(verify(sent, { now: after(6 * MINUTE) })),
      'Signature expired: 20261105T080910Z is now earlier than 20261105T081010Z (20261105T081510Z - 5 min.)',
    );
    assert.equal(
      message(verify(sent, { now: after(-6 * MINUTE) })),
      'Signature not yet current: 20261105T080910Z is still later than 20261105T080810Z (20261105T080310Z + 5 min.)',
    );
  });

  it('may be off by as much as the caller says', async () => {
    const sent = await sign(CREATE_FLEET);

    assert.equal(verdict(verify(sent, { now: after(15 * MINUTE), maxSkewMs: 15 * MINUTE })), ACCEPTED);
    assert.equal(verdict(verify(sent, { now: after(SECOND), maxSkewMs: 0 })), INVALID);
  });

  it('holds a presigned URL to its own end, and to the skew before its beginning', async () => {
    const sent = await presign(UNTAG, { expiresIn: 900 });

    assert.equal(verdict(verify(sent, { now: after(-5 * MINUTE) })), ACCEPTED);
    assert.equal(verdict(verify(sent, { now: after(-5 * MINUTE - SECOND) })), INVALID);
    assert.equal(verdict(verify(sent, { now: after(15 * MINUTE) })), ACCEPTED);
    assert.equal(verdict(verify(sent, { now: after(15 * MINUTE + SECOND) })), INVALID);
    assert.match(message(verify(sent, { now: after(16 * MINUTE) })), /^Signature expired: 20261105T082410Z/);
  });

  it('lets a presigned URL live for one second or a week', async () => {
    assert.equal(verdict(verify(await presign(UNTAG, { expiresIn: 1 }))), ACCEPTED);
    const week = await presign(UNTAG, { expiresIn: 604_800 });
    assert.equal(verdict(verify(week, { now: after(604_800 * SECOND) })), ACCEPTED);
  });

  it('is taken from the Date header where x-amz-date is not sent', async () => {
    const sent = withHeader(await sign(CREATE_FLEET, { unsigned: ['x-amz-date'] }), 'x-amz-date', undefined);

    for (const date of ['Thu, 05 Nov 2026 08:09:10 GMT', '5 Nov 2026 08:09:10 +0000', '20261105T080910Z']) {
      assert.equal(verdict(verify(withHeader(sent, 'Date', date))), ACCEPTED, date);
    }
    assert.equal(verdict(verify(withHeader(sent, 'Date', 'Thu, 05 Nov 2026 08:09:11 GMT'))), INVALID);
    for (const date of [
      '',
      'Thu, 05 Nov 2026 08:09:10 +0100',
      'Thu, 31 Nov 2026 08:09:10 GMT',
      'Thu, 05 Nov 2026',
      '1793866150',
    ]) {
      assert.equal(verdict(verify(withHeader(sent, 'Date', date))), INCOMPLETE, date);
    }
    assert.equal(verdict(verify(sent)), INCOMPLETE);
  });

  it('is x-amz-date where both are sent', async () => {
    const sent = withHeader(await sign(CREATE_FLEET), 'Date', 'Thu, 05 Nov 1998 08:09:10 GMT');

    assert.equal(verdict(verify(sent)), ACCEPTED);
  });

  it('must be of the day the credential is scoped to, also at midnight', async () => {
    const late = new Date('2026-11-05T23:59:59Z');
    const sent = await sign(CREATE_FLEET, { date: late });

    assert.equal(verdict(verify(sent, { now: new Date('2026-11-06T00:00:01Z') })), ACCEPTED);
    const moved = withHeader(sent, 'X-Amz-Date', '20261106T000000Z');
    const answer = verify(moved, { now: new Date('2026-11-06T00:00:01Z') });
    assert.equal(verdict(answer), INVALID);
    assert.match(message(answer), /scoped to the day '20261105', and the request is dated 20261106T000000Z/);
  });

  it('is refused in any other format, and for a moment that never was', async () => {
    const sent = await sign(CREATE_FLEET);

    for (const date of [
      '2026-11-05T08:09:10Z',
      '20261105T080910',
      '20261105T080910.000Z',
      '20261105T240000Z',
      '20261105T080960Z',
      '20261131T080910Z',
      '20261301T080910Z',
      '20260229T080910Z',
      '1793866150',
      '',
    ]) {
      assert.equal(verdict(verify(withHeader(sent, 'X-Amz-Date', date))), INCOMPLETE, date);
    }
  });

  it('reads every second there is, and writes it back the same', () => {
    const seconds = fc.integer({ min: -62_167_219_200, max: 253_402_300_799 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(second * SECOND);
        const text = date
          .toISOString()
          .replace(/\.000Z$/, 'Z')
          .replace(/[-:]/g, '');
        const expected = { text, epochMs: second * SECOND };

        assert.deepEqual(parseBasicFormat(text), expected);
        assert.deepEqual(parseDateHeader(date.toUTCString()), expected);
      }),
    );
  });

  it('is never judged by a clock that is not set', () => {
    const signed = parseBasicFormat('20261105T080910Z');
    assert.ok(signed !== undefined);

    assert.throws(() => checkFreshness(signed, undefined, new Date(Number.NaN), MINUTE), RangeError);
  });
});
