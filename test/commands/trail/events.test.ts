import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';

/** A fleet made, one refused, one looked at and deleted, an hour apart. */
function withHistory<T>(body: (place: Workplace) => Promise<T>): Promise<T> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales']);
    await place.succeed(['emulator', 'clock', 'advance', '1h']);
    await place.run(['fleet', 'show', 'support']);
    await place.succeed(['emulator', 'clock', 'advance', '1h']);
    await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
    return body(place);
  });
}

async function names(place: Workplace, ...argv: readonly string[]): Promise<unknown> {
  return place.json(['trail', 'events', ...argv, '--query', '[].eventName']);
}

describe('worklink trail events', () => {
  it('lists who did what, when, from where, to what, and what was refused, newest first', () =>
    withHistory(async (place) => {
      const table = await place.succeed(['trail', 'events', '--write-only']);
      assert.match(table, /^TIME +OPERATION +PRINCIPAL +SOURCE +RESOURCE +ERROR\n/);
      assert.match(
        table,
        /\n2026-01-01T02:00:00Z +DeleteFleet +administrator +127\.0\.0\.1 +arn:aws:worklink::123456789012:fleet\/sales +-\n2026-01-01T00:00:00Z +CreateFleet +administrator +127\.0\.0\.1 +sales, arn:aws:worklink::123456789012:fleet\/sales +-\n$/,
      );
      assert.match(
        await place.succeed(['trail', 'events', '--error']),
        /DescribeFleetMetadata .*ResourceNotFoundException\n$/,
      );
    }));

  it('has the whole record as JSON', () =>
    withHistory(async (place) => {
      const [record] = (await place.json(['trail', 'events', '--operation', 'CreateFleet'])) as Record<
        string,
        unknown
      >[];
      assert.equal(record?.['eventVersion'], '1.05');
      assert.deepEqual(record['requestParameters'], { FleetName: 'sales' });
      assert.deepEqual(record['responseElements'], {
        FleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
      });
      assert.equal((record['userIdentity'] as { userName: string }).userName, 'administrator');
    }));

  it('filters by each flag and by all of them', () =>
    withHistory(async (place) => {
      const writes = ['DeleteFleet', 'CreateFleet'];
      assert.deepEqual(
        await names(place, '--operation', 'CreateFleet', '--operation', 'DeleteFleet'),
        writes,
      );
      assert.deepEqual(await names(place, '--write-only'), writes);
      assert.deepEqual(await names(place, '--write-only', '--from', '90m'), ['DeleteFleet']);
      assert.deepEqual(await names(place, '--write-only', '--to', '2026-01-01T01:00:00Z'), ['CreateFleet']);
      assert.deepEqual(await names(place, '--write-only', '--max-items', '1'), ['DeleteFleet']);
      assert.deepEqual(await names(place, '--resource', 'sales', '--write-only'), writes);
      assert.deepEqual(
        new Set((await names(place, '--read-only', '--error', '--resource', 'support')) as string[]),
        new Set(['DescribeFleetMetadata']),
      );
      assert.deepEqual(await names(place, '--principal', 'nobody'), []);
      assert.deepEqual(await names(place, '--principal', 'administrator', '--write-only'), writes);
      assert.deepEqual(await names(place, '--region', 'eu-west-1'), []);
    }));

  it('given nothing that is met, then says so on stderr, and JSON is an empty list', () =>
    withHistory(async (place) => {
      const { stdout, stderr } = await place.run(['trail', 'events', '--resource', 'other']);
      assert.deepEqual([stdout, stderr], ['', 'There are no such events in us-east-1.\n']);
      assert.deepEqual(await place.json(['trail', 'events', '--resource', 'other']), []);
    }));

  for (const [argv, message] of [
    [['--operation', 'CreateFlet'], /'CreateFlet' is not an operation\. Did you mean CreateFleet\?/],
    [['--from', 'yesterday'], /'yesterday' is neither a time .* nor how long ago/],
    [['--from', '2026'], /'2026' is neither/],
    [['--from', '1h', '--to', '2h'], /is after --to/],
    [['--read-only', '--write-only'], /--write-only/],
    [['--columns', 'who'], /--columns names 'who'/],
  ] as const) {
    it(`given ${argv.join(' ')}, then a usage error`, () =>
      Workplace.with(async (place) => {
        const { code, stderr } = await place.run(['trail', 'events', ...argv]);
        assert.equal(code, 2);
        assert.match(stderr, message);
      }));
  }

  it('shows control characters of what somebody sent as what they are', () =>
    Workplace.with(async (place) => {
      await place.run(['domain', 'show', 'a\u001b[31m.example.com', '-f', 'sales']);
      await place.run(['fleet', 'show', 'arn:aws:worklink::123456789012:fleet/\u001b[2J']);
      const table = await place.succeed(['trail', 'events']);
      assert.ok(!table.includes('\u001b'));
    }));
});
