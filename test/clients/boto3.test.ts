import assert from 'node:assert/strict';
import { type OperationName } from '../../src/core/contract/contract.js';
import { SERVICE_ERRORS, type ServiceErrorName } from '../../src/core/contract/errors.js';
import { Boto3, type Boto3Answer, type Boto3Settings, withDates } from './support/boto3.js';
import { useClient } from './support/clients.js';
import { describeEachOperation } from './support/each-operation.js';
import { type Input, STREAM, withWorld, type World } from './support/world.js';

/** Every character the model's pattern of a tag's key admits: its "+-=" is a range, from "+" to "=". */
const TAG_KEY_CHARACTERS =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ' + '+,-./0123456789:;<=' + '_';

describe('boto3', function () {
  this.timeout(60_000);
  const client = useClient('boto3');
  let started: Boto3 | undefined;
  before(() => {
    started = new Boto3(client());
  });
  after(() => started?.close());
  function boto3(): Boto3 {
    assert.ok(started, 'boto3 was found');
    return started;
  }
  function settings({ server }: World, more: Partial<Boto3Settings> = {}): Boto3Settings {
    return { endpoint: server.url, region: 'us-east-1', ...server.keys, ...more };
  }
  async function refusal(
    world: World,
    operation: OperationName,
    input: Input,
    more: Partial<Boto3Settings> = {},
  ) {
    const { error } = await boto3().call(settings(world, more), operation, input);
    assert.ok(error, `${operation} was refused`);
    return error;
  }
  async function call(
    world: World,
    operation: OperationName,
    input: Input,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { output, error } = await boto3().call(settings(world), operation, input);
    assert.ok(output, error?.message);
    return output;
  }

  describeEachOperation('boto3', async (world, keys, operation, input) => {
    const { output, error } = await boto3().call(settings(world, keys), operation, input);
    if (error === undefined) return { output: withDates(output) as Input };
    assert.ok(error.code, error.message);
    return { error: error.code, message: error.message };
  });

  it('reads times as datetimes in UTC, to the millisecond', () =>
    withWorld(async (world) => {
      const emulator = world.server.account.emulator();
      emulator.setClock(new Date('2031-07-08T09:10:11.125Z'));
      const { FleetArn } = await call(world, 'CreateFleet', { FleetName: 'timed' });
      const made = await call(world, 'DescribeFleetMetadata', { FleetArn });
      assert.deepEqual(made['CreatedTime'], { $time: '2031-07-08T09:10:11.125000+00:00' });
      emulator.setClock(new Date('2031-07-08T09:10:12Z'));
      await call(world, 'UpdateFleetMetadata', { FleetArn, DisplayName: 'Later' });
      const changed = await call(world, 'DescribeFleetMetadata', { FleetArn });
      assert.deepEqual(changed['CreatedTime'], made['CreatedTime']);
      assert.deepEqual(changed['LastUpdatedTime'], { $time: '2031-07-08T09:10:12+00:00' });
    }));

  it('raises the class of its own for each exception of the model, with status and request id', () =>
    withWorld(async (world) => {
      for (const [name, status] of Object.entries(SERVICE_ERRORS)) {
        const error = name as ServiceErrorName;
        world.server.account.emulator().addFault({ operation: 'CreateFleet', error, remaining: 1 });
        const raised = await refusal(world, 'CreateFleet', { FleetName: 'never' });
        assert.deepEqual(
          [raised.class, raised.isClassOfClient, raised.code, raised.status],
          [name, true, name, status],
        );
        assert.match(raised.requestId ?? '', /^[0-9a-f-]{36}$/);
      }
    }));

  it('is refused with wrong keys', () =>
    withWorld(async (world) => {
      const unknown = await refusal(world, 'ListFleets', {}, { accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ' });
      assert.equal(unknown.code, 'UnrecognizedClientException');
      const { secretAccessKey } = world.nobody;
      const wrong = await refusal(world, 'ListFleets', {}, { secretAccessKey });
      assert.equal(wrong.code, 'InvalidSignatureException');
      assert.deepEqual([unknown.status, wrong.status], [403, 403]);
    }));

  it('unsets by leaving out', () =>
    withWorld(async (world) => {
      const { FleetArn } = world;
      await call(world, 'UpdateFleetMetadata', { FleetArn, OptimizeForEndUserLocation: true });
      const fleet = await call(world, 'DescribeFleetMetadata', { FleetArn });
      assert.deepEqual(['DisplayName' in fleet, fleet['OptimizeForEndUserLocation']], [false, true]);
      await call(world, 'UpdateAuditStreamConfiguration', { FleetArn });
      assert.deepEqual(await call(world, 'DescribeAuditStreamConfiguration', { FleetArn }), {});
      await call(world, 'UpdateAuditStreamConfiguration', { FleetArn, AuditStreamArn: STREAM });
      assert.deepEqual(await call(world, 'DescribeAuditStreamConfiguration', { FleetArn }), {
        AuditStreamArn: STREAM,
      });
      await call(world, 'UpdateDevicePolicyConfiguration', { FleetArn });
      assert.deepEqual(await call(world, 'DescribeDevicePolicyConfiguration', { FleetArn }), {});
      const domain = { FleetArn, DomainName: 'www.example.com' };
      await call(world, 'UpdateDomainMetadata', domain);
      assert.equal('DisplayName' in (await call(world, 'DescribeDomain', domain)), false);
    }));

  it('tags with every character that a key may have, alone and together, and values of any text', () =>
    withWorld(async (world) => {
      const ResourceArn = world.FleetArn;
      const values = [
        '',
        'ü 🚀',
        '"\\/\b\f\n\r\t',
        '\u202eright to left',
        '\u0000',
        ' a&b=c;d+e%20 ',
        '𝔘'.repeat(256),
      ];
      await call(world, 'UntagResource', { ResourceArn, TagKeys: ['owner'] });
      for (let from = 0; from < TAG_KEY_CHARACTERS.length; from += 30) {
        const keys = Array.from(TAG_KEY_CHARACTERS.slice(from, from + 30));
        const Tags = Object.fromEntries(keys.map((key, index) => [key, values[index % values.length] ?? '']));
        await call(world, 'TagResource', { ResourceArn, Tags });
        assert.deepEqual(await call(world, 'ListTagsForResource', { ResourceArn }), { Tags });
        await call(world, 'UntagResource', { ResourceArn, TagKeys: keys });
        assert.deepEqual(await call(world, 'ListTagsForResource', { ResourceArn }), { Tags: {} });
      }
      await call(world, 'TagResource', { ResourceArn, Tags: { [TAG_KEY_CHARACTERS]: 'all' } });
      assert.deepEqual(await call(world, 'ListTagsForResource', { ResourceArn }), {
        Tags: { [TAG_KEY_CHARACTERS]: 'all' },
      });
      await call(world, 'UntagResource', { ResourceArn, TagKeys: [TAG_KEY_CHARACTERS] });
      assert.deepEqual(await call(world, 'ListTagsForResource', { ResourceArn }), { Tags: {} });
    }));

  it('sees each of 2,500 domains once, page by page, while others come and go', async () => {
    await withWorld(async (world) => {
      const { AcmCertificateArn, FleetArn } = world;
      const name = (index: number) => `site-${String(index).padStart(5, '0')}.example.com`;
      const add = (DomainName: string) =>
        call(world, 'AssociateDomain', { FleetArn, DomainName, AcmCertificateArn });
      const given = Array.from({ length: 2_500 }, (_, index) => name(index * 4));
      for (const DomainName of given) await add(DomainName);

      const seen: string[] = [];
      const removed = new Set<string>();
      let NextToken: string | undefined;
      let pages = 0;
      do {
        const page = await call(world, 'ListDomains', {
          FleetArn,
          MaxResults: 250,
          ...(NextToken && { NextToken }),
        });
        const names = (page['Domains'] as readonly { readonly DomainName: string }[]).map(
          ({ DomainName }) => DomainName,
        );
        seen.push(...names);
        NextToken = page['NextToken'] as string | undefined;
        // Between two pages: what the next page begins behind goes, and others come before, behind and in between.
        const last = Number(/\d{5}/.exec(names.at(-1) ?? '')?.[0] ?? 0);
        for (const gone of [name(last), name(last - 400), name(last + 400)]) {
          if (!given.includes(gone) || removed.has(gone)) continue;
          removed.add(gone);
          await call(world, 'DisassociateDomain', { FleetArn, DomainName: gone });
        }
        world.server.account.emulator().advanceClock(3_600_000);
        for (const at of [last - 1, last + 1, 20_000 + pages]) if (at > 0) await add(name(at));
        pages += 1;
      } while (NextToken !== undefined && pages < 30);

      assert.ok(pages > 9, String(pages));
      assert.equal(new Set(seen).size, seen.length, 'nothing is seen twice');
      assert.deepEqual(
        given.filter((stays) => !removed.has(stays) && !seen.includes(stays)),
        [],
        'nothing that stays is missed',
      );
    });
  }).timeout(120_000);

  it('tries again what is throttled or has failed, and gives up in the end', () =>
    withWorld(async (world) => {
      const emulator = world.server.account.emulator();
      const tries = async (error: ServiceErrorName, remaining: number): Promise<Boto3Answer> => {
        emulator.clearFaults();
        emulator.addFault({ operation: 'ListFleets', error, remaining });
        return boto3().call(settings(world, { attempts: 2 }), 'ListFleets', {});
      };
      for (const error of ['TooManyRequestsException', 'InternalServerErrorException'] as const) {
        const saved = await tries(error, 1);
        assert.deepEqual([saved.error, saved.retries], [undefined, 1]);
        const lost = await tries(error, 2);
        assert.deepEqual([lost.error?.code, lost.error?.retries], [error, 1]);
      }
    }));

  it('does not try again what is refused for good', () =>
    withWorld(async (world) => {
      const { FleetArn } = world;
      const input = { FleetArn, DomainName: 'nowhere.example.com' };
      const refused = await refusal(world, 'DescribeDomain', input, { attempts: 3 });
      assert.deepEqual([refused.code, refused.retries], ['ResourceNotFoundException', 0]);
    }));
});
