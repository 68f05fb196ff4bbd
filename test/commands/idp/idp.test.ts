import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Workplace } from '../../support/cli.js';
import { errorOf } from '../domain/prepared.js';

const ENTER = '\r';
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/saml');
const OKTA = join(FIXTURES, 'okta-idp-metadata.xml');
const KEYCLOAK = join(FIXTURES, 'keycloak-idp-metadata.xml');

interface Provider {
  readonly entityId: string;
  readonly singleSignOnServices: readonly { readonly binding: string; readonly location: string }[];
  readonly signingCertificates: readonly Readonly<Record<string, string>>[];
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
  readonly identityProviderSamlMetadata: string;
}

function withFleet(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales', '--wait']);
    await body(place);
  });
}

const link = (...words: string[]): string[] => ['idp', 'link', '-f', 'sales', ...words];

describe('worklink idp link', () => {
  for (const vendor of [
    'okta',
    'entra',
    'google',
    'keycloak',
    'ping',
    'iam-identity-center',
    'adfs',
    'shibboleth',
  ]) {
    it(`given the metadata of ${vendor}, then links it and says what it is`, () =>
      withFleet(async (place) => {
        const file = join(FIXTURES, `${vendor}-idp-metadata.xml`);
        const provider = (await place.json(link('--metadata', file))) as Provider;
        assert.ok(provider.entityId.length > 0);
        assert.ok(provider.singleSignOnServices.length > 0);
        assert.match(provider.signingCertificates[0]?.['sha256'] ?? '', /^[0-9a-f]{64}$/);
        assert.match(provider.signingCertificates[0]?.['notAfter'] ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
        const shown = (await place.json(['idp', 'show', '-f', 'sales'])) as Provider;
        assert.deepEqual(shown, provider);
      }));
  }

  it('given the metadata as a path, @path or on standard input, then links the same', () =>
    withFleet(async (place) => {
      const plans = [
        await place.json(link('--metadata', OKTA, '--dry-run')),
        await place.json(link('--metadata', `@${OKTA}`, '--dry-run')),
        await place.json(link('--metadata', '-', '--dry-run'), { stdin: await readFile(OKTA, 'utf8') }),
      ];
      assert.deepEqual(plans[1], plans[0]);
      assert.deepEqual(plans[2], plans[0]);
      const shown = (await place.json(['idp', 'show', '-f', 'sales'])) as object;
      assert.equal('identityProviderType' in shown, false, 'a dry run changes nothing');
    }));

  it('given metadata in UTF-16, then links its characters', () =>
    withFleet(async (place) => {
      const text = (await readFile(OKTA, 'utf8')).replace(/encoding="UTF-8"/i, 'encoding="UTF-16"');
      await writeFile(join(place.folder, 'utf16.xml'), Buffer.from(`\ufeff${text}`, 'utf16le'));
      const provider = (await place.json(link('--metadata', 'utf16.xml'))) as Provider;
      assert.equal(provider.identityProviderSamlMetadata, text);
    }));

  it('given metadata with faults, then refuses it with exit 3, a line for each on stderr, and links nothing', () =>
    withFleet(async (place) => {
      const text = await readFile(OKTA, 'utf8');
      const faulty = text
        .replace(/<(\w+:)?SingleSignOnService[^>]*\/>/g, '')
        .replace(/<(\w+:)?KeyDescriptor[^]*?<\/(\w+:)?KeyDescriptor>/g, '');
      await writeFile(join(place.folder, 'faulty.xml'), faulty);
      const run = await place.run(link('--metadata', 'faulty.xml', '--json'));
      assert.equal(run.code, 3);
      const { code, details } = errorOf(run);
      assert.equal(code, 'InvalidInput');
      const ids = (details['findings'] as { id: string; severity: string }[])
        .filter(({ severity }) => severity === 'error')
        .map(({ id }) => id);
      assert.deepEqual([...ids].sort(), ['metadata-no-signing-key', 'metadata-no-sso-service']);
      assert.match(run.stderr, /^error metadata-no-signing-key: .+$/m);
      assert.match(run.stderr, /^error metadata-no-sso-service: .+$/m);
      assert.equal(
        'identityProviderType' in ((await place.json(['idp', 'show', '-f', 'sales'])) as object),
        false,
      );
    }));

  const refusals: readonly (readonly [
    title: string,
    words: readonly string[],
    content: string,
    code: number,
    expected: RegExp,
  ])[] = [
    ['no metadata', [], '', 2, /Missing --metadata/],
    [
      'an http URL',
      ['--metadata', 'http://idp.example.com/metadata'],
      '',
      2,
      /is not an https URL: .*\nGive its https URL/,
    ],
    ['a file that is not there', ['--metadata', 'nowhere.xml'], '', 5, /does not exist/],
    ['an empty document', ['--metadata', 'given.xml'], '', 3, /xml-empty/],
    ['an HTML page', ['--metadata', 'given.xml'], '<!doctype html><html></html>', 3, /metadata-html/],
    [
      'a document type declaration',
      ['--metadata', 'given.xml'],
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      3,
      /xml-doctype/,
    ],
    ['another type', ['--metadata', 'given.xml', '--type', 'OIDC'], '', 2, /SAML/],
    [
      'metadata and none',
      ['--metadata', 'given.xml', '--without-metadata'],
      '',
      2,
      /cannot also be provided/,
    ],
  ];
  for (const [title, words, content, code, expected] of refusals) {
    it(`given ${title}, then exits ${String(code)}`, () =>
      withFleet(async (place) => {
        await writeFile(join(place.folder, 'given.xml'), content);
        const run = await place.run(link(...words));
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
        assert.equal(run.stdout, '');
      }));
  }

  it('given a terminal and no metadata, then asks for its file', () =>
    withFleet(async (place) => {
      const run = await place.run(link(), { terminal: true, answers: [`${OKTA}${ENTER}`] });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /^Linked identity provider http/);
    }));

  it('given an identity provider linked already, then exits 6 and points to update', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      const run = await place.run(link('--metadata', KEYCLOAK, '--json'));
      assert.equal(run.code, 6);
      assert.equal(errorOf(run).code, 'AlreadyExists');
      assert.match(errorOf(run).hint ?? '', /worklink idp update/);
    }));

  it('given --without-metadata, then the service provider data is there, and linking the metadata comes later', () =>
    withFleet(async (place) => {
      assert.match(await place.succeed(link('--without-metadata')), /its metadata is yet to come/);
      const data = (await place.json(['idp', 'sp-metadata', '-f', 'sales'])) as { entityId: string };
      assert.match(data.entityId, /^urn:amazon:worklink:sp:[0-9a-f]{8}$/);
      assert.equal((await place.run(link('--without-metadata'))).code, 6);
      await place.succeed(link('--metadata', OKTA));
    }));
});

