import assert from 'node:assert/strict';

import Sqlite from 'better-sqlite3';

import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { type TemporaryAccount, withAccount } from '../../support/account.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/demo';

/** The trail as it is in the file, oldest first. */
function trailOf(file: string): Record<string, unknown>[] {
  const db = new Sqlite(file, { readonly: true });
  const rows = db.prepare('SELECT record FROM trail_events ORDER BY seq').all() as { record: string }[];
  db.close();
  return rows.map(({ record }) => JSON.parse(record) as Record<string, unknown>);
}

function createDemo({ account, caller }: TemporaryAccount, input: Record<string, unknown> = {}) {
  return account.call('CreateFleet', { FleetName: 'demo', ...input }, caller());
}

describe('a call to the local service', () => {
  it('is recorded as a CloudTrail event, field by field', () =>
    withAccount(async (temporary) => {
      const { account, caller, file } = temporary;
      await createDemo(temporary, { Tags: { owner: 'it' } });
      await account.call('ListFleets', {}, caller({ requestId: 'request-1', region: 'eu-west-1' }));

      const [creation, listing] = trailOf(file);

      const administrator = account.administrator();
      assert.match(String(creation?.['eventID']), /^[0-9a-f-]{36}$/);
      assert.match(String(creation?.['requestID']), /^[0-9a-f-]{36}$/);
      assert.deepEqual(
        { ...creation, eventID: '', requestID: '' },
        {
          eventVersion: '1.05',
          userIdentity: {
            type: 'IAMUser',
            principalId: administrator.principalId,
            arn: 'arn:aws:iam::123456789012:user/administrator',
            accountId: '123456789012',
            accessKeyId: administrator.accessKeyId,
            userName: 'administrator',
          },
          eventTime: '2026-01-01T00:00:00Z',
          eventSource: 'worklink.amazonaws.com',
          eventName: 'CreateFleet',
          awsRegion: 'us-east-1',
          sourceIPAddress: '192.0.2.7',
          userAgent: 'worklink-tests',
          requestParameters: { FleetName: 'demo', Tags: { owner: 'it' } },
          responseElements: { FleetArn: ARN },
          requestID: '',
          eventID: '',
          readOnly: false,
          eventType: 'AwsApiCall',
          recipientAccountId: '123456789012',
        },
      );
      assert.equal(listing?.['readOnly'], true);
      assert.equal(listing['responseElements'], null);
      assert.equal(listing['requestID'], 'request-1');
      assert.equal(listing['awsRegion'], 'eu-west-1');
    }));

  it('is recorded when it is refused, with the error, and leaves nothing else behind', () =>
    withAccount(async (temporary) => {
      const { account, caller, file } = temporary;

      await assert.rejects(account.call('CreateFleet', { FleetName: 'No' }, caller()), {
        code: 'InvalidRequestException',
      });
      await assert.rejects(account.call('DeleteFleet', { FleetArn: ARN }, caller()), {
        code: 'ResourceNotFoundException',
      });

      const trail = trailOf(file);
      assert.deepEqual(
        trail.map(({ eventName, errorCode, responseElements }) => [eventName, errorCode, responseElements]),
        [
          ['CreateFleet', 'InvalidRequestException', null],
          ['DeleteFleet', 'ResourceNotFoundException', null],
        ],
      );
      assert.match(String(trail[0]?.['errorMessage']), /FleetName/);
      assert.deepEqual(await account.call('ListFleets', {}, caller()), { FleetSummaryList: [] });
    }));

  it('records the beginning of what is long', () =>
    withAccount(async (temporary) => {
      const { account, caller, file } = temporary;
      await createDemo(temporary);
      const input = {
        FleetArn: ARN,
        IdentityProviderType: 'SAML',
        IdentityProviderSamlMetadata: '<'.repeat(100_000),
      };

      await assert.rejects(account.call('UpdateIdentityProviderConfiguration', input, caller()));

      const parameters = trailOf(file).at(-1)?.['requestParameters'] as Record<string, string>;
      assert.match(parameters['IdentityProviderSamlMetadata'] ?? '', /^<{2048}… \(100000 characters\)$/);
    }));

  it('answers an operation that cannot say "not found" with an invalid request', () =>
    withAccount(async ({ account, caller }) => {
      for (const [operation, input] of [
        ['ListTagsForResource', { ResourceArn: ARN }],
        ['ListWebsiteCertificateAuthorities', { FleetArn: ARN }],
      ] as const) {
        await assert.rejects(
          account.call(operation, input, caller()),
          { code: 'InvalidRequestException' },
          operation,
        );
      }
    }));

  it('happens at the emulator’s time, in one piece', () =>
    withAccount(async (temporary) => {
      const { account, caller, file } = temporary;
      account.emulator().setClock(new Date('2019-01-02T21:45:23Z'));

      await createDemo(temporary);

      const { CreatedTime } = await account.call('DescribeFleetMetadata', { FleetArn: ARN }, caller());
      assert.deepEqual(CreatedTime, new Date('2019-01-02T21:45:23Z'));
      assert.equal(trailOf(file)[0]?.['eventTime'], '2019-01-02T21:45:23Z');
    }));

  it('sees what another process did, and what time did, since the last one', () =>
    withAccount(async (temporary) => {
      const { account, clock, file, caller } = temporary;
      const other = openLocalAccount({ file, clock });

      await createDemo(temporary);
      const before = await other.call('DescribeFleetMetadata', { FleetArn: ARN }, caller());
      clock.advance(2_000);
      const after = await other.call('DescribeFleetMetadata', { FleetArn: ARN }, caller());

      assert.equal(before['FleetStatus'], 'CREATING');
      assert.equal(after['FleetStatus'], 'ACTIVE');
      assert.deepEqual(after['LastUpdatedTime'], new Date(Date.UTC(2026, 0, 1) + 2_000));
      other.close();
      assert.equal((await account.call('ListFleets', {}, caller()))['NextToken'], undefined);
    }));
});

