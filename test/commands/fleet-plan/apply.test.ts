import assert from 'node:assert/strict';
import { type FleetSpec } from '../../../src/core/model/fleet-file/fleet-document.js';
import { stopped, Workplace } from '../../support/cli.js';
import { errorOf, issue, prepare } from '../domain/prepared.js';
import { apply, changesInTrail, fleetFile, fleetNames, FULL, rootPem } from './files.js';

const ENTER = '\r';

async function prepared(place: Workplace): Promise<string> {
  const arn = await prepare(place);
  await place.succeed(['audit', 'streams', 'create', 'AmazonWorkLink-audit']);
  await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales', '--wait']);
  return arn;
}

function domains(count: number): FleetSpec['domains'] {
  return Array.from({ length: count }, (_, index) => ({ name: `site-${String(index)}.example.com` }));
}

describe('worklink apply', function () {
  this.timeout(60_000);

  it('given a fleet that is not there, then makes all of it, and a second run changes nothing and says so', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const root = await rootPem();
      const spec = {
        ...FULL,
        websiteCertificateAuthorities: [{ certificate: root, displayName: 'Root' }],
        deviceCaCertificate: root,
      };
      const file = await fleetFile(place, [spec]);
      const { code, rows, stderr } = await apply(place, file);
      assert.equal(code, 0, stderr);
      assert.deepEqual(
        rows.map(({ action, kind, result }) => [action, kind, result]),
        [
          ['create', 'fleet', 'done'],
          ['create', 'identity-provider', 'done'],
          ['create', 'website-ca', 'done'],
          ['create', 'device-policy', 'done'],
          ['create', 'network', 'done'],
          ['create', 'audit-stream', 'done'],
          ['create', 'domain', 'done'],
          ['create', 'domain', 'done'],
          ['revoke', 'domain', 'done'],
          ['create', 'authorization-provider', 'done'],
          ['create', 'invitation', 'done'],
        ],
      );
      const before = await changesInTrail(place);
      const again = await place.run(['apply', file]);
      assert.deepEqual([again.code, again.stdout], [0, '']);
      assert.match(again.stderr, /^Nothing to change\.$/m);
      assert.deepEqual(await changesInTrail(place), before);
      assert.equal((await place.run(['diff', file, '--exit-code'])).code, 0);
      const shown = (await place.json(['domain', 'list', '-f', 'sales'])) as { domainStatus: string }[];
      assert.deepEqual(shown.map(({ domainStatus }) => domainStatus).sort(), ['ACTIVE', 'INACTIVE']);
    }));

  it('given a file that says other things, then changes each, and leaves alone what it does not have', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const file = await fleetFile(place, [FULL]);
      await apply(place, file, ['--wait']);
      const changed = {
        ...FULL,
        displayName: 'Sales, EMEA',
        optimizeForEndUserLocation: true,
        tags: { owner: 'it' },
        domains: [
          { name: 'wiki.example.com', displayName: 'The wiki', revoked: true },
          { name: 'old.example.com' },
        ],
        authorizationProviders: [],
        invitation: { subject: 'Come', text: 'Code {{companyCode}}', html: '<p>{{companyCode}}</p>' },
      };
      await fleetFile(place, [changed]);
      const { code, rows, stderr } = await apply(place, file);
      assert.equal(code, 0, stderr);
      assert.deepEqual(
        rows.map(({ action, kind, subject }) => [action, kind, subject]),
        [
          ['change', 'fleet', 'sales'],
          ['change', 'tags', 'owner'],
          ['change', 'domain', 'wiki.example.com'],
          ['revoke', 'domain', 'wiki.example.com'],
          ['restore', 'domain', 'old.example.com'],
          ['change', 'invitation', 'invitation'],
        ],
      );
      assert.match(stderr, /left alone: tags stage \(taken away with --prune tags\)/);
      assert.match(stderr, /left alone: authorization provider SAML login\.example\.com/);
    }));

  it('given --prune, then takes away what it names, last, and nothing else', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const root = await rootPem();
      const file = await fleetFile(place, [
        { ...FULL, websiteCertificateAuthorities: [{ certificate: root }], deviceCaCertificate: root },
      ]);
      await apply(place, file, ['--wait']);
      await fleetFile(place, [{ name: 'sales', domains: [{ name: 'new.example.com' }] }]);
      const some = await apply(place, file, ['--prune', 'domains,tags']);
      assert.deepEqual(
        some.rows.map(({ action, kind }) => `${action} ${kind}`),
        ['delete tags', 'create domain', 'delete domain', 'delete domain'],
      );
      const all = await apply(place, file, ['--prune', 'all', '--wait']);
      assert.deepEqual(
        all.rows.map(({ action, kind, result }) => `${action} ${kind} ${result}`),
        [
          'change fleet done',
          'delete invitation done',
          'delete authorization-provider done',
          'delete website-ca done',
          'delete device-policy done',
          'delete audit-stream done',
        ],
      );
      const diff = await place.run(['diff', file, '--prune', 'all', '--exit-code']);
      assert.equal(diff.code, 0);
      assert.match(diff.stdout, /network vpc-0a1b2c3d4e5f60718 \(the service has no operation/);
    }));

  it('given another certificate for a domain, then makes it anew only where --replace allows that', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const other = await issue(place, 'wiki.example.com');
      const root = await rootPem();
      const ca = { certificate: root, displayName: 'Root' };
      const file = await fleetFile(place, [
        { name: 'sales', domains: FULL.domains ?? [], websiteCertificateAuthorities: [ca] },
      ]);
      await apply(place, file, ['--wait']);
      await fleetFile(place, [
        {
          name: 'sales',
          domains: [{ name: 'wiki.example.com', certificateArn: (await certificates(place))[0] ?? '' }],
          websiteCertificateAuthorities: [{ ...ca, displayName: 'The root' }],
        },
      ]);
      assert.notEqual((await certificates(place))[0], other);
      const held = await apply(place, file);
      assert.deepEqual([held.code, held.rows], [0, []]);
      assert.match(held.stderr, /Nothing to change\. 2 replacements not allowed\./);
      assert.equal((await place.run(['diff', file, '--exit-code'])).code, 2);
      const done = await apply(place, file, ['--replace', 'all', '--wait']);
      assert.equal(done.code, 0, done.stderr);
      assert.deepEqual(
        done.rows.map(({ action, kind, result }) => [action, kind, result]),
        [
          ['replace', 'website-ca', 'done'],
          ['replace', 'domain', 'done'],
        ],
      );
      assert.equal((await place.run(['diff', file, '--exit-code'])).code, 0);
    }));

  it('given one domain that cannot be, then does the rest, exits as that says, and the next run takes up just it', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const bad = { name: 'intranet.example.org', revoked: true };
      const file = await fleetFile(place, [{ name: 'sales', domains: [...(domains(3) ?? []), bad] }]);
      const run = await apply(place, file);
      assert.equal(run.code, 3);
      assert.deepEqual(
        run.rows.map(({ subject, action, result }) => `${action} ${subject} ${result}`),
        [
          'create sales done',
          'create site-0.example.com done',
          'create site-1.example.com done',
          'create site-2.example.com done',
          'create intranet.example.org failed',
          'revoke intranet.example.org skipped',
        ],
      );
      assert.match(run.stderr, /cannot be associated yet/);
      assert.match(
        run.stderr,
        /1 of 6 changes failed\.\nRun just those again: worklink apply fleet\.json --yes --json/,
      );
      await issue(place, 'intranet.example.org');
      const next = await apply(place, file);
      assert.deepEqual(
        next.rows.map(({ subject, action, result }) => `${action} ${subject} ${result}`),
        ['create intranet.example.org done', 'revoke intranet.example.org done'],
      );
    }));

  it('given a fleet that cannot be made, then skips all in it, and makes the other', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      await place.succeed([
        'emulator',
        'fault',
        'add',
        '--operation',
        'CreateFleet',
        '--error',
        'InternalServerErrorException',
        '--count',
        '1',
      ]);
      const file = await fleetFile(place, [
        { name: 'one', domains: domains(2) ?? [] },
        { name: 'two', domains: [{ name: 'two.example.com' }] },
      ]);
      const { code, rows } = await apply(place, file, ['--concurrency', '1']);
      assert.equal(code, 7);
      assert.deepEqual(
        rows.map(({ fleetName, kind, result }) => `${fleetName} ${kind} ${result}`),
        ['one fleet failed', 'two fleet done', 'one domain skipped', 'one domain skipped', 'two domain done'],
      );
      assert.equal(rows[2]?.error?.message, 'It needs what failed: create fleet one.');
    }));

  it('given calls that are throttled, then says which, and a second run does those', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: domains(6) ?? [] }]);
      await place.succeed([
        'emulator',
        'fault',
        'add',
        '--operation',
        'AssociateDomain',
        '--error',
        'TooManyRequestsException',
        '--count',
        '2',
      ]);
      const { code, rows } = await apply(place, file);
      assert.equal(code, 7);
      assert.equal(rows.filter(({ result }) => result === 'failed').length, 2);
      const again = await apply(place, file);
      assert.deepEqual([again.code, again.rows.length], [0, 2]);
    }));

  it('given nobody to ask and no --yes, then changes nothing and exits 4', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const before = await changesInTrail(place);
      const file = await fleetFile(place, [FULL]);
      const run = await place.run(['apply', file]);
      assert.equal(run.code, 4);
      assert.match(run.stderr, /To go on, give --yes\./);
      assert.deepEqual(await changesInTrail(place), before);
    }));

  it('given a terminal, then asks once, and goes on with yes alone', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: domains(60) ?? [] }]);
      const no = await place.run(['apply', file], { terminal: true, answers: [`n${ENTER}`] });
      assert.equal(no.code, 4);
      assert.match(no.stderr, /11 more: create domain|10 more: create domain/);
      const yes = await place.run(['apply', file], { terminal: true, answers: [`y${ENTER}`] });
      assert.equal(yes.code, 0, yes.stderr);
      assert.equal(yes.stderr.match(/Make 61 changes\? \(y\/N\)/g)?.length !== 0, true);
    }));

  it('given --prune fleets, then deletes a fleet only where its name is confirmed', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      await place.succeed(['fleet', 'create', 'other', '--wait']);
      const file = await fleetFile(place, [{ name: 'sales' }]);
      await apply(place, file, ['--prune', 'all']);
      assert.deepEqual(await fleetNames(place), ['other', 'sales']);
      const words = ['apply', file, '--prune', 'fleets', '--yes'];
      const unconfirmed = await place.run([...words, '--json']);
      assert.deepEqual([unconfirmed.code, errorOf(unconfirmed).code], [4, 'AnswerRequired']);
      const wrong = await place.run([...words, '--confirm', 'sales', '--json']);
      assert.deepEqual([wrong.code, errorOf(wrong).code], [4, 'Declined']);
      const typed = await place.run(['apply', file, '--prune', 'fleets'], {
        terminal: true,
        answers: [`sales${ENTER}`],
      });
      assert.equal(typed.code, 4);
      assert.deepEqual(await fleetNames(place), ['other', 'sales']);
      const done = await place.run([...words, '--confirm', 'other', '--wait']);
      assert.equal(done.code, 0, done.stderr);
      assert.deepEqual(await fleetNames(place), ['sales']);
    }));

  it('given --dry-run, then prints the calls, checks them, and changes nothing', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const root = await rootPem();
      const spec = {
        ...FULL,
        websiteCertificateAuthorities: [{ certificate: root }],
        deviceCaCertificate: root,
      };
      const file = await fleetFile(place, [spec]);
      const before = await changesInTrail(place);
      const dry = (await place.json(['apply', file, '--dry-run'])) as { calls: { operation: string }[] };
      assert.deepEqual(
        dry.calls.map(({ operation }) => operation),
        [
          'CreateFleet',
          'UpdateIdentityProviderConfiguration',
          'AssociateWebsiteCertificateAuthority',
          'UpdateDevicePolicyConfiguration',
          'UpdateCompanyNetworkConfiguration',
          'UpdateAuditStreamConfiguration',
          'AssociateDomain',
          'AssociateDomain',
          'RevokeDomainAccess',
          'AssociateWebsiteAuthorizationProvider',
        ],
      );
      assert.deepEqual(await changesInTrail(place), before);
      const done = await apply(place, file, ['--wait']);
      assert.equal(done.code, 0);
      await fleetFile(place, [
        {
          name: 'sales',
          displayName: 'S',
          optimizeForEndUserLocation: true,
          domains: [{ name: 'wiki.example.com', displayName: 'W' }, { name: 'old.example.com' }],
        },
      ]);
      const pruning = (await place.json(['apply', file, '--dry-run', '--prune', 'all'])) as typeof dry;
      assert.deepEqual(
        pruning.calls.map(({ operation }) => operation),
        [
          'UpdateFleetMetadata',
          'UntagResource',
          'UpdateDomainMetadata',
          'RestoreDomainAccess',
          'DisassociateWebsiteAuthorizationProvider',
          'DisassociateWebsiteCertificateAuthority',
          'UpdateDevicePolicyConfiguration',
          'UpdateAuditStreamConfiguration',
        ],
      );
      const nothing = await place.run(['apply', file, '--dry-run']);
      assert.match(nothing.stdout, /^Would make 3 changes/);
    }));

  it('given what would be refused, then a dry run says so', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      await place.succeed(['fleet', 'create', 'other', '--display-name', 'Sales', '--wait']);
      const file = await fleetFile(place, [{ name: 'sales', displayName: 'Sales' }]);
      const run = await place.run(['apply', file, '--dry-run', '--json']);
      assert.deepEqual([run.code, errorOf(run).code], [6, 'AlreadyExists']);
    }));

  it('given a domain whose state is not to be had, then --wait exits 8 and says which', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: domains(2) ?? [] }]);
      const short = await apply(place, file, ['--wait', '--timeout', '1s']);
      assert.equal(short.code, 8, short.stderr);
      const rest = await apply(place, file, ['--wait']);
      assert.deepEqual([rest.code, rest.rows.filter(({ result }) => result === 'failed')], [0, []]);
    }));

  it('given no --wait, then says what the domains wait for', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: domains(12) ?? [] }]);
      const { stderr } = await apply(place, file);
      assert.match(
        stderr,
        /Domain 'site-0\.example\.com' is PENDING_VALIDATION by the DNS record _\w+\.example\.com\.? CNAME _/,
      );
      assert.match(stderr, /And 2 more domains: worklink domain list shows them\./);
    }));

  it('given a stop before anything was begun, then begins nothing, and exits 130', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      const file = await fleetFile(place, [{ name: 'sales', domains: domains(2) ?? [] }]);
      const run = await place.run(['apply', file, '--yes'], { signal: stopped() });
      assert.equal(run.code, 130);
      assert.deepEqual(await fleetNames(place), []);
    }));

  it('given several files and a folder, then applies the fleets of all', () =>
    Workplace.with(async (place) => {
      await prepared(place);
      await fleetFile(place, [{ name: 'one' }], 'fleets/one.json');
      await fleetFile(place, [{ name: 'two' }], 'fleets/two.json');
      const three = await fleetFile(place, [{ name: 'three' }], 'three.json');
      const run = await place.run(['apply', 'fleets', three, '--yes']);
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(await fleetNames(place), ['one', 'three', 'two']);
    }));
});

async function certificates(place: Workplace): Promise<readonly string[]> {
  const all = (await place.json(['certificate', 'list'])) as { certificateArn: string; domainName: string }[];
  return all
    .filter(({ domainName }) => domainName === 'example.com')
    .map(({ certificateArn }) => certificateArn);
}
