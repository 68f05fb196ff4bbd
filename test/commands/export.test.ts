import assert from 'node:assert/strict';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AccountDocument } from '../../src/core/model/account-file/account-document.js';
import { fleetFileSchemaText } from '../../src/core/model/fleet-file/schema.js';
import { makeMaterial, type Material } from '../backends/local/portable/random-account.js';
import { Workplace } from '../support/cli.js';
import { file } from '../support/files.js';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

describe('worklink export', function () {
  this.timeout(60_000);
  let material: Material;
  before(async () => {
    material = await makeMaterial();
  });

  /** A workplace with a fleet `sales` of everything, and one `bare` of nothing. */
  function withFleets(body: (workplace: Workplace) => Promise<void>): Promise<void> {
    const account: AccountDocument = {
      version: 1,
      certificates: [
        { arn: CERTIFICATE, type: 'AMAZON_ISSUED', domainName: '*.example.com', status: 'FAILED' },
      ],
      fleets: [
        {
          name: 'sales',
          displayName: 'Sales',
          tags: { team: 'it' },
          optimizeForEndUserLocation: true,
          identityProvider: { type: 'SAML', metadata: material.metadata },
          deviceCaCertificate: material.authority.certificatePem,
          domains: [
            { name: 'wiki.example.com', certificateArn: CERTIFICATE, status: 'PENDING_VALIDATION' },
            { name: 'a.example.com', certificateArn: CERTIFICATE, status: 'INACTIVE', displayName: 'A' },
            { name: 'gone.example.com', certificateArn: CERTIFICATE, status: 'DISASSOCIATED' },
          ],
          websiteCertificateAuthorities: [
            { certificate: material.authority.certificatePem, displayName: 'Root' },
          ],
          authorizationProviders: [{ type: 'SAML', domainName: 'login.example.com' }],
        },
        { name: 'bare' },
      ],
    };
    return Workplace.with(async (workplace) => {
      await file(workplace, 'account.yaml', JSON.stringify(account));
      await workplace.succeed(['emulator', 'seed', 'account.yaml']);
      await workplace.succeed(['invite', 'edit', 'sales', '--subject', 'Come in']);
      await body(workplace);
    });
  }

  it('writes YAML that is the same every time, and that validate takes', () =>
    withFleets(async (workplace) => {
      const { stdout, stderr } = await workplace.run(['export', 'sales', 'bare']);
      assert.match(
        stdout,
        /^# yaml-language-server: \$schema=file:\/\/\/.*\/docs\/fleet-file\.schema\.json\nversion: 1\nfleets:\n {2}- name: sales\n {4}displayName: Sales\n/,
      );
      assert.match(
        stdout,
        /\n {6}- name: a\.example\.com\n {8}displayName: A\n {8}certificateArn: .*\n {8}revoked: true\n {6}- name: wiki/,
      );
      assert.match(stdout, /\n {4}invitation:\n {6}subject: Come in\n {6}text: \|\n/);
      assert.match(stdout, /\n {2}- name: bare\n$/);
      assert.equal(
        stderr,
        'Fleet sales: left out gone.example.com (DISASSOCIATED): on the way out, or meant to be.\n' +
          'Fleet sales: 1 domain not in use yet, which a file does not say: wiki.example.com (PENDING_VALIDATION).\n',
      );
      assert.equal(await workplace.succeed(['export', 'sales', 'bare', 'sales']), stdout);
      assert.equal((await workplace.run(['validate', '-'], { stdin: stdout })).code, 0);
    }));

  it('writes JSON that validate takes, and all fleets where they are wanted', () =>
    withFleets(async (workplace) => {
      const stdin = await workplace.succeed(['export', '--all', '--json']);
      const { version, fleets } = JSON.parse(stdin) as { version: number; fleets: { name: string }[] };
      assert.deepEqual([version, fleets.map(({ name }) => name)], [1, ['bare', 'sales']]);
      assert.equal((await workplace.run(['validate', '-'], { stdin })).code, 0);
      const names = ['export', '--all', '--query', 'fleets[].name', '-o', 'text'];
      assert.equal(await workplace.succeed(names), 'bare\nsales\n');
    }));

  it('names another schema, and takes the fleet of the settings', () =>
    withFleets(async (workplace) => {
      const stdout = await workplace.succeed(['export', '--schema', './s.json'], {
        env: { WORKLINK_FLEET: 'bare' },
      });
      assert.equal(stdout, '# yaml-language-server: $schema=./s.json\nversion: 1\nfleets:\n  - name: bare\n');
    }));

  it('leaves the invitation that comes with the program out, also where it was brought back', () =>
    withFleets(async (workplace) => {
      await workplace.succeed(['invite', 'edit', 'sales', '--revert', '0']);
      assert.equal((await workplace.succeed(['export', 'sales'])).includes('invitation'), false);
    }));

  it('writes a folder with long texts and the schema in files of their own, which validate takes', () =>
    withFleets(async (workplace) => {
      const said = await workplace.succeed(['export', '--all', '--folder', 'out/fleets']);
      assert.match(said, /^Wrote 2 fleets into 7 files in .*out\/fleets\.\n$/);
      const folder = join(workplace.folder, 'out/fleets');
      assert.deepEqual((await readdir(folder, { recursive: true })).sort(), [
        'fleet-file.schema.json',
        'fleet.yaml',
        'sales',
        'sales/device-ca.pem',
        'sales/idp-metadata.xml',
        'sales/invitation.html',
        'sales/invitation.txt',
        'sales/website-ca-1.pem',
      ]);
      const text = await readFile(join(folder, 'fleet.yaml'), 'utf8');
      assert.match(text, /^# yaml-language-server: \$schema=fleet-file\.schema\.json\n/);
      assert.match(text, /\n {6}metadataFile: sales\/idp-metadata\.xml\n/);
      assert.equal(await readFile(join(folder, 'fleet-file.schema.json'), 'utf8'), fleetFileSchemaText());
      assert.equal(await readFile(join(folder, 'sales/idp-metadata.xml'), 'utf8'), material.metadata);
      const { verdict, fleets } = (await workplace.json(['validate', 'out/fleets'])) as Record<
        string,
        unknown
      >;
      assert.deepEqual([verdict, fleets], ['accepted', ['bare', 'sales']]);
    }));

  it('overwrites nothing it was not told to, and then writes nothing at all', () =>
    withFleets(async (workplace) => {
      await file(workplace, 'out/sales/device-ca.pem', 'mine');
      const { code, stderr } = await workplace.run(['export', 'sales', '--folder', 'out']);
      assert.equal(code, 6);
      assert.match(stderr, /1 file would be overwritten: 'out\/sales\/device-ca\.pem'\./);
      assert.deepEqual(await readdir(join(workplace.folder, 'out')), ['sales']);
      assert.deepEqual(await readdir(join(workplace.folder, 'out/sales')), ['device-ca.pem']);

      await workplace.succeed(['export', 'sales', '--folder', 'out', '--force']);
      assert.match(await readFile(join(workplace.folder, 'out/sales/device-ca.pem'), 'utf8'), /BEGIN/);
    }));

  it('replaces a link where it was told to overwrite, and never writes through it', () =>
    withFleets(async (workplace) => {
      const elsewhere = await file(workplace, 'elsewhere', 'kept');
      await file(workplace, 'out/x', '');
      await symlink(elsewhere, join(workplace.folder, 'out/fleet.yaml'));
      await workplace.succeed(['export', 'sales', '--folder', 'out', '--force']);
      assert.equal(await readFile(elsewhere, 'utf8'), 'kept');
    }));

  it('leaves nothing behind where one of the files cannot be written', () =>
    withFleets(async (workplace) => {
      await file(workplace, 'out/sales', 'a file where the folder would be');
      const { code } = await workplace.run(['export', 'sales', '--folder', 'out', '--force']);
      assert.notEqual(code, 0);
      assert.deepEqual(await readdir(join(workplace.folder, 'out')), ['sales']);
      await writeFile(join(workplace.folder, 'blocked'), '');
      assert.notEqual((await workplace.run(['export', 'bare', '--folder', 'blocked'])).code, 0);
      await rm(join(workplace.folder, 'out'), { recursive: true });
    }));

  it('says what would be refused, were it given as a file', () =>
    Workplace.with(async (workplace) => {
      const account = {
        version: 1,
        fleets: [{ name: 'sales', deviceCaCertificate: material.issued.certificatePem }],
      };
      await file(workplace, 'account.yaml', JSON.stringify(account));
      await workplace.succeed(['emulator', 'seed', 'account.yaml']);
      const { code, stderr } = await workplace.run(['export', 'sales']);
      assert.equal(code, 0);
      assert.match(stderr, /^worklink validate would refuse this: fleets\[0\]\.deviceCaCertificate/);
    }));

  for (const [what, argv, code, message] of [
    ['no fleet', ['export'], 2, /FLEET/],
    ['a fleet there is not', ['export', 'sale'], 5, /Did you mean sales/],
    ['fleets and --all', ['export', 'sales', '--all'], 2, /--all/],
    ['--force without a folder', ['export', 'sales', '--force'], 2, /--folder/],
  ] as const) {
    it(`refuses ${what}`, () =>
      withFleets(async (workplace) => {
        const run = await workplace.run(argv);
        assert.equal(run.code, code);
        assert.match(run.stderr, message);
      }));
  }
});
