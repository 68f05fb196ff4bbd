import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readCertificate } from '../../../src/core/certificates/certificate.js';
import { bundleOf } from '../../certificates/bundles.js';
import { Workplace } from '../../support/cli.js';
import { errorOf } from '../domain/prepared.js';

const ENTER = '\r';
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/certificates');
const IN_2030 = 4 * 365 * 86_400_000;
const FILES = [
  'root',
  'other-root',
  'middle',
  'lower',
  'leaf',
  'impostor-root',
  'root-path-0',
  'root-version-1',
];

interface Policy {
  readonly chain: readonly { readonly subject: string; readonly notAfter: string }[];
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
  readonly deviceCaCertificate?: string;
  readonly change?: { readonly kind: string; readonly added: object[]; readonly removed: object[] };
}

const fixture = (name: string): Promise<Buffer> => readFile(join(FIXTURES, name));
const pemOf = async (...names: string[]): Promise<string> =>
  (
    await Promise.all(names.map(async (name) => readCertificate(await fixture(`chain/${name}.pem`)).pem))
  ).join('');
const policy = (verb: string, ...words: string[]): string[] => [
  'device-policy',
  verb,
  ...words,
  '-f',
  'sales',
];
const show = async (place: Workplace): Promise<Policy> => (await place.json(policy('show'))) as Policy;

function withFleet(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    place.clock.advance(IN_2030);
    await place.succeed(['fleet', 'create', 'sales']);
    for (const name of FILES)
      await writeFile(join(place.folder, `${name}.pem`), await fixture(`chain/${name}.pem`));
    await body(place);
  });
}

describe('worklink device-policy', () => {
  it('given a chain in any order and form, then sends it from the lowest issuer up to the root, each certificate once', () =>
    withFleet(async (place) => {
      const middle = readCertificate(await fixture('chain/middle.pem')).der;
      await writeFile(join(place.folder, 'middle.p7b'), bundleOf([middle]));
      const run = await place.run(policy('configure', 'root.pem', 'middle.p7b', 'root.pem', 'lower.pem'));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, /chain-duplicate-certificate/);
      const { chain, deviceCaCertificate } = await show(place);
      assert.equal(deviceCaCertificate, await pemOf('lower', 'middle', 'root'));
      assert.deepEqual(
        chain.map(({ subject }) => subject),
        ['CN=Lower,O=Example', 'CN=Middle,O=Example', 'CN=Root,O=Example'],
      );
    }));

  it('given a policy, then shows it as a tree with expiry; given none, says so', () =>
    withFleet(async (place) => {
      const none = await place.run(policy('show'));
      assert.match(none.stderr, /no device policy/);
      assert.deepEqual((await show(place)).chain, []);
      await place.succeed(policy('configure', 'middle.pem', 'root.pem'));
      assert.match(await place.succeed(policy('show')), /CN=Root,O=Example, until 2\d{3}-.*\n +└─ CN=Middle/);
    }));

  it('given another chain, then says what changes; given the same, that nothing does', () =>
    withFleet(async (place) => {
      await place.succeed(policy('configure', 'middle.pem', 'root.pem'));
      const same = (await place.json(policy('configure', 'root.pem', 'middle.pem'))) as Policy;
      assert.equal(same.change?.kind, 'unchanged');
      const planned = await place.run(policy('configure', 'other-root.pem', '--dry-run'));
      assert.match(
        planned.stdout,
        /adding CN=Other Root,O=Example, taking away CN=Middle,O=Example; CN=Root/,
      );
      assert.equal((await show(place)).chain.length, 2);
      const other = (await place.json(policy('configure', 'other-root.pem'))) as Policy;
      assert.deepEqual(
        [other.change?.kind, other.change?.added.length, other.change?.removed.length],
        ['replaced', 1, 2],
      );
    }));

  for (const [title, files, message] of [
    [
      'a device certificate among them',
      ['leaf.pem', 'middle.pem', 'root.pem'],
      /www\.example\.com.*not the certificate of a certificate authority/,
    ],
    ['no root', ['lower.pem', 'middle.pem'], /CN=Middle.*it is no root: CN=Root,O=Example issued it/],
    ['a gap in the middle', ['lower.pem', 'root.pem'], /no part of the chain|not among/],
    ['two chains', ['root.pem', 'middle.pem', 'other-root.pem'], /Other Root.*no part of the chain/],
    [
      'a root of the same name that did not sign',
      ['middle.pem', 'impostor-root.pem'],
      /key (did not sign|identifier)/,
    ],
    ['a path length that leaves no room', ['middle.pem', 'root-path-0.pem'], /allows 0 authorities below it/],
  ] as const) {
    it(`given ${title}, then exits 3 and changes nothing`, () =>
      withFleet(async (place) => {
        const run = await place.run(policy('configure', ...files, '--json'));
        assert.equal(run.code, 3, run.stdout);
        assert.match(errorOf(run).message, message);
        assert.deepEqual((await show(place)).chain, []);
      }));
  }

  it('given a private key in a file, then refuses it and shows nothing of it', () =>
    withFleet(async (place) => {
      const key = (await fixture('keys/rsa-2048.key')).toString();
      await writeFile(join(place.folder, 'both.pem'), (await pemOf('root')) + key);
      const run = await place.run(policy('configure', 'both.pem', '--debug'));
      assert.equal(run.code, 3);
      assert.match(run.stderr, /private key/);
      assert.ok(!run.stderr.includes(key.slice(100, 140)));
    }));

  it('given a chain that has expired, then refuses it unless --allow-expired, and shows that it has', () =>
    withFleet(async (place) => {
      place.clock.advance(150 * 365 * 86_400_000);
      const refused = await place.run(policy('configure', 'root.pem'));
      assert.equal(refused.code, 3);
      assert.match(refused.stderr, /--allow-expired/);
      await place.succeed(policy('configure', 'root.pem', '--allow-expired'));
      assert.deepEqual(
        (await show(place)).findings.map(({ id }) => id),
        ['chain-expired'],
      );
    }));

  it('given remove, then asks, and lets every device in again; given none, exits 6', () =>
    withFleet(async (place) => {
      assert.equal((await place.run(policy('remove', '--yes'))).code, 6);
      await place.succeed(policy('configure', 'root.pem'));
      assert.equal((await place.run(policy('remove'))).code, 4);
      await place.succeed(policy('remove', '--dry-run'));
      assert.equal((await place.run(policy('remove'), { terminal: true, answers: [`n${ENTER}`] })).code, 4);
      assert.equal((await show(place)).chain.length, 1);
      assert.equal((await place.run(policy('remove'), { terminal: true, answers: [`y${ENTER}`] })).code, 0);
      assert.equal((await show(place)).deviceCaCertificate, undefined);
    }));

  it('given a root of version 1, then takes it with a warning; given no file or no fleet, exits 2 or 5', () =>
    withFleet(async (place) => {
      const run = await place.run(policy('configure', 'root-version-1.pem'));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, /version-1/);
      assert.equal((await place.run(policy('configure'))).code, 2);
      assert.equal((await place.run(['device-policy', 'configure', 'root.pem', '-f', 'none'])).code, 5);
    }));
});
