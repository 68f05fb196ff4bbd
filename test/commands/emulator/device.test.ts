import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { readAuditRecords } from '../../../src/core/audit/record.js';
import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import { issueDeviceCertificate } from '../../../src/core/certificates/issue-device.js';
import { join, resolve } from 'node:path';
import { enterAwsWorld, KEYS, startStub } from '../../backends/aws/stub.js';
import { type Workplace } from '../../support/cli.js';
import { signIn, withSales } from '../devices/prepared.js';
import { associate, errorOf, issue } from '../domain/prepared.js';

const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit';
const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const CHAIN = resolve(import.meta.dirname, '../../fixtures/certificates/chain');
const browse = (...words: readonly string[]): string[] => [
  'emulator',
  'device',
  'browse',
  'phone-1',
  'https://www.example.com/holidays?year=2026',
  '-f',
  'sales',
  ...words,
];

/** Does something to the account that no command does here. */
async function onAccount(
  place: Workplace,
  body: (
    account: ReturnType<typeof openLocalAccount>,
    call: (
      operation:
        | 'UpdateAuditStreamConfiguration'
        | 'UpdateCompanyNetworkConfiguration'
        | 'UpdateDevicePolicyConfiguration',
      input: object,
    ) => Promise<unknown>,
  ) => Promise<void>,
): Promise<void> {
  const account = openLocalAccount({ file: join(place.folder, 'data', 'emulator.db'), clock: place.clock });
  try {
    const principal = account.administrator();
    const caller = { principal, region: 'us-east-1', sourceIp: '127.0.0.1', userAgent: 'test' };
    await body(account, (operation, input) => account.call(operation, { FleetArn: FLEET, ...input }, caller));
  } finally {
    account.close();
  }
}

/** A fleet with a domain, a company network and a linked audit stream, and alice's phone. */
function withReach(body: (place: Workplace) => Promise<void>): Promise<void> {
  return withSales(async (place) => {
    await issue(place, 'www.example.com');
    await associate(place, 'www.example.com');
    await onAccount(place, async (_, call) => {
      await call('UpdateCompanyNetworkConfiguration', {
        VpcId: 'vpc-0123456789abcdef0',
        SubnetIds: ['subnet-0123456789abcdef0'],
        SecurityGroupIds: ['sg-0123456789abcdef0'],
      });
      await call('UpdateAuditStreamConfiguration', { AuditStreamArn: STREAM });
    });
    await place.succeed(['emulator', 'seed', '-'], { stdin: `{"version":1,"streams":["${STREAM}"]}` });
    await signIn(place, 'alice', 'phone-1', '--model', 'Pixel 4');
    await body(place);
  });
}

/** The records of the emulated stream. */
async function recorded(place: Workplace): Promise<unknown[]> {
  const records: unknown[] = [];
  await onAccount(place, async (account) => {
    const principal = account.administrator();
    const { auditStreams } = account.backend({ principal, region: 'us-east-1', sourceIp: '', userAgent: '' });
    const reading = auditStreams?.read('AmazonWorkLink-audit', { from: 'oldest', follow: false }) ?? [];
    for await (const { data } of reading) records.push(...readAuditRecords(data));
  });
  return records;
}

