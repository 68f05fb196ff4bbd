import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { interrupted } from '../../../src/cli/host.js';
import { Workplace } from '../../support/cli.js';

const VPC = 'vpc-0a1b2c3d4e5f60718';
const PRIVATE_A = 'subnet-0a1b2c3d4e5f60a01';
const PUBLIC = 'subnet-0a1b2c3d4e5f60c01';
const CLOSED_GROUP = 'sg-0a1b2c3d4e5f60003';

interface Part {
  readonly kind: string;
  readonly id: string;
  readonly vpcId: string;
  readonly verdict: string;
  readonly internetPath?: string;
  readonly findings: readonly { readonly id: string }[];
}

describe('worklink network discover', () => {
  it('lists what the account has, each with a verdict and why', () =>
    Workplace.with(async (place) => {
      const lines = (await place.succeed(['network', 'discover'])).split('\n');
      assert.match(lines[0] ?? '', /^KIND +ID +NAME +ZONE +ADDRESSES +FREE +INTERNET +VERDICT +WHY$/);
      assert.match(lines[1] ?? '', new RegExp(`^vpc +${VPC} +corporate +- +10\\.20\\.0\\.0/16 .* suitable`));
      assert.match(
        lines[4] ?? '',
        new RegExp(`^subnet +${PUBLIC} .* internetGateway +unsuitable +It is public`),
      );
      assert.match(
        lines[8] ?? '',
        new RegExp(`^securityGroup +${CLOSED_GROUP} .* unsuitable +No outbound rule`),
      );
    }));

  it('is one list in JSON, told apart by kind', () =>
    Workplace.with(async (place) => {
      const parts = (await place.json(['network', 'discover'])) as Part[];
      assert.deepEqual(
        parts.map(({ kind, verdict, internetPath }) => [kind, verdict, internetPath]),
        [
          ['vpc', 'suitable', undefined],
          ['subnet', 'suitable', 'nat'],
          ['subnet', 'suitable', 'nat'],
          ['subnet', 'unsuitable', 'internetGateway'],
          ['subnet', 'unsuitable', 'none'],
          ['securityGroup', 'suitable', undefined],
          ['securityGroup', 'suitable', undefined],
          ['securityGroup', 'unsuitable', undefined],
        ],
      );
      assert.ok(parts.every(({ vpcId }) => vpcId === VPC));
      assert.equal('routes' in (parts[1] ?? {}) || 'outbound' in (parts[5] ?? {}), false);
      const expected = Object.entries(parts[3] ?? {}).filter(([name]) => name !== 'findings');
      assert.deepEqual(Object.fromEntries(expected), {
        kind: 'subnet',
        id: PUBLIC,
        vpcId: VPC,
        name: 'public-a',
        state: 'available',
        availabilityZone: 'us-east-1a',
        cidrBlocks: ['10.20.240.0/24'],
        freeAddresses: 248,
        internetPath: 'internetGateway',
        verdict: 'unsuitable',
      });
    }));

  for (const [format, expected] of [
    ['csv', new RegExp(`^subnet,${PRIVATE_A},private-a,us-east-1a,`, 'm')],
    ['yaml', new RegExp(`^- kind: vpc\\n  vpcId: ${VPC}`, 'm')],
    ['text', new RegExp(`^subnet\\t${PRIVATE_A}\\tprivate-a`, 'm')],
  ] as const) {
    it(`has the same as ${format}`, () =>
      Workplace.with(async (place) => {
        assert.match(await place.succeed(['network', 'discover', '-o', format]), expected);
      }));
  }

  it('lists one VPC alone, and judges its addresses by the users there will be', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'a.yaml'), 'version: 1\nvpcs: [{ id: vpc-22222222 }]\n');
      await place.succeed(['emulator', 'seed', 'a.yaml']);
      await place.succeed(['emulator', 'seed', '--sample']);
      const parts = (await place.json([
        ...['network', 'discover', '--vpc', VPC, '--expected-users', '9000'],
      ])) as Part[];
      assert.equal(parts.length, 8);
      assert.deepEqual(
        parts[0]?.findings.map(({ id }) => id),
        ['network-too-few-addresses'],
      );
      const every = (await place.json(['network', 'discover'])) as Part[];
      const other = every.find(({ id }) => id === 'vpc-22222222');
      assert.deepEqual(
        [other?.verdict, other?.findings.map(({ id }) => id)],
        ['unsuitable', ['network-vpc-no-suitable-subnet']],
      );
    }));

  it('is watched by the id of each thing', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'a.yaml'), 'version: 1\nvpcs: [{ id: vpc-22222222 }]\n');
      await place.succeed(['fleet', 'list']);
      const controller = new AbortController();
      let looks = 0;
      place.clock.meanwhile = async () => {
        looks += 1;
        if (looks === 1) await place.succeed(['emulator', 'seed', 'a.yaml']);
        else controller.abort(interrupted());
      };
      const watched = ['network', 'discover', '--watch', '--json'];
      const run = await place.run(watched, { signal: controller.signal });
      place.clock.meanwhile = () => undefined;
      const events = run.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; object: Part });
      const count = (type: string): number => events.filter((event) => event.type === type).length;
      assert.deepEqual([run.code, count('ADDED'), count('DELETED'), count('MODIFIED')], [130, 9, 8, 0]);
    }));

  it('says where there is no VPC, and how to come by one', () =>
    Workplace.with(async (place) => {
      const { code, stdout, stderr } = await place.run(['network', 'discover', '--region', 'eu-west-1']);
      assert.deepEqual([code, stdout], [0, '']);
      assert.match(stderr, /^There is no VPC in eu-west-1\. .*--region.*worklink emulator seed/);
      assert.deepEqual(await place.json(['network', 'discover', '--region', 'eu-west-1']), []);
    }));

  for (const [title, given, code, expected] of [
    ['a VPC that is not there', ['--vpc', 'vpc-99999999'], 5, /vpc-99999999/],
    ['users that are no number', ['--expected-users', 'many'], 2, /many/],
    ['no users', ['--expected-users', '0'], 2, /greater than or equal to 1/],
    ['a column there is not', ['--columns', 'colour'], 2, /colour/],
  ] as const) {
    it(`given ${title}, then exits ${String(code)}`, () =>
      Workplace.with(async (place) => {
        const run = await place.run(['network', 'discover', ...given]);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
      }));
  }
});