describe('worklink idp update', () => {
  it('given other metadata, then replaces it; given the same, then says so and sends nothing', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      const words = ['idp', 'update', '-f', 'sales', '--metadata', KEYCLOAK];
      const plan = (await place.json([...words, '--dry-run'])) as { calls: unknown[] };
      assert.equal(plan.calls.length, 1);
      const updated = (await place.json(words)) as { entityId: string; changed: boolean };
      assert.equal(updated.changed, true);
      assert.match(await place.succeed(words), /has this very metadata already: nothing was changed/);
      assert.equal(((await place.json(words)) as { changed: boolean }).changed, false);
      assert.deepEqual(((await place.json([...words, '--dry-run'])) as { calls: unknown[] }).calls, []);
    }));

  it('given a change of keys, then lists what changes, and warns where no key stays', () =>
    withFleet(async (place) => {
      const text = await readFile(OKTA, 'utf8');
      const certificate = async (name: string) =>
        (await readFile(join(FIXTURES, `certificates/${name}.pem`), 'utf8')).replace(
          /-----[^-]+-----|\s/g,
          '',
        );
      const renewed = text.replace(/(<ds:X509Certificate>)[^<]+/, `$1${await certificate('okta-renewed')}`);
      const other = text.replace(/(<ds:X509Certificate>)[^<]+/, `$1${await certificate('google')}`);
      await writeFile(join(place.folder, 'renewed.xml'), renewed);
      await writeFile(join(place.folder, 'other.xml'), other);
      await place.succeed(link('--metadata', OKTA));
      const update = ['idp', 'update', '-f', 'sales', '--metadata'];

      const same = await place.run([...update, 'renewed.xml', '--dry-run']);
      assert.match(
        same.stderr,
        /^- signingCertificate: SHA-256 [0-9a-f]{64} \(.*\)\n\+ signingCertificate: SHA-256 /m,
      );
      assert.doesNotMatch(same.stderr, /no-shared-key/, 'it is the same key in another certificate');

      const locked = await place.run([...update, 'other.xml', '--dry-run']);
      assert.match(locked.stderr, /^warning identity-provider-no-shared-key: None of the signing keys/m);
      const updated = (await place.json([...update, 'other.xml'])) as { changes: { member: string }[] };
      assert.deepEqual(
        updated.changes.map(({ member }) => member),
        ['signingCertificate', 'signingCertificate'],
      );

      const moved = await place.run([...update, KEYCLOAK, '--dry-run']);
      assert.match(moved.stderr, /^warning identity-provider-entity-id-changed: /m);
      assert.match(moved.stderr, /^\+ entityId: https:\/\/keycloak\.example\.com\/realms\/example$/m);
    }));

  it('given none linked, then exits 6 and points to link; no metadata, 2; refused metadata, 3', () =>
    withFleet(async (place) => {
      const run = await place.run(['idp', 'update', '-f', 'sales', '--metadata', OKTA]);
      assert.equal(run.code, 6);
      assert.match(run.stderr, /worklink idp link --fleet sales/);
      assert.equal((await place.run(['idp', 'update', '-f', 'sales'])).code, 2);
      assert.equal(
        (await place.run(['idp', 'update', '-f', 'sales', '--metadata', '-'], { stdin: '<a/>' })).code,
        3,
      );
    }));

  it('given a fleet on its way out, then exits 6', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      assert.equal((await place.run(['idp', 'update', '-f', 'sales', '--metadata', KEYCLOAK])).code, 6);
    }));
});

