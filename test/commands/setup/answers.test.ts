import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';
import { ALL_ANSWERS, putFiles, withAnswers } from './files.js';

const NETWORK = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0a1b2c3d4e5f60a01', 'subnet-0a1b2c3d4e5f60b01'],
  securityGroupIds: ['sg-0a1b2c3d4e5f60002'],
};
const LATER = ['identityProvider', 'domains', 'network'];
const GIVEN = ['setup', '--answers', 'setup.yaml'];

/** That something has at least these members, elements and values. */
function assertHas(actual: unknown, expected: unknown): void {
  const part = (whole: unknown, like: unknown): unknown => {
    if (Array.isArray(like) && Array.isArray(whole))
      return whole.map((one: unknown, index) => part(one, like[index]));
    if (typeof like !== 'object' || like === null || typeof whole !== 'object' || whole === null)
      return whole;
    const members = new Map<string, unknown>(Object.entries(whole));
    return Object.fromEntries(
      Object.entries(like).map(([name, member]) => [name, part(members.get(name), member)]),
    );
  };
  assert.deepEqual(part(actual, expected), expected);
}

function prepared(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    await putFiles(place);
    await body(place);
  });
}

describe('worklink setup --answers', () => {
  it('given every answer, then the fleet has all of it, and the commands that do the same are said', () =>
    prepared(async (place) => {
      const { code, stdout, stderr } = await place.run([...GIVEN, '--yes', '--wait']);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Fleet sales is set up as answered \(ACTIVE\), company code [0-9a-z]+\.\n/);
      assert.match(stdout, /\nTell Okta\n[\s\S]*Single sign-on URL: http/);
      assert.match(stdout, /\nMake this record|- Make this record in the DNS: _\S+ CNAME /);
      assert.match(stdout, /\nSubject: Use Amazon WorkLink on your phone for Sales\n/);
      assert.match(stderr, /✓ Create fleet 'sales' in us-east-1\n/);
      assert.match(readFileSync(join(place.folder, 'invite.eml'), 'utf8'), /^Subject: /m);

      assertHas(await place.json(['fleet', 'show', 'sales']), {
        displayName: 'Sales',
        optimizeForEndUserLocation: true,
        fleetStatus: 'ACTIVE',
      });
      assert.deepEqual(await place.json(['tag', 'list', '-f', 'sales']), [{ key: 'owner', value: 'ops' }]);
      assertHas(await place.json(['idp', 'show', '-f', 'sales']), {
        entityId: 'http://www.okta.com/exkworklinkexample01',
      });
      assertHas(await place.json(['domain', 'list', '-f', 'sales']), [
        { domainName: 'intranet.example.com', displayName: 'Intranet', domainStatus: 'ACTIVE' },
        { domainName: 'wiki.example.com', domainStatus: 'ACTIVE' },
      ]);
      assertHas(await place.json(['ca', 'list', '-f', 'sales']), [
        { subject: 'CN=Example Web CA', displayName: 'Example root' },
      ]);
      assertHas(await place.json(['network', 'show', '-f', 'sales']), NETWORK);
      assertHas(await place.json(['auth-provider', 'list', '-f', 'sales']), [
        { domainName: 'login.example.com' },
      ]);
      assertHas(await place.json(['device-policy', 'show', '-f', 'sales']), {
        chain: [{ subject: 'CN=Example Web CA' }],
      });
      assertHas(await place.json(['audit', 'show', '-f', 'sales']), {
        streamName: 'AmazonWorkLink-sales',
      });
    }));

  it('given the commands it says, then another account is set up alike by them', () =>
    prepared(async (place) => {
      const { commands } = (await place.json([...GIVEN, '--yes'])) as {
        readonly commands: readonly string[];
      };
      const [exports, ...lines] = commands;
      assert.equal(exports, 'export WORKLINK_BACKEND=local WORKLINK_REGION=us-east-1');
      const env = { WORKLINK_STATE: 'other.db' };
      for (const line of lines) {
        const words = line.match(/'[^']*'|[^ ]+/g) ?? [];
        await place.succeed(
          words.slice(1).map((word) => word.replace(/^'(.*)'$/, '$1')),
          { env },
        );
        // Domains wait for their certificates' changes.
        place.clock.advance(60_000);
      }
      const lists = ['domain list -f', 'ca list -f', 'auth-provider list -f', 'tag list -f'];
      const names = ['domainName', 'displayName', 'subject', 'key', 'value', 'domainStatus'];
      for (const list of [...lists, 'network show -f', 'device-policy show -f']) {
        const argv = [...list.split(' '), 'sales'];
        const pick = (rows: unknown): string =>
          JSON.stringify(rows, [...names, 'vpcId', 'subnetIds', 'chain']);
        const other: unknown = JSON.parse((await place.run([...argv, '--json'], { env })).stdout);
        assert.equal(pick(other), pick(await place.json(argv)), list);
      }
    }));

  it('given them again, then nothing is done twice', () =>
    prepared(async (place) => {
      await place.succeed([...GIVEN, '--yes', '--wait']);
      const { code, stdout, stderr } = await place.run([...GIVEN, '--yes']);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /Nothing is to be changed in fleet sales\./);
      assert.match(stderr, /The invitation was not written: The file 'invite.eml' exists\./);
      assert.match(stdout, /Make this record in the DNS/);
      assert.doesNotMatch(stdout, /The same by commands/);
    }));

  it('given a dry run, then says what would be done and the calls, and changes nothing', () =>
    prepared(async (place) => {
      const { code, stdout, stderr } = await place.run([...GIVEN, '--dry-run']);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, 'Would set up fleet sales.\n');
      assert.match(stderr, /1\. Create fleet 'sales' in us-east-1\./);
      assert.match(
        stderr,
        /\nworklink fleet create sales --display-name Sales --optimize-for-end-user-location --tag owner=ops --wait\n/,
      );
      const { calls } = (await place.json([...GIVEN, '--dry-run'])) as {
        readonly calls: readonly { readonly operation: string; readonly input: object }[];
      };
      assert.deepEqual(
        calls.map(({ operation }) => operation),
        [
          'CreateFleet',
          'UpdateIdentityProviderConfiguration',
          'ImportCertificate',
          'AssociateDomain',
          'AssociateDomain',
          'RequestCertificate',
          'AssociateWebsiteCertificateAuthority',
          'UpdateCompanyNetworkConfiguration',
          'AssociateWebsiteAuthorizationProvider',
          'UpdateDevicePolicyConfiguration',
          'CreateStream',
          'UpdateAuditStreamConfiguration',
        ],
      );
      assert.doesNotMatch(JSON.stringify(calls), /PRIVATE KEY/);
      assert.deepEqual(await place.json(['fleet', 'list']), []);
      assert.deepEqual(await place.json(['certificate', 'list']), []);
    }));

  it('given nobody to say yes, then says which flag does, and changes nothing', () =>
    prepared(async (place) => {
      const { code, stderr } = await place.run(GIVEN);
      assert.equal(code, 4);
      assert.match(stderr, /--yes/);
      assert.deepEqual(await place.json(['fleet', 'list']), []);
    }));

  it('given somebody who says no, then nothing is changed; given a yes, then all is', () =>
    prepared(async (place) => {
      const refused = await place.run(GIVEN, { terminal: true, answers: ['n\r'] });
      assert.equal(refused.code, 4);
      assert.deepEqual(await place.json(['fleet', 'list']), []);
      const taken = await place.run(GIVEN, {
        terminal: true,
        answers: [{ when: /like this\?/, type: 'y\r' }],
      });
      assert.equal(taken.code, 0, taken.stderr);
    }));

  it('given no answers and nobody to ask, then names the flag', () =>
    Workplace.with(async (place) => {
      for (const options of [{}, { terminal: true, env: { CI: '1' } }]) {
        const { code, stderr } = await place.run(['setup'], options);
        assert.equal(code, 2);
        assert.match(stderr, /Missing --answers/);
      }
      assert.equal((await place.run(['setup', '--json'], { terminal: true })).code, 2);
      assert.equal((await place.run(['setup', '--no-input'], { terminal: true })).code, 2);
    }));

  it('given answers without what is required, then names each; given it under later, then goes without', () =>
    Workplace.with(async (place) => {
      const lacking = await place.run([...withAnswers(place, { fleet: { name: 'sales' } }), '--yes']);
      assert.equal(lacking.code, 2);
      assert.match(lacking.stderr, /answers\.json lack identityProvider, domains, network\./);
      assert.equal((await place.run([...withAnswers(place, {}), '--yes'])).code, 2);

      const argv = withAnswers(place, { fleet: { name: 'sales' }, later: LATER });
      const { code, stdout } = await place.run([...argv, '--yes']);
      assert.equal(code, 0);
      assert.match(stdout, /The fleet’s company network: left for later, and users need it/);
    }));

  it('given a fleet that has some of it, then only the rest is asked of the answers and done', () =>
    prepared(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', 'idp.xml']);
      const argv = withAnswers(place, { fleet: { name: 'sales' }, network: NETWORK, later: ['domains'] });
      const { code, stderr } = await place.run([...argv, '--yes']);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /1\. Link VPC[^\n]+\n- Fleet 'sales' is there already/);
    }));

  it('given another identity provider or network than is linked, then refused before anything is changed', () =>
    prepared(async (place) => {
      await place.succeed([...withAnswers(place, ALL_ANSWERS, 'all.yaml'), '--yes', '--wait']);
      const metadata = readFileSync(join(place.folder, 'idp.xml'), 'utf8');
      writeFileSync(
        join(place.folder, 'idp.xml'),
        metadata.replaceAll('exkworklinkexample01', 'exkworklinkexample02'),
      );
      const idp = await place.run([...GIVEN, '--yes']);
      assert.equal(idp.code, 6);
      assert.match(idp.stderr, /identityProvider: Fleet '[^']+' has an identity provider linked/);
      writeFileSync(join(place.folder, 'idp.xml'), metadata);
      const network = { ...NETWORK, subnetIds: NETWORK.subnetIds.slice(0, 1) };
      const argv = withAnswers(place, { fleet: { name: 'sales' }, network });
      assert.equal((await place.run([...argv, '--yes'])).code, 6);
    }));

  it('given several answers that are refused, then one error says each', () =>
    prepared(async (place) => {
      const argv = withAnswers(place, {
        fleet: { name: 'Sales' },
        network: { ...NETWORK, vpcId: 'vpc-00000000000000000' },
        later: ['identityProvider', 'domains'],
      });
      assert.match((await place.run([...argv, '--yes'])).stderr, /'Sales' is not allowed/);

      const both = withAnswers(place, {
        fleet: { name: 'sales' },
        identityProvider: { metadataFile: 'site.pem' },
        domains: [{ name: 'intranet.example.com' }],
        later: ['network'],
      });
      const { code, stderr } = await place.run([...both, '--yes']);
      assert.equal(code, 3);
      assert.match(stderr, /2 answers are refused\. identityProvider: The metadata is refused/);
      assert.match(stderr, /domains: No ISSUED certificate in us-east-1 covers 'intranet\.example\.com'/);
    }));

  it('given files that do not do, then says which and why', () =>
    prepared(async (place) => {
      const domain = (files: object, name = 'intranet.example.com') => ({
        fleet: { name: 'sales' },
        domains: [{ name, import: { certificateFile: 'site.pem', privateKeyFile: 'site.key', ...files } }],
        later: ['identityProvider', 'network'],
      });
      const cases: readonly (readonly [object, number, RegExp])[] = [
        [domain({}, 'mail.example.com'), 3, /'site\.pem' does not cover 'mail\.example\.com'/],
        [domain({ certificateFile: 'none.pem' }), 5, /'none\.pem' does not exist/],
        [domain({ certificateFile: 'chain.pem' }), 3, /domains: /],
        [
          { fleet: { name: 'sales' }, identityProvider: { vendor: 'nobody' }, later: ['domains', 'network'] },
          3,
          /vendor 'nobody' is not known/,
        ],
        [
          {
            fleet: { name: 'sales' },
            websiteCertificateAuthorities: [{ certificateFile: 'site.pem' }],
            later: LATER,
          },
          3,
          /is refused/,
        ],
        [
          { fleet: { name: 'sales' }, auditStream: { stream: 'audit', create: true }, later: LATER },
          3,
          /AmazonWorkLink-/,
        ],
        [
          { fleet: { name: 'sales' }, auditStream: { stream: 'AmazonWorkLink-none' }, later: LATER },
          5,
          /AmazonWorkLink-none/,
        ],
      ];
      for (const [answers, exit, words] of cases) {
        const { code, stderr } = await place.run([...withAnswers(place, answers), '--yes']);
        assert.equal(code, exit, stderr);
        assert.match(stderr, words);
      }
      assert.deepEqual(await place.json(['fleet', 'list']), []);
    }));

  it('given a certificate that was imported, or requested and is issued by now, then it is taken', () =>
    prepared(async (place) => {
      await place.succeed([
        'certificate',
        'import',
        '--certificate',
        'site.pem',
        '--private-key',
        'site.key',
        '--chain',
        'chain.pem',
      ]);
      await place.succeed(['certificate', 'request', 'other.example.net']);
      await place.succeed(['certificate', 'validate', 'other.example.net']);
      const { code, stderr } = await place.run([...GIVEN, '--yes', '--wait']);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /The certificate of site\.pem is imported already\./);
      const domains = (await place.json(['domain', 'list', '-f', 'sales'])) as readonly unknown[];
      assert.equal(domains.length, 3);
      assert.equal(((await place.json(['certificate', 'list'])) as readonly unknown[]).length, 2);
    }));

  it('given a failure on the way, then the rest is done, it is told, and the next run does what is left', () =>
    prepared(async (place) => {
      await place.succeed([
        'emulator',
        'fault',
        'add',
        '--operation',
        'AssociateWebsiteCertificateAuthority',
        '--error',
        'InternalServerErrorException',
        '--count',
        '1',
      ]);
      const { code, stdout, stderr } = await place.run([...GIVEN, '--yes']);
      assert.equal(code, 7, stderr);
      assert.match(stdout, /^Fleet sales is set up in part: 1 change failed\./);
      assert.match(stdout, /\nFailed\n- Upload website CA CN=Example Web CA: /);
      const again = await place.run([...GIVEN, '--yes']);
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /1\. Upload website CA CN=Example Web CA\.\n- Fleet/);
    }));

  it('given the type of the identity provider alone, then says what its administrator needs, and that metadata is to come', () =>
    Workplace.with(async (place) => {
      const argv = withAnswers(place, {
        fleet: { name: 'sales' },
        identityProvider: { vendor: 'entra' },
        later: ['domains', 'network'],
      });
      const stdout = await place.succeed([...argv, '--yes']);
      assert.match(stdout, /Tell Microsoft Entra ID\n/);
      assert.match(stdout, /link its metadata: worklink idp link --fleet sales --metadata FILE/);
      const again = await place.run([...argv, '--yes']);
      assert.match(again.stderr, /The identity provider is linked already\./);
    }));

  it('given answers on standard input, as JSON, and in a folder of their own, then paths are meant from there', () =>
    prepared(async (place) => {
      const json = JSON.stringify({
        version: 1,
        fleet: { name: 'sales' },
        identityProvider: { metadataFile: 'idp.xml' },
        later: ['domains', 'network'],
      });
      const { code, stderr } = await place.run(['setup', '--answers', '-', '--yes'], { stdin: json });
      assert.equal(code, 0, stderr);
      const { code: above, stderr: said } = await place.run(
        ['setup', '--answers', '../setup.yaml', '--dry-run'],
        { cwd: 'elsewhere' },
      );
      assert.equal(above, 0, said);
      assert.match(
        said,
        /--certificate \.\.\/site\.pem --private-key \.\.\/site\.key --chain \.\.\/chain\.pem/,
      );
    }));

  it('given an encrypted key, then takes the passphrase of a file; without, says that a file can give it', () =>
    prepared(async (place) => {
      const path = join(place.folder, 'site.key');
      const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' } as const;
      writeFileSync(path, createPrivateKey(readFileSync(path)).export(options));
      writeFileSync(join(place.folder, 'passphrase'), 'hunter2\n');
      const asked = await place.run([...GIVEN, '--yes']);
      assert.equal(asked.code, 4);
      assert.match(asked.stderr, /passphrase/);
      const answers = ALL_ANSWERS.replaceAll(
        'chainFile: chain.pem }',
        'chainFile: chain.pem, passphraseFile: passphrase }',
      );
      const { code, stdout, stderr } = await place.run([...withAnswers(place, answers, 'all.yaml'), '--yes']);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /--passphrase-file passphrase\n/);
      assert.doesNotMatch(stdout + stderr, /hunter2/);
    }));

  it('given a backend on the command line, then it prevails over the answers', () =>
    prepared(async (place) => {
      const argv = withAnswers(place, {
        backend: { name: 'aws', region: 'us-east-1' },
        fleet: { name: 'sales' },
        later: LATER,
      });
      const { code, stderr } = await place.run([
        ...argv,
        '--yes',
        '--backend',
        'local',
        '--region',
        'eu-west-1',
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /In eu-west-1 on the local backend/);
    }));
});
