import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';
import { SdkWorkLink } from '../../contract/sdk-work-link.js';
import { startForeground } from './server-harness.js';

interface Added {
  readonly name: string;
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

async function add(place: Workplace, name: string, ...argv: readonly string[]): Promise<Added> {
  return (await place.json(['emulator', 'principal', 'add', name, ...argv])) as Added;
}

async function list(place: Workplace): Promise<Record<string, unknown>[]> {
  return (await place.json(['emulator', 'principal', 'list'])) as Record<string, unknown>[];
}

function policyFile(place: Workplace, statement: object): string {
  const file = join(place.folder, 'policy.json');
  writeFileSync(file, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2));
  return '@policy.json';
}

describe('worklink emulator principal', () => {
  it('when added, then their secret is shown this once, and listed without', () =>
    Workplace.with(async (place) => {
      const { stdout, stderr, code } = await place.run([
        'emulator',
        'principal',
        'add',
        'auditor',
        '--policy',
        'AmazonWorkLinkReadOnly',
      ]);
      assert.equal(code, 0);
      const secret = /Secret access key: +(\S{40})\n/.exec(stdout)?.[1] ?? '';
      assert.ok(secret !== '');
      assert.match(stdout, /Name: +auditor\n/);
      assert.match(stdout, /Policies: +AmazonWorkLinkReadOnly\n/);
      assert.equal(stderr, 'The secret access key is not shown again.\n');
      const listed = await list(place);
      assert.deepEqual(
        listed.map(({ name, policies }) => [name, policies]),
        [
          ['administrator', ['AmazonWorkLinkFullAccess']],
          ['auditor', ['AmazonWorkLinkReadOnly']],
        ],
      );
      assert.equal(listed[1]?.['arn'], 'arn:aws:iam::123456789012:user/auditor');
      assert.ok(!JSON.stringify(listed).includes(secret) && !JSON.stringify(listed).includes('ecret'));
      assert.match(
        await place.succeed(['emulator', 'principal', 'list']),
        /^NAME +ACCESS KEY ID +POLICIES +CREATED\nadministrator/,
      );
    }));

  it('lets each call over HTTP what their policies allow, 403 for the rest, and nobody who was removed', () =>
    Workplace.with(async (place) => {
      const arn = 'arn:aws:worklink::123456789012:fleet/sales';
      await place.succeed(['fleet', 'create', 'sales']);
      const auditor = await add(place, 'auditor', '--policy', 'AmazonWorkLinkReadOnly');
      const chief = await add(place, 'chief', '--policy', 'arn:aws:iam::aws:policy/AmazonWorkLinkFullAccess');
      const tagger = await add(
        place,
        'tagger',
        '--policy',
        policyFile(place, { Effect: 'Allow', Action: 'worklink:TagResource', Resource: arn }),
      );
      const nobody = await add(place, 'nobody');
      const server = await startForeground(place);
      const clients = [auditor, chief, tagger, nobody].map(
        (credentials) =>
          new SdkWorkLink({
            endpoint: server.url,
            region: 'us-east-1',
            credentials,
            now: place.clock.now(),
          }),
      );
      try {
        const answers = [];
        for (const client of clients) {
          const one = [];
          for (const call of [
            () => client.call('ListFleets', {}),
            () => client.call('TagResource', { ResourceArn: arn, Tags: { by: 'them' } }),
            () => client.call('CreateFleet', { FleetName: 'another' }),
          ]) {
            one.push(
              await call().then(
                () => 'allowed',
                (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
              ),
            );
          }
          answers.push(one);
        }
        const refused = 'UnauthorizedException';
        assert.deepEqual(answers, [
          ['allowed', refused, refused],
          ['allowed', 'allowed', 'allowed'],
          [refused, 'allowed', refused],
          [refused, refused, refused],
        ]);
        const status = await clients[3]?.call('ListFleets', {}).catch((error: unknown) => {
          const { $metadata } = (error as { cause: { $metadata: { httpStatusCode: number } } }).cause;
          return $metadata.httpStatusCode;
        });
        assert.equal(status, 403);

        await place.succeed(['emulator', 'principal', 'remove', 'chief', '--yes']);
        await assert.rejects(async () => clients[1]?.call('ListFleets', {}), {
          name: 'UnrecognizedClientException',
        });

        const tried = await place.json([
          'trail',
          'events',
          '--principal',
          tagger.accessKeyId,
          '--query',
          '[].[eventName, userIdentity.userName, errorCode]',
        ]);
        assert.deepEqual(tried, [
          ['CreateFleet', 'tagger', refused],
          ['TagResource', 'tagger', null],
          ['ListFleets', 'tagger', refused],
        ]);
      } finally {
        for (const client of clients) client.close();
        assert.equal(await server.stop(), 0);
      }
    }));

  it('given --keys-file, then the keys are in a file for its owner alone, and nowhere else', () =>
    Workplace.with(async (place) => {
      const argv = ['emulator', 'principal', 'add', 'ci', '--keys-file', 'ci.env', '-o', 'json'];
      const { stdout } = await place.run(argv);
      const file = join(place.folder, 'ci.env');
      const text = readFileSync(file, 'utf8');
      const [, secret = ''] =
        /^AWS_ACCESS_KEY_ID=AKIA\w{16}\nAWS_SECRET_ACCESS_KEY=(\w{40})\n$/.exec(text) ?? [];
      assert.ok(secret !== '', text);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.ok(!stdout.includes(secret));

      const again = await place.run(['emulator', 'principal', 'add', 'ci2', '--keys-file', 'ci.env']);
      assert.equal(again.code, 6);
      assert.equal(readFileSync(file, 'utf8'), text);
      assert.equal((await list(place)).length, 2, 'nobody whose secret is lost');

      chmodSync(file, 0o644);
      await place.succeed(['emulator', 'principal', 'add', 'ci2', '--keys-file', 'ci.env', '--force']);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.notEqual(readFileSync(file, 'utf8'), text);
    }));

  for (const [what, argv, code, message] of [
    ['a name IAM does not take', ['a b'], 3, /'a b' is not the name of an IAM user/],
    ['a name with a control character', ['a\u001b'], 3, /'a\\u001b' is not the name/],
    [
      'a managed policy there is not',
      ['x', '--policy', 'AmazonWorkLinkReadonly'],
      3,
      /Did you mean AmazonWorkLinkReadOnly\?/,
    ],
    [
      'the role’s own policy',
      ['x', '--policy', 'AmazonWorkLinkServiceRolePolicy'],
      3,
      /no managed policy that a principal can have/,
    ],
    ['a document that is none', ['x', '--policy', '{"Statement":7}'], 3, /not an identity-based policy/],
    ['a document that is not JSON', ['x', '--policy', '{'], 3, /not JSON/],
    ['a file there is not', ['x', '--policy', '@none.json'], 5, /none\.json/],
    [
      'eleven policies',
      ['x', ...Array<string[]>(11).fill(['--policy', 'AmazonWorkLinkReadOnly']).flat()],
      3,
      /at most 10 policies, not 11/,
    ],
    ['the administrator’s name in other case', ['Administrator'], 6, /'administrator' exists already/],
    ['no name', [], 2, /NAME/],
    ['--force without a file', ['x', '--force'], 2, /keys-file/],
  ] as const) {
    it(`given ${what}, then refused, ${String(code)}, dry or not, and nobody is added`, () =>
      Workplace.with(async (place) => {
        for (const flags of [[], ['--dry-run']]) {
          const run = await place.run(['emulator', 'principal', 'add', ...argv, ...flags]);
          assert.equal(run.code, code, run.stderr);
          assert.match(run.stderr, message);
        }
        assert.equal((await list(place)).length, 1);
      }));
  }

  it('given --dry-run, then nothing changes', () =>
    Workplace.with(async (place) => {
      const argv = ['emulator', 'principal', 'add', 'x', '--dry-run'];
      assert.equal(await place.succeed(argv), 'Would add principal x.\n');
      assert.equal((await list(place)).length, 1);
      await add(place, 'x');
      const removal = ['emulator', 'principal', 'remove', 'x', '--dry-run'];
      assert.equal(await place.succeed(removal), 'Would remove principal x.\n');
      assert.equal((await list(place)).length, 2);
    }));

  it('when removed, then asked first; the administrator and a stranger are not', () =>
    Workplace.with(async (place) => {
      await add(place, 'auditor');
      const argv = ['emulator', 'principal', 'remove', 'auditor'];
      assert.equal((await place.run(argv)).code, 4);
      assert.equal((await place.run(argv, { terminal: true, answers: ['n\r'] })).code, 4);
      const stranger = await place.run(['emulator', 'principal', 'remove', 'auditer', '--yes']);
      assert.equal(stranger.code, 5);
      assert.match(stranger.stderr, /Did you mean auditor\?/);
      assert.equal((await place.run(['emulator', 'principal', 'remove', 'administrator', '--yes'])).code, 6);
      assert.equal((await place.run(argv, { terminal: true, answers: ['y\r'] })).code, 0);
      assert.deepEqual(
        (await list(place)).map(({ name }) => name),
        ['administrator'],
      );
    }));

  it('is the emulator’s own: another backend has none', () =>
    Workplace.with(async (place) => {
      const aws = ['--backend', 'aws', '--endpoint-url', 'http://127.0.0.1:1', '--companions', 'local'];
      assert.equal((await place.run(['emulator', 'principal', 'list', ...aws])).code, 7);
    }));
});