describe('worklink idp show', () => {
  it('given an identity provider, then a table has its entity ID, sign-in pages and certificates, a line each', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      const table = await place.succeed(['idp', 'show', '-f', 'sales']);
      assert.match(
        table,
        /^Provider type: +SAML\nEntity ID: +http\S+\nVendor: +okta\nSign-in: +HTTP-\w+ https:\S+\n +HTTP-\w+ https:/,
      );
      assert.match(table, /^Signing certificates: +.*, until \d{4}-.*Z, SHA-256 [0-9a-f]{64}$/m);
      assert.match(await place.succeed(['idp', 'show', '-f', 'sales', '-o', 'yaml']), /^entityId: /m);
      assert.match(
        await place.succeed(['idp', 'show', '-f', 'sales', '-o', 'csv', '--columns', 'entityId']),
        /^entityId\nhttp\S+\n$/,
      );
    }));

  it('given --metadata, then prints the document as it was linked, and writes it into a new file only', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', KEYCLOAK));
      const document = await readFile(KEYCLOAK, 'utf8');
      assert.equal(await place.succeed(['idp', 'show', '-f', 'sales', '--metadata']), document);
      const words = ['idp', 'show', '-f', 'sales', '--metadata', '--output-file', 'linked.xml'];
      const { path } = (await place.json(words)) as { path: string };
      assert.equal(path, join(place.folder, 'linked.xml'));
      assert.equal(await readFile(path, 'utf8'), document);
      await writeFile(path, 'mine');
      const again = await place.run(words);
      assert.equal(again.code, 6);
      assert.equal(await readFile(path, 'utf8'), 'mine');
      await place.succeed([...words, '--force']);
      assert.equal(await readFile(path, 'utf8'), document);
      const nowhere = await place.run(['idp', 'show', '-f', 'sales', '--output-file', 'no/such/folder.xml']);
      assert.equal(nowhere.code, 5);
      assert.equal((await place.run(['idp', 'show', '-f', 'sales', '--force'])).code, 2);
    }));

  it('given none linked, then says so on stderr; its document exits 5', () =>
    withFleet(async (place) => {
      const run = await place.run(['idp', 'show', '-f', 'sales', '--json']);
      assert.equal(run.code, 0);
      assert.deepEqual(JSON.parse(run.stdout), {
        fleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
        findings: [],
      });
      assert.match(run.stderr, /has no identity provider linked/);
      assert.equal((await place.run(['idp', 'show', '-f', 'sales', '--metadata'])).code, 5);
      assert.equal((await place.run(['idp', 'show', '-f', 'other'])).code, 5);
    }));

  it('given linked metadata, then it is judged as worklink idp check does: vendor, advice, and what ends soon', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      const asked = async (...argv: readonly string[]) => {
        const data = (await place.json(argv)) as {
          readonly vendor: string;
          readonly findings: readonly { readonly id: string; readonly message: string }[];
        };
        return [data.vendor, data.findings.map(({ id, message }) => [id, message])];
      };
      // A fortnight before the certificate ends.
      place.clock.advance(Date.UTC(2044, 0, 1) - place.clock.now().getTime());
      for (const within of [[], ['--expires-within', '10d']]) {
        const shown = await asked('idp', 'show', '-f', 'sales', ...within);
        assert.deepEqual(shown, await asked('idp', 'check', OKTA, ...within));
        const soon = JSON.stringify(shown).includes('metadata-certificate-expires-soon');
        assert.equal(soon, within.length === 0);
        assert.equal(shown[0], 'okta');
      }
    }));

  it('given a signing certificate that has expired by the emulator’s time, then shows the finding', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      place.clock.advance(150 * 365 * 86_400_000);
      const { findings } = (await place.json(['idp', 'show', '-f', 'sales'])) as Provider;
      assert.ok(findings.some(({ id }) => id === 'metadata-certificate-expired'));
      assert.match(
        await place.succeed(['idp', 'show', '-f', 'sales']),
        /warning metadata-certificate-expired/,
      );
    }));
});