describe('worklink emulator device browse', () => {
  it('given a page that is shown, then says so and tells the audit stream', () =>
    withReach(async (place) => {
      const shown = (await place.json(browse())) as Record<string, unknown>;

      assert.deepEqual(shown, {
        outcome: 'ALLOWED',
        url: 'https://www.example.com/holidays',
        domainName: 'www.example.com',
        deviceId: 'phone-1',
        username: 'alice',
        time: shown['time'],
        auditStreamArn: STREAM,
      });
      assert.deepEqual(await recorded(place), [
        {
          line: 1,
          record: {
            eventTime: new Date(String(shown.time)),
            username: 'alice',
            url: 'https://www.example.com/holidays',
            domainName: 'www.example.com',
            deviceId: 'phone-1',
            outcome: 'ALLOWED',
            fleetArn: FLEET,
            deviceModel: 'Pixel 4',
          },
        },
      ]);
    }));

  it('given a page that is not shown, then says why, exits 3 and tells the audit stream', () =>
    withReach(async (place) => {
      await place.succeed(['domain', 'revoke', 'www.example.com', '-f', 'sales']);

      const { code, stdout, stderr } = await place.run(browse());

      assert.equal(code, 3);
      assert.match(stdout, /^Outcome: +REFUSED$/m);
      assert.match(
        stderr,
        /access to www\.example\.com is revoked\.\nGive access again: worklink domain restore/,
      );
      assert.match(JSON.stringify(await recorded(place)), /"outcome":"REFUSED","reason":"The web page/);
    }));

  it('given a stream that takes no record, then the page is shown, and that is said', () =>
    withReach(async (place) => {
      await onAccount(place, async (_, call) => {
        await call('UpdateAuditStreamConfiguration', { AuditStreamArn: `${STREAM}-2` });
      });
      const { code, stderr } = await place.run(browse());
      assert.equal(code, 0);
      assert.match(
        stderr,
        /The audit stream was not told of it: The stream 'AmazonWorkLink-audit-2' was not found/,
      );
    }));

  it('given the streams of AWS, then tells the real one', () =>
    withReach(async (place) => {
      const world = await enterAwsWorld(KEYS);
      const kinesis = await startStub(() => ({ body: { FailedRecordCount: 0, Records: [{}] } }));
      process.env['AWS_ENDPOINT_URL_KINESIS'] = kinesis.url;
      try {
        await place.succeed(browse('--companions', 'aws'));
      } finally {
        await world.leave();
        await kinesis.close();
      }

      const [put] = kinesis.inputs() as { StreamName: string; Records: { Data: string }[] }[];
      assert.equal(put?.StreamName, 'AmazonWorkLink-audit');
      const [line] = readAuditRecords(Buffer.from(put.Records[0]?.Data ?? '', 'base64'));
      assert.ok(line !== undefined && 'record' in line && line.record.username === 'alice');
      assert.deepEqual(await recorded(place), []);
    }));

  it('given --dry-run, then changes nothing and tells no stream', () =>
    withReach(async (place) => {
      const before = await place.json(['devices', 'show', 'phone-1', '-f', 'sales']);
      place.clock.advance(60_000);
      assert.match(
        await place.succeed(browse('--dry-run')),
        /^Would open https:\/\/www\.example\.com\/holidays\./,
      );
      assert.deepEqual(await place.json(['devices', 'show', 'phone-1', '-f', 'sales']), before);
      assert.deepEqual(await recorded(place), []);
    }));

  it('given a device policy, then takes the certificate from --certificate', () =>
    withReach(async (place) => {
      const read = async (name: string) =>
        (await import('node:fs/promises')).readFile(join(CHAIN, name), 'utf8');
      const chain = (await read('middle.pem')) + (await read('root.pem'));
      await onAccount(place, async (_, call) => {
        await call('UpdateDevicePolicyConfiguration', { DeviceCaCertificate: chain });
      });
      await place.succeed(['emulator', 'clock', 'set', '2030-01-01T00:00:00Z']);
      // Its own certificate has expired by then, which is not what is asked here.
      const refused = await place.run(browse('--json'));
      assert.equal(refused.code, 3);
      assert.match(refused.stdout, /DEVICE_POLICY_NOT_MET/);
      const met = await place.run(browse('--certificate', join(CHAIN, 'leaf-email.pem'), '--json'));
      assert.doesNotMatch(met.stdout, /DEVICE_POLICY_NOT_MET/);
      assert.equal((await place.run(browse('--certificate', 'missing.pem'))).code, 5);
    }));

  it('given the key of a certificate, then the device proves that it has it; another key does not do', () =>
    withReach(async (place) => {
      await place.succeed(['emulator', 'clock', 'set', '2030-01-01T00:00:00Z']);
      const now = new Date('2029-12-31T00:00:00Z');
      const authority = await createAuthority({ name: 'Device CA', now });
      await onAccount(place, async (_, call) => {
        await call('UpdateDevicePolicyConfiguration', { DeviceCaCertificate: authority.certificatePem });
      });
      for (const user of ['alice', 'eve']) {
        const issued = await issueDeviceCertificate({ authority, user, now, days: 30 });
        await writeFile(join(place.folder, `${user}.pem`), issued.certificatePem);
        await writeFile(join(place.folder, `${user}.key`), issued.privateKeyPem);
      }
      const by = (key: string) => ['--certificate', 'alice.pem', '--certificate-key', key];
      const met = await place.succeed(browse(...by('alice.key'), '--json'));
      assert.match(met, /"outcome": ?"ALLOWED"/);
      const unmet = await place.run(browse(...by('eve.key'), '--json'));
      assert.equal(unmet.code, 3);
      assert.match(unmet.stdout, /has not shown that it has the private key/);
      const code = (
        await place.succeed(['fleet', 'show', 'sales', '--query', 'companyCode', '-o', 'text'])
      ).trim();
      const words = ['emulator', 'device', 'sign-in', code, 'bob@example.com'];
      await place.succeed([...words, ...by('alice.key')]);
      assert.equal((await place.run([...words, ...by('eve.key')])).code, 4);
      const none = await place.run([...words, ...by('alice.pem'), '--json']);
      assert.equal(none.code, 3, none.stdout);
      assert.equal((await place.run([...words, '--certificate-key', 'alice.key'])).code, 2);
      assert.equal((await place.run([...words, '--certificate', '-', '--certificate-key', '-'])).code, 2);
    }));

  it('given no page, no address, no such device, fleet or emulator, then is refused', () =>
    withSales(async (place) => {
      const words = ['emulator', 'device', 'browse'];
      assert.equal((await place.run([...words, 'phone-1', '-f', 'sales'])).code, 2);
      await signIn(place, 'alice', 'phone-1');
      assert.equal((await place.run([...words, 'phone-1', 'example', '-f', 'sales'])).code, 3);
      assert.equal((await place.run([...words, 'phone-2', 'https://a.example/', '-f', 'sales'])).code, 5);
      const fleet = await place.run([...words, 'phone-1', 'https://a.example/', '-f', 'sale', '--json']);
      assert.equal(fleet.code, 5);
      assert.match(errorOf(fleet).hint ?? '', /Did you mean sales\?/);
    }));
});

describe('worklink emulator device sign-in, sign-out and list', () => {
  it('given a company code, then a device is there, and gone from the ACTIVE ones once signed out', () =>
    withSales(async (place) => {
      const list = [
        'emulator',
        'device',
        'list',
        '-f',
        'sales',
        '--columns',
        'deviceId,status',
        '--no-header',
      ];
      const { stderr } = await place.run(list);
      assert.match(stderr, /^Fleet sales has no devices\./);
      await signIn(place, 'alice', 'phone-1');
      await place.succeed(['emulator', 'device', 'sign-out', 'phone-1', '-f', 'sales', '--dry-run']);
      assert.equal(await place.succeed(list), 'phone-1  ACTIVE\n');
      assert.equal(
        await place.succeed(['emulator', 'device', 'sign-out', 'phone-1', '-f', 'sales']),
        'Signed device phone-1 of alice out.\n',
      );
      assert.equal(await place.succeed(list), 'phone-1  SIGNED_OUT\n');
      assert.equal((await place.run(['emulator', 'device', 'sign-out', 'phone-2', '-f', 'sales'])).code, 5);
    }));

  it('given a code no fleet has, no user or a dry run, then no device is there', () =>
    withSales(async (place) => {
      const words = ['emulator', 'device', 'sign-in'];
      const run = await place.run([...words, 'nothing', 'alice']);
      assert.equal(run.code, 5);
      assert.match(run.stderr, /Company codes are alphanumeric/);
      assert.equal((await place.run([...words, 'nothing'])).code, 2);
      await signIn(place, 'alice', 'phone-1', '--dry-run');
      assert.equal(await place.succeed(['devices', 'list', '-f', 'sales', '--json']), '[]\n');
    }));
});

describe('worklink emulator device generate', () => {
  it('given a count, then the fleet has so many devices; again, no more', () =>
    withSales(async (place) => {
      const words = ['emulator', 'device', 'generate', '-f', 'sales', '--count', '30'];
      await place.succeed([...words, '--dry-run']);
      assert.deepEqual(await place.json(words), { added: 30, alreadyThere: 0 });
      assert.equal(
        await place.succeed(words),
        'Generated 0 devices in fleet sales. 30 were there already.\n',
      );
      const rows = (await place.json(['devices', 'list', '-f', 'sales'])) as object[];
      assert.equal(rows.length, 30);
      assert.equal((await place.run([...words, '--count', '0'])).code, 2);
      assert.equal((await place.run(['emulator', 'device', 'generate', '-f', 'sale'])).code, 5);
    }));
});
