import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cue, plainScreen, type Run, type RunOptions, Workplace } from '../../support/cli.js';
import { withNameServer } from '../../support/name-server.js';
import { authority, siteIdentity, withSite } from '../../support/site.js';
import {
  ALL,
  CTRL_C,
  DOMAIN,
  DOWN,
  DO_IT,
  IDP,
  LEAVE,
  LOCAL,
  NETWORK,
  NEW_FLEET,
  NO_CAS,
  NO_MORE,
  at,
} from './conversation.js';
import { putFiles } from './files.js';

async function talked(
  place: Workplace,
  answers: readonly Cue[],
  argv: readonly string[] = [],
  options: RunOptions = {},
): Promise<Run> {
  const run = await place.run(['setup', ...argv], { terminal: true, answers, ...options });
  return { ...run, stderr: plainScreen(run.stderr) };
}

function prepared(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    await putFiles(place);
    await body(place);
  });
}

function progressOf(place: Workplace): string {
  return join(place.folder, 'data/setup/progress.yaml');
}

describe('worklink setup', function () {
  this.timeout(60_000);

  it('given an answer to each question, then sets the fleet up, keeps nothing, and says the commands', () =>
    prepared(async (place) => {
      const { code, stdout, stderr } = await talked(place, [...ALL, ...DO_IT]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Fleet sales is set up as answered \(ACTIVE\)/);
      assert.match(stdout, /\nTell Okta\n/);
      assert.match(stdout, /\nworklink network link --fleet sales --vpc vpc-0a1b2c3d4e5f60718 --subnet/);
      assert.match(stderr, /error|warning|info metadata-vendor: The identity provider looks like Okta/);
      assert.match(stderr, /Working in us-east-1 on the local backend, account 123456789012/);
      assert.equal(existsSync(progressOf(place)), false);
      assert.match(await place.succeed(['domain', 'list', '-f', 'sales']), /intranet\.example\.com/);
      assert.match(await place.succeed(['network', 'show', '-f', 'sales']), /vpc-0a1b2c3d4e5f60718/);
    }));

  it('given Ctrl-C at each question, then exits 130, and the next run goes on with the answers', () =>
    prepared(async (place) => {
      const stops = [...LOCAL.slice(0, 1), { when: /\? Region/, type: CTRL_C }];
      const first = await talked(place, stops);
      assert.equal(first.code, 130);
      assert.equal(existsSync(progressOf(place)), false);
      assert.doesNotMatch(first.stderr, /are kept: worklink setup/);

      const second = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        { when: /\? Where is the metadata/, type: CTRL_C },
      ]);
      assert.equal(second.code, 130);
      assert.match(second.stderr, /Your answers are kept: worklink setup goes on with them\./);
      assert.equal(statSync(progressOf(place)).mode & 0o777, 0o600);

      const goOn = at('There are answers of', 'Go on');
      const third = await talked(place, [
        goOn,
        ...IDP,
        ...DOMAIN.slice(0, -1),
        { when: /\? 1 domain/, type: CTRL_C },
      ]);
      assert.equal(third.code, 130);
      assert.match(third.stderr, /fleet sales, 2 of 10 steps/);

      const rest = [...DOMAIN, ...NO_CAS, ...NETWORK, ...NO_MORE, ...DO_IT];
      const { code, stderr } = await talked(place, [goOn, ...rest]);
      assert.equal(code, 0, stderr);
      assert.equal(existsSync(progressOf(place)), false);
    }));

  it('given somebody who leaves at the summary, then nothing is changed, and the answers are kept until they are not wanted', () =>
    prepared(async (place) => {
      const { code, stderr } = await talked(place, [...ALL, LEAVE]);
      assert.equal(code, 4);
      assert.match(stderr, /Nothing was changed\.\nYour answers are kept/);
      assert.deepEqual(await place.json(['fleet', 'list']), []);
      assert.doesNotMatch(readFileSync(progressOf(place), 'utf8'), /PRIVATE KEY|CERTIFICATE/);
      await talked(place, [
        at('There are answers', 'Begin'),
        { when: /\? Where is the fleet/, type: CTRL_C },
      ]);
      assert.equal(existsSync(progressOf(place)), false);
    }));

  it('given a file that is no longer one of answers, then begins anew', () =>
    prepared(async (place) => {
      await talked(place, [...LOCAL, { when: /\? Which fleet/, type: CTRL_C }]);
      writeFileSync(progressOf(place), 'version: 99\n');
      const { stderr } = await talked(place, [{ when: /\? Where is the fleet/, type: CTRL_C }]);
      assert.doesNotMatch(stderr, /There are answers/);
    }));

  it('given somebody who goes back, out of lists and texts, then asks the step before, or the step again', () =>
    prepared(async (place) => {
      const { code, stderr } = await talked(place, [
        ...LOCAL,
        at('Which fleet', '← Back'),
        ...LOCAL,
        at('Which fleet', 'Create'),
        at('Name of the fleet', '<'),
        ...NEW_FLEET,
        at('Where is the metadata', '← Back'),
        at('Which fleet', 'Create'),
        at('Name of the fleet', 'support'),
        at('Name people see', ''),
        at('From which Region', '← Back'),
        at('Which fleet', 'Create'),
        at('Name of the fleet', 'support'),
        at('Name people see', 'Support'),
        at('From which Region', 'From the Region nearest'),
        ...IDP,
        at('Which domains', 'Not now'),
        ...NO_CAS,
        at('How is the network', 'Pick'),
        at('VPC', '← Back'),
        at('How is the network', 'Not now'),
        ...NO_MORE,
        at('Nothing has been changed yet', '← Back'),
        at('The invitation', 'Show'),
        at('Nothing has been changed yet', 'Change'),
        at('Which step', 'Audit'),
        { when: /\n\? Audit stream\n/, type: 'Create\r' },
        at('Name of the stream', ''),
        ...DO_IT,
      ]);
      assert.equal(code, 0, stderr);
      const [fleet, ...others] = (await place.json(['fleet', 'list'])) as readonly {
        readonly fleetName: string;
      }[];
      assert.equal(fleet?.fleetName, 'support');
      assert.equal(others.length, 0);
      assert.match(await place.succeed(['audit', 'show', '-f', 'support']), /AmazonWorkLink-support/);
      assert.match(stderr, /Left for later: domains, website certificate authorities, company network/);
    }));

  it('given answers that are refused, then says why with all that was found, and asks again', () =>
    prepared(async (place) => {
      writeFileSync(join(place.folder, 'bad.xml'), '<a/>');
      const { code, stderr } = await talked(place, [
        ...LOCAL,
        at('Which fleet', 'Create'),
        at('Name of the fleet', 'Sales'),
        { when: /is not allowed\./, type: '\u0015sales\r' },
        at('Name people see', ''),
        at('From which Region', 'From the home'),
        at('Where is the metadata', 'In a file'),
        at('File', 'bad.xml'),
        at('Where is the metadata', 'In a file'),
        at('File', 'none.xml'),
        at('Where is the metadata', 'At a URL'),
        at('URL', 'https://ana:hunter2@idp.example.com/'),
        { when: /without user and password/, type: '\u0015<\r' },
        ...IDP,
        at('Which domains', 'Enter'),
        at('Domain', 'https://intranet.example.com/'),
        { when: /Give its host/, type: '\u0015mail.example.com\r' },
        at('Name people see', ''),
        ...DOMAIN.slice(3, -1),
        ...DOMAIN,
        ...NO_CAS,
        at('How is the network', 'Enter ids'),
        at('VPC', 'vpc-0a1b2c3d4e5f60718'),
        at('Subnets', 'subnet-0a1b2c3d4e5f60a01'),
        at('Security groups', 'sg-00000000000000000'),
        ...NETWORK,
        ...NO_MORE,
        LEAVE,
      ]);
      assert.equal(code, 4, stderr);
      assert.match(
        stderr,
        /- error metadata-wrong-root: [\s\S]*✗ The metadata is refused: mend it, or give another\./,
      );
      assert.match(stderr, /✗ [\s\S]*'none\.xml' does not exist/);
      assert.match(stderr, /✗ The certificate of 'site\.pem' does not cover 'mail\.example\.com'\./);
      assert.match(stderr, /✗ The network is refused/);
    }));

  it('given a fleet that is there, then says what it has, and begins at what is missing', () =>
    prepared(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', 'idp.xml']);
      const { code, stdout, stderr } = await talked(place, [
        ...LOCAL,
        at('Which fleet', 'Go on with sales'),
        ...DOMAIN,
        ...NO_CAS,
        ...NETWORK,
        ...NO_MORE,
        ...DO_IT,
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /There already, and left as it is:\n- Configure the identity provider: http/);
      assert.doesNotMatch(stdout, /worklink idp link/);
    }));

  it('given metadata that is pasted, then takes it in, and keeps it in a file', () =>
    prepared(async (place) => {
      const metadata = readFileSync(join(place.folder, 'idp.xml'), 'utf8');
      rmSync(join(place.folder, 'idp.xml'));
      const { code, stderr } = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        at('Where is the metadata', 'Paste'),
        { when: /Paste the XML now/, type: '<\r' },
        at('Where is the metadata', 'Paste'),
        { when: /Paste the XML now/, type: metadata.endsWith('\n') ? metadata : `${metadata}\n` },
        at('Keep it in which file', ''),
        at('Which domains', 'Not now'),
        ...NO_CAS,
        at('How is the network', 'Not now'),
        ...NO_MORE,
        ...DO_IT,
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /\d+ characters were taken\./);
      assert.equal(readFileSync(join(place.folder, 'idp-sales.xml'), 'utf8').trim(), metadata.trim());
      assert.match(await place.succeed(['idp', 'show', '-f', 'sales']), /exkworklinkexample01/);
    }));

  it('given a paste that is broken off, then exits 130', () =>
    prepared(async (place) => {
      const { code } = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        at('Where is the metadata', 'Paste'),
        { when: /Paste the XML now/, type: CTRL_C },
      ]);
      assert.equal(code, 130);
    }));

  it('given no metadata yet, then asks whose product it is, and says what it needs', () =>
    prepared(async (place) => {
      const { code, stdout, stderr } = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        at('Where is the metadata', 'It wants'),
        at('Whose product', 'Keycloak'),
        at('Which domains', 'Not now'),
        ...NO_CAS,
        at('How is the network', 'Not now'),
        ...NO_MORE,
        ...DO_IT,
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /\nTell Keycloak\n/);
      assert.match(stdout, /link its metadata/);
    }));

  it('given several domains, then offers a certificate that is to be imported for each, and those there are', () =>
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
      const { code, stderr } = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        ...IDP,
        at('Which domains', 'Enter'),
        at('Domain', 'intranet.example.com'),
        at('Name people see', 'Intranet'),
        at('Certificate for', ''),
        at('1 domain', 'Enter'),
        at('Domain', 'wiki.example.com'),
        at('Name people see', 'Intranet'),
        at('Certificate for', ''),
        { when: /is domain[\s\S]*\? 1 domain/, type: 'Enter\r' },
        at('Domain', 'wiki.example.com'),
        at('Name people see', ''),
        at('Certificate for', 'Import one'),
        ...DOMAIN.slice(4, -1),
        at('2 domains', 'Enter'),
        at('Domain', 'mail.example.com'),
        at('Name people see', ''),
        at('Certificate for', 'Request'),
        at('3 domains', 'That'),
        ...NO_CAS,
        at('How is the network', 'Not now'),
        ...NO_MORE,
        LEAVE,
      ]);
      assert.equal(code, 4, stderr);
      assert.match(stderr, /Associate domain intranet\.example\.com with certificate\s+arn:aws:acm:/);
      assert.match(stderr, /- The certificate of site\.pem is imported already\./);
      assert.match(stderr, /Request a certificate for mail\.example\.com/);
    }));

  it('given sites of an authority nobody knows, then offers the root they send, once', () =>
    prepared(async (place) => {
      const root = authority('Corporate Root');
      const site = siteIdentity(['intranet.example.com', 'wiki.example.com'], root);
      const zone = { 'intranet.example.com': ['127.0.0.1'] };
      await withNameServer(zone, (resolver) =>
        withSite(site, { chain: [root] }, async (port) => {
          const { code, stderr } = await talked(
            place,
            [
              ...LOCAL,
              ...NEW_FLEET,
              ...IDP,
              ...DOMAIN,
              at('Website certificate authorities', 'Look'),
              at('The authority of intranet', 'Take'),
              at('Keep it in which file', ''),
              at('To upload: intranet.example.com-root.pem', 'Give'),
              at('File of the certificate', 'site.pem'),
              at('Name people see', ''),
              at('To upload: intranet.example.com-root.pem', 'Go on'),
              ...NETWORK,
              at('Website authorization providers', 'Enter'),
              at('Domain of the provider', 'login.example.com'),
              at('Domain of another', ''),
              at('Device policy', 'Give'),
              at('File of the chain', 'chain.pem'),
              at('Another file', ''),
              at('Audit stream', 'Skip'),
              at('The invitation', 'Write'),
              at('File', ''),
              ...DO_IT,
            ],
            ['--resolver', resolver, '--port', String(port)],
          );
          assert.equal(code, 0, stderr);
          assert.match(stderr, /intranet\.example\.com: its certificate is of CN=Corporate Root, which this/);
          assert.match(stderr, /\n {2}SHA-256 [0-9a-f]{64}\n/);
        }),
      );
      assert.match(await place.succeed(['ca', 'list', '-f', 'sales']), /Corporate Root/);
      assert.match(await place.succeed(['device-policy', 'show', '-f', 'sales']), /Example Web CA/);
      assert.ok(existsSync(join(place.folder, 'invite-sales.eml')));
    }));

  it('given an encrypted key, then asks for its passphrase once, and keeps it nowhere', () =>
    prepared(async (place) => {
      const { createPrivateKey } = await import('node:crypto');
      const path = join(place.folder, 'site.key');
      const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' } as const;
      writeFileSync(path, createPrivateKey(readFileSync(path)).export(cipher));
      const { code, stdout, stderr } = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        ...IDP,
        ...DOMAIN.slice(0, -1),
        { when: /Its passphrase/, type: 'hunter2\r' },
        at('1 domain', 'That'),
        ...NO_CAS,
        ...NETWORK,
        ...NO_MORE,
        ...DO_IT,
      ]);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stdout + stderr, /hunter2/);
      assert.equal(existsSync(progressOf(place)), false);
    }));

  it('given a dry run, then goes to the summary, keeps nothing and changes nothing', () =>
    prepared(async (place) => {
      const { code, stdout, stderr } = await talked(place, [...ALL, ...DO_IT.slice(0, 1)], ['--dry-run']);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, 'Would set up fleet sales.\n');
      assert.equal(existsSync(progressOf(place)), false);
      assert.deepEqual(await place.json(['fleet', 'list']), []);
    }));

  it('given the backend and the Region on the command line, then does not ask for them', () =>
    prepared(async (place) => {
      const { stderr } = await talked(
        place,
        [{ when: /\? Which fleet/, type: CTRL_C }],
        ['--backend', 'local', '--region', 'eu-west-1'],
      );
      assert.match(stderr, /Working in eu-west-1 on the local backend/);
      assert.doesNotMatch(stderr, /\? Region|\? Where is the fleet/);
    }));

  it('given a fleet that is to be written, then writes the files that worklink export would; what keeps it is said', () =>
    prepared(async (place) => {
      const next = (answer: string) => at('What next', answer);
      const { code, stderr } = await talked(place, [
        ...ALL,
        at('Nothing has been changed yet', 'Do'),
        next('Write'),
        at('Into which folder', ''),
        next('Write'),
        at('Into which folder', ''),
        next('Write'),
        at('Into which folder', '<'),
        next('Nothing'),
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /✓ Wrote 1 fleet into \d files/);
      assert.match(stderr, /would be overwritten/);
      await place.succeed(['diff', 'fleet-sales', '--exit-code']);
    }));

  it('given the marks of a list taken away, then goes back', () =>
    prepared(async (place) => {
      const { code, stderr } = await talked(place, [
        ...LOCAL,
        ...NEW_FLEET,
        ...IDP,
        at('Which domains', 'Not now'),
        ...NO_CAS,
        ...NETWORK.slice(0, 2),
        { when: /\? Subnets of/, type: ` ${DOWN} \r` },
        ...NETWORK,
        ...NO_MORE,
        LEAVE,
      ]);
      assert.equal(code, 4, stderr);
    }));
});