describe('worklink idp sp-metadata', () => {
  const sp = (...words: string[]): string[] => ['idp', 'sp-metadata', '-f', 'sales', ...words];

  it('given a linked fleet, then has the values to copy, and the document', () =>
    withFleet(async (place) => {
      await place.succeed(link('--metadata', OKTA));
      const data = (await place.json(sp())) as Readonly<Record<string, string>>;
      assert.deepEqual(Object.keys(data), [
        'fleetArn',
        'entityId',
        'assertionConsumerServiceUrl',
        'nameIdFormat',
        'serviceProviderSamlMetadata',
      ]);
      assert.equal(
        await place.succeed(sp()),
        `Entity ID:       ${data['entityId'] ?? ''}\nACS URL:         ${data['assertionConsumerServiceUrl'] ?? ''}\nName ID format:  urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\n`,
      );
      assert.equal(await place.succeed(sp('--xml')), data['serviceProviderSamlMetadata']);
      await place.succeed(sp('--output-file', 'sp.xml'));
      assert.equal(await readFile(join(place.folder, 'sp.xml'), 'utf8'), data['serviceProviderSamlMetadata']);
      assert.equal((await place.run(sp('--output-file', 'sp.xml'))).code, 6);
    }));

  for (const [name, imports] of [
    ['okta', false],
    ['google', false],
    ['aws-sso', true],
    ['ping', true],
    ['entra', true],
    ['keycloak', true],
  ] as const) {
    it(`given --for ${name}, then says that it ${imports ? 'imports the document' : 'wants the values copied'}`, () =>
      withFleet(async (place) => {
        await place.succeed(link('--without-metadata'));
        const guide = (await place.json(sp('--for', name))) as {
          entityId: string;
          assertionConsumerServiceUrl: string;
          importsMetadata: boolean;
          settings: { setting: string; value: string }[];
        };
        assert.equal(guide.importsMetadata, imports);
        const values = guide.settings.map(({ value }) => value);
        assert.ok(values.includes(guide.entityId) && values.includes(guide.assertionConsumerServiceUrl));
        const table = await place.succeed(sp('--for', name));
        for (const { setting, value } of guide.settings) assert.ok(table.includes(`${setting}: ${value}`));
      }));
  }

  it('given none linked, then exits 5 and says how to have the data first; an unknown name, 2', () =>
    withFleet(async (place) => {
      const run = await place.run(sp('--json'));
      assert.equal(run.code, 5);
      assert.match(errorOf(run).hint ?? '', /--without-metadata/);
      assert.equal((await place.run(sp('--for', 'nobody'))).code, 2);
      assert.equal((await place.run(sp('--for', 'okta', '--xml'))).code, 2);
    }));
});
