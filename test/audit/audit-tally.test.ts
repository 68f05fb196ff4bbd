import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AuditTally } from '../../src/core/audit/audit-tally.js';
import { BoundedTally } from '../../src/core/audit/bounded-tally.js';
import { type AuditRecord } from '../../src/core/audit/record.js';
import { reportFor } from './records.js';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const record: fc.Arbitrary<AuditRecord> = fc
  .record({
    eventTime: fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2026-01-04T00:00:00Z'),
      noInvalidDate: true,
    }),
    username: name,
    url: name.map((page) => `https://x.example.com/${page}`),
    domainName: fc.constantFrom('x.example.com', 'Y.example.com'),
    deviceId: name,
    outcome: fc.constantFrom('ALLOWED' as const, 'REFUSED' as const),
    deviceModel: fc.option(name, { nil: undefined }),
    operatingSystem: fc.option(name, { nil: undefined }),
    fleetArn: fc.option(
      name.map((fleet) => `arn:aws:worklink::123456789012:fleet/${fleet}`),
      { nil: undefined },
    ),
  })
  .map(
    (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never,
  );
const records = fc.array(record, { maxLength: 60 });

/** What a report says, reckoned plainly. */
function naive(all: readonly AuditRecord[], keyOf: (one: AuditRecord) => string) {
  const groups = grouped(all, keyOf);
  return [...groups]
    .map(([key, those]) => ({
      key,
      accesses: those.length,
      refused: those.filter(({ outcome }) => outcome === 'REFUSED').length,
      firstTime: new Date(Math.min(...those.map(({ eventTime }) => eventTime.getTime()))),
      lastTime: new Date(Math.max(...those.map(({ eventTime }) => eventTime.getTime()))),
      users: new Set(those.map(({ username }) => username)).size,
      devices: new Set(those.map(({ deviceId }) => deviceId)).size,
      pairs: new Set(those.map(({ deviceId, username }) => `${deviceId}/${username}`)).size,
    }))
    .sort((one, other) => other.accesses - one.accesses || (one.key < other.key ? -1 : 1));
}

function grouped(
  all: readonly AuditRecord[],
  keyOf: (one: AuditRecord) => string,
): Map<string, AuditRecord[]> {
  const groups = new Map<string, AuditRecord[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

describe('an audit report', () => {
  it('says of any records what plain counting says', () => {
    fc.assert(
      fc.property(records, fc.constantFrom('hour' as const, 'day' as const), (all, per) => {
        const report = reportFor(all, { per });
        const counts = ({ accesses, refused, firstTime, lastTime }: ReturnType<typeof naive>[number]) => ({
          accesses,
          refused,
          firstTime,
          lastTime,
        });
        assert.equal(report.accesses, all.length);
        assert.equal(report.refused, all.filter(({ outcome }) => outcome === 'REFUSED').length);
        assert.deepEqual(
          report.users.rows,
          naive(all, ({ username }) => username).map((one) => ({
            username: one.key,
            devices: one.devices,
            ...counts(one),
          })),
        );
        assert.deepEqual(
          report.domains.rows,
          naive(all, ({ domainName }) => domainName).map((one) => ({
            domainName: one.key,
            users: one.users,
            ...counts(one),
          })),
        );
        assert.deepEqual(
          report.content.rows,
          naive(all, ({ url }) => url).map((one) => ({ url: one.key, ...counts(one) })),
        );
        const unit = per === 'hour' ? 3_600_000 : 86_400_000;
        assert.deepEqual(
          report.times.rows,
          naive(all, ({ eventTime }) => String(Math.floor(eventTime.getTime() / unit)))
            .sort((one, other) => Number(one.key) - Number(other.key))
            .map((one) => ({ time: new Date(Number(one.key) * unit), users: one.users, ...counts(one) })),
        );
        assert.deepEqual(
          report.hoursOfDay,
          Array.from({ length: 24 }, (_, hour) => {
            const those = all.filter(({ eventTime }) => eventTime.getUTCHours() === hour);
            const refused = those.filter(({ outcome }) => outcome === 'REFUSED').length;
            return { hour, accesses: those.length, refused };
          }),
        );
        assert.deepEqual(
          report.deviceModels.rows.map(({ devices, accesses }) => [devices, accesses]).sort(),
          naive(all, ({ deviceModel, operatingSystem }) => `${deviceModel ?? ''}/${operatingSystem ?? ''}`)
            .map(({ accesses, pairs }) => [pairs, accesses])
            .sort(),
        );
        assert.ok(
          report.users.isExact && report.users.count === new Set(all.map((one) => one.username)).size,
        );
      }),
    );
  });

  it('is of what was asked for alone', () => {
    fc.assert(
      fc.property(records, (all) => {
        const from = new Date('2026-01-02T00:00:00Z');
        const to = new Date('2026-01-03T00:00:00Z');
        const options = { from, to, users: ['a', 'b'], domains: ['y.EXAMPLE.com'], fleet: 'c' };
        const wanted = all.filter(
          (one) =>
            one.eventTime >= from &&
            one.eventTime <= to &&
            'ab'.includes(one.username) &&
            one.domainName === 'Y.example.com' &&
            (one.fleetArn === undefined || one.fleetArn.endsWith('/c')),
        );
        const { otherRecords, ...report } = reportFor(all, options);
        const { otherRecords: none, ...expected } = reportFor(wanted);
        assert.deepEqual(report, { from, to, ...expected });
        assert.deepEqual([none, otherRecords], [0, all.length - wanted.length]);
      }),
    );
  });

  it('beyond its bounds is never wrong, and says how much it may be short of', () => {
    const key = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom('a', 'b') },
      { weight: 2, arbitrary: fc.nat(60).map(String) },
    );
    let bounded = 0;
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), fc.integer({ min: 2, max: 12 }), (keys, most) => {
        const tally = new BoundedTally<undefined>({ keys: most, characters: most * 2 });
        for (const one of keys) tally.count(one, 0, false, () => undefined);
        const truth = new Map<string, number>();
        for (const one of keys) truth.set(one, (truth.get(one) ?? 0) + 1);
        const listed = new Map([...tally.entries()].map((entry) => [entry.key, entry]));
        for (const [one, count] of truth) {
          const entry = listed.get(one);
          if (entry === undefined)
            assert.ok(count <= tally.unlistedAtMost, `${one} of ${String(count)} is not there`);
          else assert.ok(entry.accesses <= count && count <= entry.accesses + entry.mayMiss, one);
        }
        assert.ok(tally.keyCount <= truth.size && listed.size <= most);
        assert.equal(tally.isExact, tally.unlistedAtMost === 0);
        if (tally.isExact) assert.deepEqual([listed.size, tally.keyCount], [truth.size, truth.size]);
        else bounded += 1;
      }),
    );
    assert.ok(bounded > 0, 'bounds were reached');
  });

  it('of too many users says so, and counts no users where it cannot', () => {
    const tally = new AuditTally({ per: 'day', top: 3, limits: { keys: 10, pairs: 5 } });
    for (let user = 0; user < 40; user += 1) {
      for (const username of [`user-${String(user)}`, 'often']) {
        tally.add({
          line: 1,
          record: {
            eventTime: new Date('2026-01-01T00:00:00Z'),
            username,
            url: 'https://x.example.com/',
            domainName: 'x.example.com',
            deviceId: username,
            outcome: 'ALLOWED',
          },
        });
      }
    }
    const { users, domains, times, content } = tally.report();
    assert.equal(users.isExact, false);
    assert.deepEqual(
      [users.rows[0]?.username, users.rows[0]?.accesses, users.rows[0]?.devices],
      ['often', 40, undefined],
    );
    assert.ok((users.unlistedAtMost ?? 0) >= 1 && users.count <= 41);
    assert.deepEqual([domains.rows[0]?.users, times.rows[0]?.users], [undefined, undefined]);
    assert.deepEqual([content.isExact, content.rows[0]?.accesses], [true, 80]);
  });

  it('tells days beyond the year 9999, which a zone can lead to', () => {
    const eventTime = new Date('9999-12-31T23:59:00-05:00');
    const { times } = reportFor([
      {
        eventTime,
        username: 'a',
        url: 'https://x.example.com/',
        domainName: 'x',
        deviceId: 'd',
        outcome: 'ALLOWED',
      },
    ]);
    assert.deepEqual(times.rows[0]?.time, new Date('+010000-01-01T00:00:00Z'));
  });
});