describe('a fault', () => {
  it('answers the calls of its operation with its error, as often as it says', () =>
    withAccount(async (temporary) => {
      const { account, caller, file } = temporary;
      const emulator = account.emulator();
      emulator.addFault({ operation: 'CreateFleet', error: 'TooManyRequestsException', remaining: 2 });

      await assert.rejects(createDemo(temporary), { code: 'TooManyRequestsException' });
      assert.deepEqual(await account.call('ListFleets', {}, caller()), { FleetSummaryList: [] });
      await assert.rejects(createDemo(temporary), { code: 'TooManyRequestsException' });
      await createDemo(temporary);

      assert.deepEqual(emulator.listFaults(), []);
      assert.deepEqual(
        trailOf(file).map(({ errorCode }) => errorCode),
        ['TooManyRequestsException', undefined, 'TooManyRequestsException', undefined],
      );
    }));

  it('delays calls, and adds up with others', () =>
    withAccount(async (temporary) => {
      const { account, clock, caller } = temporary;
      const emulator = account.emulator();
      emulator.addFault({ latencyMs: 300 });
      emulator.addFault({ operation: 'ListFleets', latencyMs: 200 });

      await account.call('ListFleets', {}, caller());
      await createDemo(temporary);

      assert.deepEqual(clock.slept, [500, 300]);
    }));

  it('strikes the share of calls it says', () => {
    let next = 0;
    const random = (bytes: number) => {
      const drawn = new Uint8Array(bytes);
      if (bytes === 4) drawn[0] = next++ % 2 === 0 ? 0x10 : 0xf0; // a sixteenth, fifteen sixteenths, …
      return drawn;
    };
    return withAccount(
      async ({ account, caller }) => {
        account.emulator().addFault({ error: 'InternalServerErrorException', rate: 0.5 });
        const outcomes: boolean[] = [];

        for (let call = 0; call < 6; call += 1) {
          outcomes.push(
            await account.call('ListFleets', {}, caller()).then(
              () => true,
              () => false,
            ),
          );
        }

        assert.equal(outcomes.filter((succeeded) => succeeded).length, 3);
      },
      { random },
    );
  });

  it('is one that can be', () =>
    withAccount(({ account }) => {
      const emulator = account.emulator();
      for (const fault of [
        {},
        { remaining: 3 },
        { latencyMs: 0 },
        { latencyMs: 1.5 },
        { latencyMs: 1, remaining: 0 },
        { latencyMs: 1, rate: 0 },
        { latencyMs: 1, rate: 1.1 },
        { latencyMs: 1, rate: Number.NaN },
      ]) {
        assert.throws(() => emulator.addFault(fault), { code: 'InvalidInput' }, JSON.stringify(fault));
      }
      assert.deepEqual(emulator.listFaults(), []);
    }));

  it('is cleared by its id, or with all others', () =>
    withAccount(({ account }) => {
      const emulator = account.emulator();
      const { id } = emulator.addFault({ latencyMs: 1 });
      emulator.addFault({ latencyMs: 2, rate: 0.25, operation: 'TagResource' });
      emulator.addFault({ error: 'UnauthorizedException', remaining: 1 });

      assert.equal(emulator.clearFaults(id), 1);
      assert.throws(() => emulator.clearFaults(id), { code: 'NotFound' });
      assert.equal(emulator.clearFaults(), 2);
    }));
});

