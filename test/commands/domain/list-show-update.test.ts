import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Workplace } from '../../support/cli.js';
import { associate, errorOf, prepare } from './prepared.js';

const KEYS = resolve(import.meta.dirname, '../../fixtures/certificates/keys');
/** The fixtures are valid from the day they were made. */
const IN_2030 = 4 * 365 * 86_400_000;

describe('worklink domain list, show and update', () => {
  it('given domains, then list pages through them and --status chooses among them', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com', 'b.example.com', 'c.example.com');
      await place.succeed(['domain', 'revoke', 'b.example.com', '-f', 'sales']);
      const list = ['domain', 'list', '-f', 'sales'];
      const rows = (await place.json([...list, '--page-size', '1'])) as { createdTime: string }[];
      for (const { createdTime } of rows) assert.match(createdTime, /^2026-01-01T00:00:\d\d\.\d{3}Z$/);
      assert.deepEqual(
        rows.map(({ createdTime: _, ...row }) => row),
        [
          { domainName: 'a.example.com', domainStatus: 'ACTIVE' },
          { domainName: 'b.example.com', domainStatus: 'INACTIVE' },
          { domainName: 'c.example.com', domainStatus: 'ACTIVE' },
        ],
      );
      assert.equal(
        await place.succeed([...list, '--status', 'INACTIVE', '--columns', 'domainName', '--no-header']),
        'b.example.com\n',
      );
      const first = await place.run([...list, '--status', 'ACTIVE', '--max-items', '1', '--json']);
      assert.deepEqual(
        (JSON.parse(first.stdout) as { domainName: string }[]).map((row) => row.domainName),
        ['a.example.com'],
      );
      const token = /--starting-token (\S+)/.exec(first.stderr)?.[1] ?? '';
      const rest = await place.json([...list, '--status', 'ACTIVE', '--starting-token', token]);
      assert.deepEqual(
        (rest as { domainName: string }[]).map((row) => row.domainName),
        ['c.example.com'],
      );
    }));

  it('given no domains, then list is [] and says so to a person', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      assert.equal(await place.succeed(['domain', 'list', '-f', 'sales', '--json']), '[]\n');
      const { stdout, stderr } = await place.run(['domain', 'list', '-f', 'sales']);
      assert.equal(stdout, '');
      assert.match(stderr, /^Fleet sales has no domains\./);
    }));

  it('given a requested certificate, then show has its validation record', () =>
    Workplace.with(async (place) => {
      const arn = await prepare(place);
      await associate(place, 'wiki.example.com');
      const certificate = (await place.json(['certificate', 'show', arn])) as {
        notAfter: string;
        validationRecords: { domainName: string; recordName: string; recordValue: string }[];
      };
      const record = certificate.validationRecords.find(({ domainName }) => domainName === '*.example.com');
      const domain = (await place.json(['domain', 'show', 'wiki.example.com', '-f', 'sales'])) as {
        createdTime: string;
      };
      assert.deepEqual(domain, {
        domainName: 'wiki.example.com',
        createdTime: domain.createdTime,
        domainStatus: 'ACTIVE',
        acmCertificateArn: arn,
        certificateStatus: 'ISSUED',
        certificateType: 'AMAZON_ISSUED',
        certificateNotAfter: certificate.notAfter,
        validationRecordType: 'CNAME',
        validationRecordName: record?.recordName,
        validationRecordValue: record?.recordValue,
        validationRecordStatus: 'SUCCESS',
      });
      const table = await place.succeed(['domain', 'show', 'wiki.example.com', '-f', 'sales']);
      assert.match(table, /^Validation record type: {4}CNAME$/m);
    }));

  it('given an imported certificate, then show says why there is no validation record', () =>
    Workplace.with(async (place) => {
      place.clock.advance(IN_2030);
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      for (const file of ['ec-p-256.crt', 'ec-p-256.key'])
        await copyFile(join(KEYS, file), join(place.folder, file));
      await place.succeed([
        'certificate',
        'import',
        '--certificate',
        'ec-p-256.crt',
        '--private-key',
        'ec-p-256.key',
      ]);
      await associate(place, 'www.example.com');
      const domain = (await place.json(['domain', 'show', 'www.example.com', '-f', 'sales'])) as Record<
        string,
        unknown
      >;
      assert.match(String(domain['validationRecordAbsence']), /An imported certificate has none/);
      assert.equal('validationRecordName' in domain, false);
    }));

  it('given a domain that is not there, then show exits 5; what is no name, 3; no name, 2', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const missing = await place.run(['domain', 'show', 'a.example.com', '-f', 'sales', '--json']);
      assert.equal(missing.code, 5);
      assert.equal(errorOf(missing).message, "The fleet has no domain 'a.example.com'.");
      assert.equal((await place.run(['domain', 'show', 'a_b.example.com', '-f', 'sales'])).code, 3);
      const fleet = await place.run(['domain', 'show', 'a.example.com', '-f', 'sale']);
      assert.equal(fleet.code, 5);
      assert.match(fleet.stderr, /There is no fleet 'sale'/);
      assert.equal((await place.run(['domain', 'show', '-f', 'sales'])).code, 2);
      assert.equal((await place.run(['domain', 'show', 'a.example.com'])).code, 2);
    }));

  it('given a display name, then update sets it, and --clear-display-name takes it away', () =>
    Workplace.with(async (place) => {
      const arn = await prepare(place);
      await associate(place, 'a.example.com');
      const words = ['domain', 'update', 'a.example.com', '-f', 'sales'];
      const named = (await place.json([...words, '--display-name', 'Wiki'])) as { createdTime: string };
      assert.deepEqual(named, {
        domainName: 'a.example.com',
        displayName: 'Wiki',
        createdTime: named.createdTime,
        domainStatus: 'ACTIVE',
        acmCertificateArn: arn,
      });
      assert.equal(
        await place.succeed([...words, '--clear-display-name']),
        'Updated domain a.example.com.\n',
      );
      const shown = await place.json(['domain', 'show', 'a.example.com', '-f', 'sales']);
      assert.equal('displayName' in (shown as object), false);
    }));

  it('given nothing to change, both, or a name that is too long, then update exits 2 or 3; with --dry-run changes nothing', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com');
      const words = ['domain', 'update', 'a.example.com', '-f', 'sales'];
      assert.equal((await place.run(words)).code, 2);
      assert.equal((await place.run([...words, '--display-name', 'x', '--clear-display-name'])).code, 2);
      assert.equal((await place.run([...words, '--display-name', 'x'.repeat(101)])).code, 3);
      await place.succeed([...words, '--display-name', 'x', '--dry-run']);
      const shown = await place.json(['domain', 'show', 'a.example.com', '-f', 'sales']);
      assert.equal('displayName' in (shown as object), false);
    }));

  it('given the help of every command, then each has at least two examples that name it', () => {
    const folder = resolve(import.meta.dirname, '../../../src/commands');
    for (const verb of ['associate', 'disassociate', 'list', 'restore', 'revoke', 'show', 'update']) {
      const text = readFileSync(join(folder, 'domain', `${verb}.ts`), 'utf8');
      assert.ok(text.split(`worklink domain ${verb} `).length > 2, verb);
    }
  });
});
