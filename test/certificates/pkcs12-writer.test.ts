import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appleImportFindings, needsRewrap } from '../../src/core/certificates/pkcs12/apple-import.js';
import { type Pkcs12Identity, readPkcs12 } from '../../src/core/certificates/pkcs12/pkcs12.js';
import { type Pkcs12Scheme, writePkcs12 } from '../../src/core/certificates/pkcs12/pkcs12-writer.js';
import { signCms } from '../../src/core/certificates/cms-signature.js';
import { withTemporaryFolder } from '../support/account.js';
import { AT, assertRefused } from './fixtures.js';

const FOLDER = new URL('../fixtures/pkcs12/', import.meta.url);
const file = (name: string): Uint8Array => readFileSync(new URL(`${name}.p12`, FOLDER));
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

function identity(name: string): Pkcs12Identity {
  const [first] = readPkcs12(file(name), 'correct').identities;
  assert.ok(first !== undefined);
  return first;
}

function rewritten(name: string, scheme: Pkcs12Scheme, password = 'пароль-ü€😀'): Uint8Array {
  return writePkcs12({ ...identity(name), password, friendlyName: 'Ana’s ☎', scheme });
}

describe('writing PKCS#12', function () {
  this.timeout(20_000);

  for (const name of ['aes-256', 'ec', 'ed25519']) {
    for (const scheme of ['3des', 'aes256'] as const) {
      it(`writes the identity of ${name} with ${scheme}, and reads it back`, () => {
        const contents = readPkcs12(rewritten(name, scheme), 'пароль-ü€😀');
        const [written] = contents.identities;
        const original = identity(name);
        assert.equal(written?.certificate.sha256, original.certificate.sha256);
        assert.equal(written.friendlyName, 'Ana’s ☎');
        assert.ok(written.privateKey.equals(original.privateKey));
        assert.deepEqual(
          written.chain.map(({ sha256 }) => sha256),
          original.chain.map(({ sha256 }) => sha256),
        );
        assert.deepEqual(contents.findings, []);
      });
    }
  }

  it('writes what OpenSSL reads', async function () {
    if (!hasOpenssl) this.skip();
    await withTemporaryFolder((folder) => {
      for (const scheme of ['3des', 'aes256'] as const) {
        const path = join(folder, `${scheme}.p12`);
        writeFileSync(path, rewritten('aes-256', scheme, 'größe 1'));
        const pem = execFileSync('openssl', ['pkcs12', '-in', path, '-nodes', '-passin', 'env:P12'], {
          env: { ...process.env, P12: 'größe 1' },
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        assert.equal(pem.match(/BEGIN CERTIFICATE/g)?.length, 3);
        assert.match(pem, /BEGIN PRIVATE KEY/);
      }
      return Promise.resolve();
    });
  });

  it('wants a password', () => {
    assertRefused(() => rewritten('ec', '3des', ''), /needs a password/);
  });
});

describe('what Apple’s importer takes', function () {
  this.timeout(20_000);
  const ids = (bytes: Uint8Array, password: string | undefined): string[] =>
    appleImportFindings(readPkcs12(bytes, password)).map(({ id }) => id);

  it('is 3DES and RC2 with SHA-1', () => {
    assert.deepEqual(ids(file('3des'), 'correct'), []);
    assert.deepEqual(ids(file('legacy-rc2-40'), 'correct'), []);
    assert.deepEqual(ids(rewritten('aes-256', '3des', 'p'), 'p'), []);
  });

  it('was not always AES, nor a MAC of SHA-256', () => {
    assert.deepEqual(ids(file('aes-256'), 'correct'), ['apple-encryption']);
    assert.deepEqual(ids(file('pbes2-3des'), 'correct'), ['apple-encryption']);
    assert.ok(needsRewrap(appleImportFindings(readPkcs12(file('aes-256'), 'correct'))));
  });

  it('has a password and an encrypted key, one identity, and a key that Apple knows', () => {
    assert.deepEqual(ids(file('empty-password'), undefined), ['apple-not-protected']);
    assert.deepEqual(ids(file('plain'), 'correct'), ['apple-not-protected']);
    assert.ok(ids(file('two-identities'), 'correct').includes('apple-several-identities'));
    assert.ok(ids(file('key-only'), 'correct').includes('apple-no-identity'));
    assert.ok(ids(file('certificates-only'), 'correct').includes('apple-no-identity'));
    assert.ok(ids(file('ed25519'), 'correct').includes('apple-key-type'));
  });
});

describe('signing content', function () {
  this.timeout(20_000);

  for (const name of ['aes-256', 'ec']) {
    it(`is verified by OpenSSL for the key of ${name}, up to the root`, async function () {
      if (!hasOpenssl) this.skip();
      await withTemporaryFolder((folder) => {
        const signer = identity(name);
        const content = Buffer.from('<plist>\r\n ü </plist>');
        const [message, root, out] = ['message.der', 'root.pem', 'out'].map((each) => join(folder, each));
        assert.ok(message !== undefined && root !== undefined && out !== undefined);
        writeFileSync(message, signCms(content, signer, AT));
        writeFileSync(root, signer.chain.at(-1)?.pem ?? '');
        const verify = [
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          message,
          '-CAfile',
          root,
          '-out',
          out,
        ];
        execFileSync('openssl', [...verify, '-purpose', 'any'], { stdio: 'pipe' });
        assert.deepEqual(readFileSync(out), content);
        const changed = Buffer.from(readFileSync(message));
        changed[changed.indexOf('plist') + 1] = 0x42;
        writeFileSync(message, changed);
        assert.notEqual(spawnSync('openssl', [...verify, '-purpose', 'any']).status, 0);
        return Promise.resolve();
      });
    });
  }

  it('is refused for a key of another kind or of another certificate', () => {
    assertRefused(() => signCms(Buffer.from(''), identity('ed25519'), AT), /Ed25519/);
    const mixed = { ...identity('aes-256'), privateKey: identity('java').privateKey };
    const other = { ...identity('ec'), privateKey: mixed.privateKey };
    assertRefused(() => signCms(Buffer.from(''), other, AT), /not that of its certificate/);
  });
});
