import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCertificate, readCertificateBundle } from '../../src/core/certificates/certificate.js';
import { readPkcs7 } from '../../src/core/certificates/pkcs7.js';
import { toPem } from '../../src/core/certificates/pem.js';
import { WorklinkError } from '../../src/core/errors.js';
import { bundleOf, indefinite } from './bundles.js';
import { assertRefused, element, fixtureBytes, fixtureCertificate, hex } from './fixtures.js';

const chain = ['leaf', 'middle', 'root'].map((name) => fixtureCertificate(`chain/${name}.pem`));
const ders = chain.map(({ der }) => der);
const sums = (certificates: readonly { readonly sha256: string }[]) =>
  certificates.map(({ sha256 }) => sha256);
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('certificates/pkcs7', () => {
  it('given a bundle as DER, as PEM of several labels, and with indefinite lengths, then reads the same certificates', () => {
    const bundle = bundleOf(ders);
    for (const input of [
      bundle,
      bundleOf(ders, indefinite),
      toPem(bundle, 'PKCS7'),
      toPem(bundle, 'CMS'),
      toPem(bundle, 'CERTIFICATE'),
      toPem(bundleOf(ders, indefinite), 'PKCS7'),
    ]) {
      assert.deepEqual(sums(readCertificateBundle(input)), sums(chain));
    }
  });

  it('given a bundle next to certificates, then reads all in their order', () => {
    const [leaf, middle, root] = chain;
    assert.ok(leaf !== undefined && middle !== undefined && root !== undefined);
    const input = root.pem + toPem(bundleOf([middle.der]), 'PKCS7') + leaf.pem;
    assert.deepEqual(sums(readCertificateBundle(input)), sums([root, middle, leaf]));
  });

  it('given a content in pieces and an attribute certificate, then reads past both', () => {
    const pieces = indefinite(0x24, element(0x04, hex('01')), element(0x04, hex('02')));
    const content = indefinite(0x30, hex('06092a864886f70d010701'), indefinite(0xa0, pieces));
    const signedData = indefinite(
      0x30,
      hex('020101'),
      element(0x31),
      content,
      indefinite(0xa0, ...ders, element(0xa2, hex('0500'))),
      indefinite(0x31),
    );
    const message = indefinite(0x30, hex('06092a864886f70d010702'), indefinite(0xa0, signedData));
    const { certificates, otherCertificates, signers } = readPkcs7(message);
    assert.deepEqual([certificates.length, otherCertificates, signers], [3, 1, 0]);
  });

  it('given bytes after the end, in DER and BER, then refuses them', () => {
    const rest = Uint8Array.of(0);
    assertRefused(() => readCertificateBundle(Buffer.concat([bundleOf(ders), rest])), /./);
    assertRefused(() => readPkcs7(Buffer.concat([bundleOf(ders), rest])), /1 more bytes after/);
    assertRefused(() => readPkcs7(Buffer.concat([bundleOf(ders, indefinite), rest])), /1 more bytes after/);
    const [leaf = new Uint8Array()] = ders;
    assertRefused(() => readCertificateBundle(Buffer.concat([leaf, rest])), /1 more bytes after/);
  });

  it('given content of other types, or none, then says what it is', () => {
    const enveloped = element(0x30, hex('06092a864886f70d010703'), element(0xa0, element(0x30)));
    assertRefused(() => readPkcs7(enveloped), /enveloped \(encrypted\) data, not certificates/);
    assertRefused(() => readCertificateBundle(bundleOf([])), /holds no certificate/);
  });

  it('given a bundle where certificates alone are meant, then still refuses it', () => {
    assertRefused(() => readCertificate(bundleOf(ders)), /is a PKCS#7 bundle, where a certificate is needed/);
  });

  it('given a private key beside a bundle, then names the key', () => {
    const key = Buffer.from(fixtureBytes('keys/ec-p-256.key')).toString();
    assertRefused(() => readCertificateBundle(toPem(bundleOf(ders), 'PKCS7') + key), /is a private key/);
  });

  it('given indefinite lengths without an end, or nested without one, then refuses them at once', () => {
    const endless = Buffer.alloc(1024 * 1024).fill(Buffer.from('3080', 'hex'));
    assertRefused(() => readPkcs7(endless), /nesting deeper|indefinite/);
    assertRefused(() => readPkcs7(hex('3080')), /it ends within an element/);
    const many = Buffer.concat([hex('3080'), Buffer.alloc(600_000).fill(Buffer.from('0500', 'hex'))]);
    assertRefused(() => readPkcs7(many), /more than \d+ elements/);
  });

  it('given any change of bytes, then never throws but as a refusal', () => {
    const seeds = [bundleOf(ders), bundleOf(ders, indefinite)];
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat()),
        (seed, changes, cut) => {
          const bytes = Buffer.from(seed);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const input = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
          try {
            assert.ok(readCertificateBundle(input).length > 0);
          } catch (error) {
            assert.ok(error instanceof WorklinkError, String(error));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('given what OpenSSL makes, certs-only and signed, streamed or not, then reads it as OpenSSL does', function () {
    if (!hasOpenssl) this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'worklink-pkcs7-'));
    const at = (name: string): string => join(folder, name);
    try {
      writeFileSync(at('chain.pem'), chain.map(({ pem }) => pem).join(''));
      writeFileSync(at('key.pem'), fixtureBytes('keys/rsa-2048.key'));
      writeFileSync(at('cert.pem'), fixtureBytes('keys/rsa-2048.crt'));
      writeFileSync(at('text'), 'x'.repeat(10_000));
      const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
      openssl('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-outform', 'DER', '-out', 'only.p7b');
      assert.deepEqual(sums(readCertificateBundle(readFileSync(at('only.p7b')))), sums(chain));
      const sign = ['cms', '-sign', '-binary', '-nodetach', '-signer', 'cert.pem', '-inkey', 'key.pem'];
      const more = ['-certfile', 'chain.pem', '-in', 'text', '-outform', 'DER'];
      for (const [name, ...options] of [['plain.p7m'], ['stream.p7m', '-stream']] as const) {
        openssl(...sign, ...more, ...options, '-out', name);
        const { certificates, signers } = readPkcs7(readFileSync(at(name)));
        assert.deepEqual([certificates.length, signers], [4, 1]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
