import assert from 'node:assert/strict';
import { renderPage } from '../../src/core/audit/page/page.js';
import { type AuditReport } from '../../src/core/audit/report.js';
import { reportFor, usualRecords } from './records.js';

const FROM = new Date('2026-01-02T00:00:00Z');
const TO = new Date('2026-02-01T00:00:00Z');
const USUAL = reportFor(usualRecords());
const EMPTY = reportFor([]);
const MOMENTS = { firstTime: FROM, lastTime: TO };

function pageOf(report: AuditReport): string {
  return renderPage(report, { subject: 'fleet sales', madeAt: TO });
}

describe('the page of an audit report', () => {
  for (const [what, report, words, absent] of [
    ['no bounds', USUAL, 'All records there are; the first access was on', 'Records from'],
    ['a beginning', { ...USUAL, from: FROM }, 'Records from 2026-01-02 00:00:00; the first', 'up to'],
    ['an end', { ...USUAL, to: TO }, 'Records up to 2026-02-01 00:00:00; the first', 'Records from'],
    [
      'both',
      { ...EMPTY, from: FROM, to: TO },
      'from 2026-01-02 00:00:00 up to 2026-02-01 00:00:00.',
      'the first',
    ],
    ['no accesses', EMPTY, 'There were no accesses.', '<section>'],
    ['malformed lines', { ...EMPTY, malformed: 1_234 }, '1,234 lines were no audit records', '<section>'],
    ['no malformed lines', USUAL, '<h2>Devices</h2>', 'lines were no audit records'],
    [
      'a count that is a lower bound',
      { ...USUAL, users: { count: 1_500, isExact: false, unlistedAtMost: 7, rows: USUAL.users.rows } },
      'At least 1,500 in all; the 16 with the most accesses. None of the others has more than 7.',
      '<p class="quiet">1,500 in all',
    ],
    [
      'inexact devices',
      { ...USUAL, devices: { ...USUAL.devices, count: 2_000, isExact: false } },
      '<dd>≥ 2,000</dd>',
      '<dd>2,000 devices</dd>',
    ],
    [
      'a user who may have more accesses, from an unknown number of devices',
      {
        ...USUAL,
        users: {
          count: 1,
          isExact: true,
          rows: [{ username: 'kim', accesses: 1_000, refused: 3, mayMiss: 5, ...MOMENTS }],
        },
      },
      '1,000 to 1,005',
      'user1@example.com</bdi></th>',
    ],
    [
      'a device of which nothing is known',
      {
        ...USUAL,
        devices: {
          count: 1,
          isExact: true,
          rows: [{ deviceId: 'd-1', username: 'kim', accesses: 1, refused: 0, ...MOMENTS }],
        },
        deviceModels: { count: 1, isExact: true, rows: [{ accesses: 1, refused: 0, ...MOMENTS }] },
      },
      '<th scope="row"><bdi>not known</bdi></th><td class="text"><bdi>not known</bdi></td>',
      'Pixel',
    ],
    ['days', USUAL, '<h2>When: by day</h2>', '<h2>When: by hour</h2>'],
    [
      'hours',
      reportFor(usualRecords(), { per: 'hour' }),
      '<th scope="row"><bdi>2026-01-01 08:00</bdi></th>',
      '<th scope="col" class="text">Day</th>',
    ],
  ] as const satisfies readonly (readonly [string, AuditReport, string, string])[]) {
    it(`given ${what}, then says just that`, () => {
      const page = pageOf(report);
      assert.ok(page.includes(words), `${words} is not in ${page.replaceAll(/base64,[^"]+/g, '')}`);
      assert.ok(!page.includes(absent), `${absent} is in the page`);
    });
  }

  it('given more rows than a chart has bars, then says which of them it shows', () => {
    const { rows } = USUAL.users;
    const withUsers = (most: number): AuditReport => ({
      ...USUAL,
      users: { count: most, isExact: true, rows: rows.slice(0, most) },
    });
    const note = 'The chart shows the first 10 of the table.';
    const notes = [10, 11].map((most) => pageOf(withUsers(most)).split(note).length);
    assert.equal(notes[1], (notes[0] ?? 0) + 1);
  });
});