describe('the emulator’s clock', () => {
  it('is the machine’s until it is moved, and goes on from where it was put', () =>
    withAccount(({ account, clock }) => {
      const emulator = account.emulator();
      assert.deepEqual(emulator.clock(), { now: new Date(Date.UTC(2026, 0, 1)), offsetMs: 0 });

      emulator.advanceClock(3_600_000);
      clock.advance(5);
      assert.deepEqual(emulator.clock(), {
        now: new Date(Date.UTC(2026, 0, 1, 1, 0, 0, 5)),
        offsetMs: 3_600_000,
      });

      assert.deepEqual(
        emulator.setClock(new Date('2030-05-05T00:00:00Z')).now,
        new Date('2030-05-05T00:00:00Z'),
      );
      assert.equal(emulator.resetClock().offsetMs, 0);
    }));

  it('adds up in the file, whichever process moves it', () =>
    withAccount(({ account, clock, file }) => {
      const other = openLocalAccount({ file, clock });
      account.emulator().advanceClock(1_000);
      other.emulator().advanceClock(500);

      assert.equal(account.emulator().clock().offsetMs, 1_500);
      other.close();
    }));

  it('goes forward by advancing, and stays within what a date can be', () =>
    withAccount(({ account }) => {
      const emulator = account.emulator();
      for (const refused of [
        () => emulator.advanceClock(-1),
        () => emulator.advanceClock(Number.NaN),
        () => emulator.advanceClock(Number.MAX_VALUE),
        () => emulator.setClock(new Date(Number.NaN)),
        () => emulator.setClock(new Date('+010000-01-01T00:00:00Z')),
        () => emulator.setClock(new Date('1969-12-31T23:59:59Z')),
      ]) {
        assert.throws(refused, { code: 'InvalidInput' });
      }
      assert.equal(emulator.clock().offsetMs, 0);
    }));
});

describe('resetting an account', () => {
  it('leaves its id, its administrator and their keys, the network it began with, and nothing else', () =>
    withAccount(async (temporary) => {
      const { account, caller, file } = temporary;
      const emulator = account.emulator();
      const credentials = emulator.credentials();
      const { vpcs } = await emulator.exportAccount();
      account.createPrincipal({ name: 'reader', policies: ['AmazonWorkLinkReadOnly'] });
      await createDemo(temporary, { Tags: { a: 'b' } });
      await emulator.certificates.request({ domainName: 'www.example.com' });
      emulator.addFault({ latencyMs: 1 });
      emulator.advanceClock(1_000);

      emulator.reset();

      assert.deepEqual(emulator.credentials(), credentials);
      assert.equal(emulator.clock().offsetMs, 0);
      assert.deepEqual(trailOf(file), []);
      const db = new Sqlite(file, { readonly: true });
      const tables = db
        .prepare(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('account', 'principals', 'vpcs', 'subnets', 'security_groups')",
        )
        .pluck()
        .all() as string[];
      for (const table of tables)
        assert.equal(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), 0, table);
      assert.deepEqual((await emulator.exportAccount()).vpcs, vpcs);
      assert.deepEqual(db.prepare('SELECT name FROM principals').pluck().all(), ['administrator']);
      db.close();
      await createDemo(temporary);
      assert.equal((await account.call('ListFleets', {}, caller()))['NextToken'], undefined);
    }));
});
