import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logFiles, logPlace, wholeWindows } from '../../../src/core/admin/trail/log-files.js';
import { type TrailEvent } from '../../../src/core/model/trail-events.js';
import { withAccount } from '../../support/account.js';

const PLACE = { accountId: '123456789012', region: 'eu-west-1' };
const NAME =
  /^AWSLogs\/123456789012\/CloudTrail\/eu-west-1\/(\d{4})\/(\d{2})\/(\d{2})\/123456789012_CloudTrail_eu-west-1_(\d{8}T\d{4})Z_[A-Za-z0-9]{16}\.json\.gz$/;
const WINDOW_MS = 300_000;

function event(id: number, time: number): TrailEvent {
  return { id: String(id), time: new Date(time), name: 'ListFleets', record: { eventID: id } };
}

async function filesOf(events: readonly TrailEvent[]) {
  async function* given() {
    yield* events;
    await Promise.resolve();
  }
  const files = [];
  for await (const file of logFiles(given(), PLACE)) files.push(file);
  return files;
}

function recordsOf(text: string): Record<string, unknown>[] {
  return (JSON.parse(text) as { Records: Record<string, unknown>[] }).Records;
}

const seconds = fc.integer({ min: Date.UTC(2025, 11, 31, 23) / 1000, max: Date.UTC(2026, 0, 1, 1) / 1000 });
const histories = fc
  .array(seconds, { maxLength: 60 })
  .map((times) => times.sort((a, b) => b - a).map((time, index) => event(index, time * 1000)));

describe('log files of the trail', () => {
  it('hold each event once, of five minutes each, oldest first, under the time by which those were over', () =>
    fc.assert(
      fc.asyncProperty(histories, async (events) => {
        const files = await filesOf(events);
        const ids = files.flatMap(({ text }) =>
          recordsOf(text)
            .map(({ eventID }) => Number(eventID))
            .reverse(),
        );
        assert.deepEqual(
          ids,
          events.map(({ id }) => Number(id)),
        );
        for (const { path, text, records } of files) {
          const [, year, month, day, minute = ''] = NAME.exec(path) ?? assert.fail(path);
          assert.equal(`${year ?? ''}${month ?? ''}${day ?? ''}`, minute.slice(0, 8));
          const end = Date.parse(
            `${year ?? ''}-${month ?? ''}-${day ?? ''}T${minute.slice(9, 11)}:${minute.slice(11)}Z`,
          );
          const times = recordsOf(text).map(({ eventID }) => events[Number(eventID)]?.time.getTime() ?? 0);
          assert.equal(times.length, records);
          assert.ok(times.every((time) => time >= end - WINDOW_MS && time < end));
        }
      }),
    ));

  it('have the name of what they hold: the same for the same, another for anything else', () =>
    fc.assert(
      fc.asyncProperty(histories, fc.nat(), async (events, at) => {
        const names = (await filesOf(events)).map(({ path }) => path);
        assert.equal(new Set(names).size, names.length);
        assert.deepEqual(
          (await filesOf([...events])).map(({ path }) => path),
          names,
        );
        if (events.length === 0) return;
        const without = events.filter((_, index) => index !== at % events.length);
        assert.notDeepEqual(
          (await filesOf(without)).map(({ path }) => path),
          names,
        );
      }),
    ));

  it('are whole windows for whatever part of the time is asked, so that an export again finds them', () =>
    fc.assert(
      fc.asyncProperty(histories, seconds, seconds, async (events, a, b) => {
        const { from, to } = wholeWindows({
          from: new Date(Math.min(a, b) * 1000),
          to: new Date(Math.max(a, b) * 1000),
        });
        const part = events.filter(({ time }) => time >= (from ?? 0) && time <= (to ?? 0));
        const all = new Set((await filesOf(events)).map(({ path }) => path));
        for (const { path } of await filesOf(part)) assert.ok(all.has(path));
      }),
    ));

  it('are several where five minutes hold too many events for one, by number and by size', async () => {
    const many = await filesOf(Array.from({ length: 12_000 }, (_, index) => event(index, 0)));
    assert.deepEqual(
      many.map(({ records }) => records),
      [5_000, 5_000, 2_000],
    );
    const large = await filesOf(
      Array.from({ length: 5 }, (_, index) => ({
        ...event(index, 0),
        record: { text: 'x'.repeat(3 * 1_048_576) },
      })),
    );
    assert.deepEqual(
      large.map(({ records }) => records),
      [2, 2, 1],
    );
  });

  it('are of the account whose keys are used, if it is one', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller({ region: 'eu-west-1' }));
      assert.deepEqual(await logPlace(backend), PLACE);
      const whoAmI = () => Promise.resolve({ accountId: '../..', arn: '', userId: '' });
      await assert.rejects(logPlace({ ...backend, identity: { whoAmI } }), { code: 'Unreachable' });
    }));
});
