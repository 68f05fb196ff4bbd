import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { inspectFile } from '../../src/core/admin/certificates/certificate-inspect.js';
import { readCertificate } from '../../src/core/certificates/certificate.js';
import { orderChain, verifyChain } from '../../src/core/certificates/chain/chain.js';
import { readContents } from '../../src/core/certificates/contents.js';
import { readCertificateRequest } from '../../src/core/certificates/csr.js';
import { WorklinkError } from '../../src/core/errors.js';
import { AT, fixtureBytes } from './fixtures.js';
import { crossSigned, hostileFiles, manyConstraints, rsaCertificate, selfNamed } from './hostile.js';

const at = AT;
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id);

describe('certificates made to take long', function () {
  this.timeout(60_000);

  it('given any such file of a megabyte, then says what it holds or why it cannot be read', () => {
    for (const [title, bytes] of hostileFiles()) {
      const { certificates, findings } = inspectFile(bytes, undefined, at);
      assert.ok(certificates.length > 0 || findings.some(({ severity }) => severity === 'error'), title);
    }
  });

  it('given keys whose signatures take long to check, then does not check them, and says so', () => {
    for (const [bits, exponentBits] of [
      [16_384, 24],
      [3072, 3064],
    ] as const) {
      const facts = readCertificate(rsaCertificate(bits, exponentBits));
      assert.equal(facts.selfSigned, false);
      const below = readCertificate(rsaCertificate(2048, 24));
      const { verdict, findings } = verifyChain({ leaf: below, intermediates: [], anchors: [facts], at });
      assert.deepEqual([verdict, ids(findings)], ['invalid', ['chain-unsupported-key']]);
    }
  });

  it('given authorities that certified each other hundreds of times, then gives the search up', () => {
    const all = crossSigned(20).map((der) => readCertificate(der));
    const [, leaf] = all;
    assert.ok(leaf !== undefined);
    const anchors = [readCertificate(selfNamed('elsewhere'))];
    const { verdict, findings } = verifyChain({ leaf, intermediates: all, anchors, at });
    assert.equal(verdict, 'invalid');
    assert.ok(ids(findings).includes('chain-work-limit'));
    assert.equal(orderChain(all).certificates.length, all.length);
  });

  it('given thousands of constraints and names, then stops comparing and refuses', () => {
    const { authority, leaf } = manyConstraints(9000);
    const anchors = [readCertificate(authority)];
    const { verdict, findings } = verifyChain({
      leaf: readCertificate(leaf),
      intermediates: [],
      anchors,
      at,
    });
    assert.equal(verdict, 'invalid');
    assert.match(
      findings.map(({ message }) => message).join(),
      /more names and constraints than can be compared/,
    );
  });
});

describe('certificate signing requests', () => {
  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
  const make = (...words: string[]): Buffer =>
    execFileSync('openssl', [
      'req',
      '-new',
      '-key',
      new URL(KEY, import.meta.url).pathname,
      '-subj',
      '/O=Ex/CN=a',
      '-outform',
      'DER',
      ...words,
    ]);
  const KEY = '../fixtures/certificates/keys/ec-p-256.key';

  it('given one that OpenSSL made, then reads what it asks for', function () {
    if (!hasOpenssl) this.skip();
    const request = readCertificateRequest(
      make('-addext', 'subjectAltName=DNS:a.example', '-addext', 'keyUsage=digitalSignature'),
    );
    assert.equal(request.subject, 'CN=a,O=Ex');
    assert.deepEqual(request.subjectAltNames, [{ type: 'DNS', value: 'a.example' }]);
    assert.deepEqual(
      [request.keyUsage, request.isCa, request.signatureIsValid],
      [['digitalSignature'], false, true],
    );
  });

  it('given any change of bytes, then never throws but as a refusal', function () {
    if (!hasOpenssl) this.skip();
    const seed = make('-addext', 'subjectAltName=DNS:a.example,IP:::1');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const bytes = Buffer.from(seed);
          for (const [position, value] of changes) bytes[position % bytes.length] = value;
          try {
            readCertificateRequest(bytes);
          } catch (error) {
            assert.ok(error instanceof WorklinkError, String(error));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('contents of files', () => {
  it('given any bytes, changed ones among them, then never throws', () => {
    const seeds = ['chain/leaf.pem', 'keys/rsa-2048.der.key'].map(fixtureBytes);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(fc.constantFrom(...seeds), fc.nat(), fc.integer({ min: 0, max: 255 }))
            .map(([seed, at, value]) => {
              const bytes = Buffer.from(seed);
              bytes[at % bytes.length] = value;
              return bytes;
            }),
        ),
        (bytes) => {
          assert.ok(Array.isArray(readContents(bytes, undefined).findings));
        },
      ),
      { numRuns: 300 },
    );
  });
});
