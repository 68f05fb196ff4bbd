import assert from 'node:assert/strict';
import {
  daysLeft,
  EXPIRES_SOON_MS,
  expiryOf,
  expirySoonFindings,
} from '../../src/core/certificates/expiry.js';

const AT = new Date('2026-01-01T00:00:00Z');
const DAY_MS = 86_400_000;
const after = (milliseconds: number): Date => new Date(AT.getTime() + milliseconds);

describe('the expiry of certificates', () => {
  for (const [milliseconds, expected] of [
    [-1, 'expired'],
    [0, 'expires-soon'],
    [EXPIRES_SOON_MS - 1, 'expires-soon'],
    [EXPIRES_SOON_MS, 'valid'],
  ] as const) {
    it(`given ${String(milliseconds)} milliseconds left, then ${expected}`, () => {
      assert.equal(expiryOf(after(milliseconds), AT), expected);
    });
  }

  it('given another time to warn within, then goes by it', () => {
    assert.equal(expiryOf(after(DAY_MS), AT, DAY_MS), 'valid');
    assert.equal(expiryOf(after(DAY_MS), AT, DAY_MS + 1), 'expires-soon');
    assert.equal(expiryOf(after(0), AT, 0), 'valid');
  });

  it('counts whole days', () => {
    assert.deepEqual(
      [DAY_MS - 1, DAY_MS, 2 * DAY_MS - 1, 2 * DAY_MS].map((left) => daysLeft(after(left), AT)),
      ['in less than a day', 'in 1 day', 'in 1 day', 'in 2 days'],
    );
  });

  it('finds what ends soon, and nothing of what has ended or does not', () => {
    const found = (left: number): readonly string[] =>
      expirySoonFindings({ subject: 'CN=Root', what: 'It', notAfter: after(left) }, AT).map(
        ({ id, message }) => `${id}: ${message}`,
      );
    assert.deepEqual(found(-1), []);
    assert.deepEqual(found(EXPIRES_SOON_MS), []);
    assert.deepEqual(found(3 * DAY_MS), [
      'certificate-expires-soon: It expires in 3 days, on 2026-01-04T00:00:00.000Z.',
    ]);
  });
});
