import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import { issueResponse, type ResponseOrder } from '../../../src/core/saml/mock-idp/issue-response.js';
import { mockIdpMetadata } from '../../../src/core/saml/mock-idp/metadata.js';
import { Workplace } from '../../support/cli.js';
import { errorOf } from '../domain/prepared.js';

const ENTITY_ID = 'https://idp.example.com/saml';
const AT = '2026-11-20T12:00:00Z';
const SP = { issuer: 'https://sp.example.com', acsUrl: 'https://sp.example.com/acs' };
const made = createAuthority({ name: 'Example IdP', now: new Date(AT) });

interface Verdict {
  readonly verdict: string;
  readonly nameId?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly checks: readonly {
    readonly id: string;
    readonly passed: boolean;
    readonly message: string;
    readonly fix: string;
  }[];
}

async function response(at: Date, changes: Partial<ResponseOrder> = {}): Promise<string> {
  let count = 0;
  const { samlResponse } = await issueResponse({
    identityProvider: { entityId: ENTITY_ID, ...(await made) },
    request: { id: '_request-1', ...SP },
    user: { nameId: 'ana@example.com', attributes: { department: ['Sales'] } },
    at,
    newId: () => `_${String((count += 1))}`,
    ...changes,
  });
  return samlResponse;
}

async function withFiles(body: (place: Workplace) => Promise<void>): Promise<void> {
  const { certificatePem } = await made;
  const metadata = mockIdpMetadata({
    entityId: ENTITY_ID,
    redirectUrl: 'https://idp.example.com/sso',
    postUrl: 'https://idp.example.com/sso',
    signingCertificates: [certificatePem],
  });
  await Workplace.with(async (place) => {
    await writeFile(join(place.folder, 'idp.xml'), metadata);
    await writeFile(join(place.folder, 'response.txt'), await response(new Date(AT)));
    await body(place);
  });
}

const OFFLINE = ['--metadata', 'idp.xml', '--entity-id', SP.issuer, '--acs', SP.acsUrl];
const test = (...words: string[]): string[] => ['idp', 'test', ...words];
const offline = (...words: string[]): string[] =>
  test('--response', 'response.txt', ...OFFLINE, '--at', AT, ...words);

