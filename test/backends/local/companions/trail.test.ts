import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meetsFilter, type TrailEvent, type TrailFilter } from '../../../../src/core/model/trail-events.js';
import { type TemporaryAccount, withAccount } from '../../../support/account.js';

function trailOf({ account, caller }: TemporaryAccount, region = 'us-east-1') {
  const { trail } = account.backend(caller({ region }));
  assert.ok(trail !== undefined);
  return trail;
}

async function all(events: AsyncIterable<TrailEvent>): Promise<TrailEvent[]> {
  const found: TrailEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

/** A few calls by two people, in two Regions, some refused, half a second apart. */
async function makeCalls({ account, caller, clock }: TemporaryAccount) {
  const { principal } = account.createPrincipal({ name: 'reader', policies: ['AmazonWorkLinkReadOnly'] });
  const fleet = 'arn:aws:worklink::123456789012:fleet/sales';
  const calls = [
    ['CreateFleet', { FleetName: 'sales' }, caller()],
    ['CreateFleet', { FleetName: 'other' }, caller({ principal })],
    ['ListFleets', {}, caller({ principal })],
    ['DescribeFleetMetadata', { FleetArn: fleet }, caller({ principal })],
    ['DescribeDomain', { FleetArn: fleet, DomainName: 'www.example.com' }, caller()],
    ['ListFleets', {}, caller({ region: 'eu-west-1' })],
    ['DeleteFleet', { FleetArn: fleet }, caller()],
  ] as const;
  for (const [operation, input, by] of calls) {
    await account.call(operation, input, by).catch(() => undefined);
    clock.advance(500);
  }
}

describe('the trail of the emulated account', () => {
  it('has the calls of a Region, newest first, with their whole records', () =>
    withAccount(async (temporary) => {
      await makeCalls(temporary);

      const events = await all(trailOf(temporary).events());

      assert.deepEqual(
        events.map(({ name, username, readOnly, time }) => [name, username, readOnly, time.toISOString()]),
        [
          ['DeleteFleet', 'administrator', false, '2026-01-01T00:00:03.000Z'],
          ['DescribeDomain', 'administrator', true, '2026-01-01T00:00:02.000Z'],
          ['DescribeFleetMetadata', 'reader', true, '2026-01-01T00:00:01.000Z'],
          ['ListFleets', 'reader', true, '2026-01-01T00:00:01.000Z'],
          ['CreateFleet', 'reader', false, '2026-01-01T00:00:00.000Z'],
          ['CreateFleet', 'administrator', false, '2026-01-01T00:00:00.000Z'],
        ],
      );
      assert.equal(events[4]?.record['errorCode'], 'UnauthorizedException');
      assert.equal(events[0]?.id, events[0]?.record['eventID']);
      assert.deepEqual(
        (await all(trailOf(temporary, 'eu-west-1').events())).map(({ name }) => name),
        ['ListFleets'],
      );
    }));

  it('gives for any filter just what a look at each event finds', () =>
    withAccount(async (temporary) => {
      await makeCalls(temporary);
      const trail = trailOf(temporary);
      const events = await all(trail.events());
      const moment = fc.integer({ min: -700, max: 4_000 }).map((ms) => new Date(Date.UTC(2026, 0, 1) + ms));
      const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
      const filters: fc.Arbitrary<TrailFilter> = fc.record({
        from: some(moment),
        to: some(moment),
        operations: some(fc.subarray(['CreateFleet', 'ListFleets', 'DescribeDomain', 'TagResource'])),
        principal: some(
          fc.constantFrom('reader', 'administrator', 'arn:aws:iam::123456789012:user/reader', 'nobody'),
        ),
        resource: some(
          fc.constantFrom(
            'sales',
            'arn:aws:worklink::123456789012:fleet/sales',
            'arn:aws:worklink::999999999999:fleet/sales',
            'WWW.example.com',
            'sale',
          ),
        ),
        readOnly: some(fc.boolean()),
        refused: some(fc.boolean()),
      });
      await fc.assert(
        fc.asyncProperty(filters, async (filter) => {
          assert.deepEqual(
            await all(trail.events(filter)),
            events.filter((event) => meetsFilter(event, filter)),
          );
        }),
      );
    }));

  it('is read page by page: of the same moment, and while others write', () =>
    withAccount(async (temporary) => {
      const { account, caller, clock } = temporary;
      for (let call = 0; call < 1_201; call += 1) {
        await account.call('ListFleets', { MaxResults: 1 + call }, caller());
        if (call % 400 === 0) clock.advance(1);
      }
      const seen: unknown[] = [];

      for await (const { record } of trailOf(temporary).events()) {
        seen.push((record['requestParameters'] as { MaxResults: number }).MaxResults);
        if (seen.length === 2) await account.call('ListFleets', { MaxResults: 9_999 }, caller());
      }

      assert.deepEqual(
        seen,
        Array.from({ length: 1_201 }, (_, index) => 1_201 - index),
      );
    }));

  it('begins anew when the account does', () =>
    withAccount(async (temporary) => {
      await makeCalls(temporary);
      temporary.account.emulator().reset();
      assert.deepEqual(await all(trailOf(temporary).events()), []);
    }));
});

describe('what a filter means', () => {
  const event = (record: Record<string, unknown>): TrailEvent => ({
    id: '1',
    time: new Date(0),
    name: 'CreateFleet',
    record: { recipientAccountId: '123456789012', ...record },
  });
  for (const [about, resource, record, met] of [
    ['a fleet’s name in the request', 'sales', { requestParameters: { FleetName: 'sales' } }, true],
    [
      'a fleet’s name in an ARN',
      'sales',
      { responseElements: { fleetArn: 'arn:aws:worklink::123456789012:fleet/sales' } },
      true,
    ],
    [
      'an ARN for a call that named the fleet',
      'arn:aws:worklink::123456789012:fleet/sales',
      { requestParameters: { fleetName: 'sales' } },
      true,
    ],
    [
      'an ARN of another account',
      'arn:aws:worklink::999999999999:fleet/sales',
      { requestParameters: { fleetName: 'sales' } },
      false,
    ],
    [
      'a domain in other case',
      'Wiki.Example.com',
      { requestParameters: { DomainName: 'wiki.example.com' } },
      true,
    ],
    [
      'an ARN in other case',
      'arn:aws:acm:us-east-1:1:certificate/A',
      { requestParameters: { AcmCertificateArn: 'arn:aws:acm:us-east-1:1:certificate/a' } },
      false,
    ],
    ['what CloudTrail lists', 'arn:x', { resources: [{ ARN: 'arn:x' }] }, true],
    ['a value that names nothing', 'sales', { requestParameters: { DisplayName: 'sales' } }, false],
    [
      'a record of another form',
      'sales',
      { requestParameters: 'sales', resources: 7, userIdentity: null },
      false,
    ],
  ] as const) {
    it(`finds by --resource ${met ? '' : 'not '}${about}`, () => {
      assert.equal(meetsFilter(event(record), { resource }), met);
    });
  }
});
