import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { aggregate, idp } from '../../saml/cases/case.js';
import { Workplace } from '../../support/cli.js';
import { errorOf } from '../domain/prepared.js';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/saml');
const fixture = (vendor: string): string => join(FIXTURES, `${vendor}-idp-metadata.xml`);

interface Check {
  readonly verdict: 'accepted' | 'refused';
  readonly entityId: string | null;
  readonly vendor: string | null;
  readonly signingCertificates: readonly { sha256: string; subject: string; notAfter: string }[];
  readonly singleSignOnServices: readonly { binding: string; location: string }[];
  readonly nameIdFormats: readonly string[];
  readonly findings: readonly {
    id: string;
    severity: string;
    subject: string;
    message: string;
    fix: string;
  }[];
}

async function check(
  place: Workplace,
  words: readonly string[],
  stdin?: string,
): Promise<{ code: number; check: Check; stderr: string }> {
  const run = await place.run(['idp', 'check', ...words, '--json'], stdin === undefined ? {} : { stdin });
  return { code: run.code, check: JSON.parse(run.stdout) as Check, stderr: run.stderr };
}

describe('worklink idp check', () => {
  for (const [vendor, name] of [
    ['okta', 'okta'],
    ['entra', 'entra'],
    ['adfs', 'adfs'],
    ['google', 'google'],
    ['ping', 'ping'],
    ['iam-identity-center', 'aws-sso'],
    ['onelogin', 'onelogin'],
    ['auth0', 'auth0'],
    ['jumpcloud', 'jumpcloud'],
    ['duo', 'duo'],
    ['keycloak', 'keycloak'],
    ['keycloak-legacy', 'keycloak'],
    ['shibboleth', 'shibboleth'],
    ['simplesamlphp', 'simplesamlphp'],
    ['salesforce', null],
  ] as const) {
    it(`given the metadata of ${vendor}, then accepts it, with all it says and the vendor's own advice`, () =>
      Workplace.with(async (place) => {
        const { code, check: data, stderr } = await check(place, [fixture(vendor)]);
        assert.equal(code, 0, stderr);
        assert.equal(data.verdict, 'accepted');
        assert.equal(data.vendor, name);
        assert.ok((data.entityId ?? '').length > 0);
        assert.match(data.signingCertificates[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
        assert.match(data.signingCertificates[0]?.notAfter ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
        assert.ok(data.singleSignOnServices.length > 0);
        const advice = data.findings.find(({ id }) => id === 'metadata-vendor');
        assert.equal(advice?.severity, name === null ? undefined : 'info');
      }));
  }

  it('given a table, then has a line for each finding', () =>
    Workplace.with(async (place) => {
      const table = await place.succeed(['idp', 'check', fixture('entra')]);
      assert.match(
        table,
        /^Verdict: +accepted\nEntity ID: +https:\S+\nVendor: +entra\nSign-in: +HTTP-Redirect https:/,
      );
      assert.match(table, /^Findings: +info metadata-several-signing-keys: /m);
      assert.match(table, /^ +warning metadata-signature-broken: /m);
      const csv = await place.succeed([
        'idp',
        'check',
        fixture('okta'),
        '-o',
        'csv',
        '--columns',
        'verdict,vendor',
      ]);
      assert.equal(csv, 'verdict,vendor\naccepted,okta\n');
    }));

  it('given a document with faults, then exits 3 with the same document: what is wrong, and what it says all the same', () =>
    Workplace.with(async (place) => {
      const text = (await readFile(fixture('okta'), 'utf8')).replace(/<md:SingleSignOnService[^>]*\/>/g, '');
      const { code, check: data, stderr } = await check(place, ['-'], text);
      assert.equal(code, 3);
      assert.equal(data.verdict, 'refused');
      assert.equal(data.entityId, 'http://www.okta.com/exk1fcia6d6EMsf331d8');
      assert.equal(data.vendor, 'okta');
      assert.equal(data.signingCertificates.length, 1);
      assert.deepEqual(data.singleSignOnServices, []);
      assert.deepEqual(
        data.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id),
        ['metadata-no-sso-service'],
      );
      assert.match(stderr, /^Error: The metadata is refused: it has one error\.\n/);
    }));

  for (const [name, content, id] of [
    ['nothing', '', 'xml-empty'],
    ['an HTML page', '<!doctype html><html></html>', 'metadata-html'],
    ['a DTD', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml-doctype'],
    ['a NUL', '<a>\u0000</a>', 'xml-malformed'],
    ['5 MB', `<a>${'x'.repeat(5_000_000)}</a>`, 'xml-too-large'],
    ['an aggregate of two', aggregate(idp('urn:a'), idp('urn:b')), 'metadata-aggregate-several'],
  ] as const) {
    it(`given ${name}, then exits 3, and JSON is that finding in the same shape`, () =>
      Workplace.with(async (place) => {
        const { code, check: data } = await check(place, ['-'], content);
        assert.equal(code, 3);
        assert.deepEqual(
          data.findings.map((finding) => finding.id),
          [id],
        );
        assert.deepEqual(Object.keys(data), [
          'verdict',
          'entityId',
          'vendor',
          'signingCertificates',
          'singleSignOnServices',
          'nameIdFormats',
          'wantAuthnRequestsSigned',
          'validUntil',
          'findings',
        ]);
        assert.deepEqual([data.verdict, data.entityId, data.vendor], ['refused', null, null]);
      }));
  }

  it('given --entity-id, then picks that one out of an aggregate, of any length', () =>
    Workplace.with(async (place) => {
      const many = Array.from({ length: 1500 }, (_, index) => idp(`urn:${String(index)}`));
      await writeFile(join(place.folder, 'federation.xml'), aggregate(...many));
      const { code, check: data } = await check(place, ['federation.xml', '--entity-id', 'urn:700']);
      assert.equal(code, 0);
      assert.equal(data.entityId, 'urn:700');
      assert.ok(data.findings.some(({ id }) => id === 'metadata-aggregate-picked'));
      const none = await check(place, ['federation.xml', '--entity-id', 'urn:9999']);
      assert.equal(none.code, 3);
      assert.deepEqual(
        none.check.findings.map(({ id }) => id),
        ['metadata-entity-not-found'],
      );
    }));

  it('given an aggregate and --entity-id, then link sends that entity alone', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      await writeFile(join(place.folder, 'federation.xml'), aggregate(idp('urn:a'), idp('urn:b')));
      const words = ['idp', 'link', '-f', 'sales', '--metadata', 'federation.xml', '--entity-id', 'urn:b'];
      const linked = (await place.json(words)) as { entityId: string; identityProviderSamlMetadata: string };
      assert.equal(linked.entityId, 'urn:b');
      assert.match(linked.identityProviderSamlMetadata, /^<md:EntityDescriptor .*entityID="urn:b"/);
    }));

  it('given --expires-within, then warns of what ends by then, by the clock of this machine', () =>
    Workplace.with(async (place) => {
      const { signingCertificates } = (await check(place, [fixture('okta')])).check;
      const end = new Date(signingCertificates[0]?.notAfter ?? '').getTime();
      place.clock.advance(end - place.clock.now().getTime() - 20 * 86_400_000);
      const ids = async (...words: string[]): Promise<string[]> =>
        (await check(place, [fixture('okta'), ...words])).check.findings
          .map(({ id }) => id)
          .filter((id) => id !== 'metadata-vendor');
      assert.deepEqual(await ids(), ['metadata-certificate-expires-soon']);
      assert.deepEqual(await ids('--expires-within', '10d'), []);
      assert.equal((await place.run(['idp', 'check', fixture('okta'), '--expires-within', 'soon'])).code, 2);
    }));

  it('given a URL of this machine, then reads it; what cannot be opened is an error document', () =>
    Workplace.with(async (place) => {
      const document = await readFile(fixture('google'));
      const server = createServer((request, response) => {
        if (request.url === '/metadata') response.end(document);
        else response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
        const { code, check: data } = await check(place, [`${address}/metadata`]);
        assert.equal(code, 0);
        assert.equal(data.vendor, 'google');
        const missing = await place.run(['idp', 'check', `${address}/nothing`, '--json']);
        assert.equal(missing.code, 5);
        assert.equal(errorOf(missing).code, 'NotFound');
      } finally {
        server.close();
      }
      for (const [given, exit] of [
        ['nowhere.xml', 5],
        ['.', 3],
        ['http://idp.example.com/metadata', 2],
      ] as const) {
        const run = await place.run(['idp', 'check', given, '--json']);
        assert.equal(run.code, exit);
        assert.ok(errorOf(run).code.length > 0);
      }
      assert.equal((await place.run(['idp', 'check'])).code, 2);
    }));
});