describe('worklink idp test', () => {
  it('given a response and the two sides as files, then accepts it without any backend', () =>
    withFiles(async (place) => {
      const { code, stdout } = await place.run(offline('--json', '--backend', 'aws'));
      assert.equal(code, 0, stdout);
      const verdict = JSON.parse(stdout) as Verdict;
      assert.equal(verdict.verdict, 'accepted');
      assert.equal(verdict.nameId, 'ana@example.com');
      assert.deepEqual(verdict.attributes, { department: ['Sales'] });
      assert.ok(verdict.checks.length > 20);
      for (const check of verdict.checks) {
        assert.deepEqual(Object.keys(check), ['id', 'passed', 'message', 'fix']);
        assert.ok(check.passed);
      }
    }));

  it('given a response in other wrappings, then judges it alike', () =>
    withFiles(async (place) => {
      const base64 = await response(new Date(AT));
      const encoded = encodeURIComponent(base64);
      const wrappings = [
        base64,
        `${base64}\n`,
        Buffer.from(base64, 'base64').toString(),
        `SAMLResponse=${encoded}`,
        `RelayState=a%20b&SAMLResponse=${encoded}\n`,
        `SAMLResponse=${base64}&RelayState=x`,
        encoded,
      ];
      for (const stdin of wrappings) {
        const run = await place.run(
          [...test('--response', '-', ...OFFLINE, '--at', AT), '--query', 'verdict'],
          { stdin },
        );
        assert.deepEqual([run.code, run.stdout.includes('accepted')], [0, true], stdin.slice(0, 40));
      }
      const twice = `SAMLResponse=${encoded}&SAMLResponse=${encoded}`;
      assert.equal(
        (await place.run(test('--response', '-', ...OFFLINE, '--at', AT), { stdin: twice })).code,
        3,
      );
    }));

  it('given a response that is wrong, then exits 3, with every check on a line and what to do', () =>
    withFiles(async (place) => {
      const { code, stdout, stderr } = await place.run(
        offline().map((word) => (word === SP.acsUrl ? 'https://other.example.com' : word)),
      );
      assert.equal(code, 3);
      assert.match(stdout, /refused/);
      assert.match(stdout, /FAILED destination: .* Set the ACS URL/);
      assert.match(stdout, /passed signature: /);
      assert.equal(stdout.includes('department'), false);
      assert.match(stderr, /The response is refused: .* 2 checks failed in all\./);
      const verdict = (await place.json(offline('--request-id', '_other'))) as Verdict;
      assert.deepEqual(
        verdict.checks.filter(({ passed }) => !passed).map(({ id }) => id),
        ['in-response-to'],
      );
      assert.equal('nameId' in verdict, false);
    }));

  it('given the right request, and a time at the edge of the skew, then judges by them', () =>
    withFiles(async (place) => {
      assert.equal((await place.run(offline('--request-id', '_request-1'))).code, 0);
      const late = test('--response', 'response.txt', ...OFFLINE, '--at', '2026-11-20T12:06:00Z');
      assert.equal((await place.run(late)).code, 0);
      assert.equal((await place.run([...late, '--skew', '30s'])).code, 3);
    }));

  it('given SHA-1, then takes it only where asked to', () =>
    withFiles(async (place) => {
      await writeFile(
        join(place.folder, 'response.txt'),
        await response(new Date(AT), { misbehaviour: 'sha1' }),
      );
      assert.equal((await place.run(offline())).code, 3);
      assert.equal((await place.run(offline('--allow-sha1'))).code, 0);
    }));

  it('given an encrypted assertion, then needs the key, and takes no file that is none', () =>
    withFiles(async (place) => {
      const { X509Certificate } = await import('node:crypto');
      const sp = await createAuthority({ name: 'Example SP', now: new Date(AT) });
      const encryption = { publicKey: new X509Certificate(sp.certificatePem).publicKey };
      await writeFile(join(place.folder, 'response.txt'), await response(new Date(AT), { encryption }));
      await writeFile(join(place.folder, 'sp.key'), sp.privateKeyPem);
      assert.equal((await place.run(offline())).code, 3);
      assert.equal((await place.run(offline('--decryption-key', 'sp.key'))).code, 0);
      const refused = errorOf(await place.run([...offline('--decryption-key', 'idp.xml'), '--json']));
      assert.equal(refused.code, 'InvalidInput');
    }));

  it('given a fleet, then judges by what it has linked, at the service’s time', () =>
    withFiles(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--wait']);
      const missing = await place.run(test('-f', 'sales', '--response', 'response.txt'));
      assert.equal(missing.code, 5);
      await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', 'idp.xml']);
      const data = (await place.json(['idp', 'sp-metadata', '-f', 'sales'])) as {
        readonly entityId: string;
        readonly assertionConsumerServiceUrl: string;
      };
      const request = { id: '_r', issuer: data.entityId, acsUrl: data.assertionConsumerServiceUrl };
      const { now } = (await place.json(['emulator', 'clock', 'show'])) as { readonly now: string };
      await writeFile(join(place.folder, 'mine.txt'), await response(new Date(now), { request }));
      const good = test('-f', 'sales', '--response', 'mine.txt');
      assert.equal((await place.run(good)).code, 0);
      assert.equal((await place.run(test('sales', '--response', 'mine.txt'))).code, 0);
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      assert.equal((await place.run(good)).code, 3);
      assert.equal((await place.run([...good, '--at', now])).code, 0);
      assert.equal((await place.run(test('-f', 'nothing', '--response', 'mine.txt'))).code, 5);
    }));

  const USAGE: readonly (readonly [name: string, words: readonly string[], code: number])[] = [
    ['no response', test(...OFFLINE), 2],
    ['no fleet and no metadata', test('--response', 'response.txt'), 2],
    ['half of what offline needs', test('--response', 'response.txt', '--metadata', 'idp.xml'), 2],
    ['a fleet and metadata', offline('-f', 'sales'), 2],
    ['a fleet as argument and metadata', offline('sales'), 2],
    ['a time that is none', test('--response', 'response.txt', ...OFFLINE, '--at', 'noon'), 2],
    ['a skew that is none', offline('--skew', 'some'), 2],
    ['standard input twice', test('--response', '-', '--metadata', '-', '--entity-id', 'a', '--acs', 'b'), 2],
    ['a response that is not there', test('--response', 'no.txt', ...OFFLINE), 5],
    [
      'metadata that is none',
      test('--response', 'response.txt', '--metadata', 'response.txt', '--entity-id', 'a', '--acs', 'b'),
      3,
    ],
  ];
  for (const [name, words, expected] of USAGE) {
    it(`given ${name}, then exits ${String(expected)}`, () =>
      withFiles(async (place) => {
        const { code, stdout, stderr } = await place.run([...words, '--no-input']);
        assert.equal(code, expected, stdout + stderr);
      }));
  }
});
