import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../src/core/certificates/certificate.js';
import { verifyChain } from '../../src/core/certificates/chain/chain.js';
import { coversHostname } from '../../src/core/certificates/hostname.js';
import {
  type CertificateAuthority,
  createAuthority,
  issueCertificate,
} from '../../src/core/certificates/issue.js';
import { matchesPrivateKey } from '../../src/core/certificates/private-key.js';
import { WorklinkError } from '../../src/core/errors.js';

const now = new Date('2046-12-01T10:20:30.400Z');

describe('certificates/issue', () => {
  let authority: CertificateAuthority;
  before(async () => {
    authority = await createAuthority({ name: 'Prüf-CA "1", <worklink>', now });
  });

  const order = (more: Partial<Parameters<typeof issueCertificate>[0]> = {}) =>
    issueCertificate({
      authority,
      domainName: 'www.example.com',
      subjectAltNames: [],
      now,
      days: 395,
      ...more,
    });
  const refused = (action: Promise<unknown>, code: string, message: RegExp) =>
    assert.rejects(
      action,
      (error: unknown) =>
        error instanceof WorklinkError && error.code === code && message.test(error.message),
    );

  it('makes an authority for ten years that signs certificates and nothing else', () => {
    const facts = readCertificate(authority.certificatePem);
    assert.equal(facts.subject, String.raw`CN=Prüf-CA \"1\"\, \<worklink\>`);
    assert.deepEqual([facts.version, facts.isCa, facts.pathLength, facts.selfSigned], [3, true, 0, true]);
    assert.deepEqual(facts.keyUsage, ['keyCertSign', 'cRLSign']);
    assert.deepEqual([facts.keyType, facts.signatureAlgorithm], ['RSA-2048', 'sha256WithRSAEncryption']);
    assert.equal(facts.notBefore.toISOString(), '2046-12-01T10:20:30.000Z');
    // 3,650 days later, beyond the reach of UTCTime.
    assert.equal(facts.notAfter.toISOString(), '2056-11-28T10:20:30.000Z');
    assert.equal(matchesPrivateKey(facts, authority.privateKeyPem).matches, true);
  });

  it('issues a server certificate that verifies, with its key', async () => {
    const issued = await order({ subjectAltNames: ['*.Example.com', 'WWW.example.com', 'example.org'] });
    const leaf = readCertificate(issued.certificatePem);
    const anchor = readCertificate(issued.chainPem);
    const verdict = verifyChain({
      leaf,
      intermediates: [],
      anchors: [anchor],
      at: now,
      purpose: 'serverAuth',
    });
    assert.deepEqual([verdict.verdict, verdict.findings], ['valid', []]);
    assert.equal(anchor.pem, authority.certificatePem);
    assert.equal(matchesPrivateKey(leaf, issued.privateKeyPem).matches, true);
    assert.deepEqual(
      leaf.subjectAltNames.map(({ value }) => value),
      ['www.example.com', '*.example.com', 'example.org'],
    );
    assert.deepEqual([leaf.subject, leaf.issuer], ['CN=www.example.com', anchor.subject]);
    assert.deepEqual(
      [leaf.isCa, leaf.keyUsage, leaf.extendedKeyUsage],
      [false, ['digitalSignature', 'keyEncipherment'], ['serverAuth']],
    );
    assert.equal(leaf.notAfter.toISOString(), '2047-12-31T10:20:30.000Z');
    assert.ok(coversHostname(leaf, 'any.example.com'));
    // OpenSSL agrees on the link, key identifiers included.
    assert.ok(new X509Certificate(issued.certificatePem).checkIssued(new X509Certificate(issued.chainPem)));
  });

  it('gives every certificate a positive serial number of 128 bits', async () => {
    const serials = [
      authority.certificatePem,
      (await order()).certificatePem,
      (await order()).certificatePem,
    ].map((pem) => readCertificate(pem).serialNumber);
    for (const serial of serials) assert.match(serial, /^[0-7][0-9a-f]{31}$/);
    assert.equal(new Set(serials).size, 3);
  });

  it('leaves the subject empty where the name is too long for it', async () => {
    const domainName = `${'a'.repeat(61)}.com`;
    assert.equal(domainName.length, 65);
    const leaf = readCertificate((await order({ domainName })).certificatePem);
    assert.deepEqual([leaf.subject, leaf.subjectAltNames], ['', [{ type: 'DNS', value: domainName }]]);
    const shorter = domainName.slice(1);
    assert.equal(
      readCertificate((await order({ domainName: shorter })).certificatePem).subject,
      `CN=${shorter}`,
    );
  });

  it('ends no later than the authority', async () => {
    const leaf = readCertificate((await order({ days: 36_500 })).certificatePem);
    assert.equal(leaf.notAfter.getTime(), readCertificate(authority.certificatePem).notAfter.getTime());
  });

  it('refuses names that are none', async () => {
    const wrong = [
      '',
      'localhost',
      'a..com',
      '-a.com',
      'a-.com',
      'www.*.com',
      'w*.example.com',
      '*.',
      'bücher.example',
      'a_b.com',
      'example.com.',
      '192.0.2.1',
      'a\0.com',
      `${'a.'.repeat(126)}com`,
    ];
    for (const domainName of wrong)
      await refused(order({ domainName }), 'InvalidInput', /is not a domain name/);
    await refused(order({ subjectAltNames: ['fine.example.com', 'not fine'] }), 'InvalidInput', /"not fine"/);
  });

  it('refuses more than a hundred names, and takes a hundred', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `h${index}.example.com`);
    const leaf = readCertificate((await order({ subjectAltNames: names.slice(0, 99) })).certificatePem);
    assert.equal(leaf.subjectAltNames.length, 100);
    await refused(order({ subjectAltNames: names }), 'InvalidInput', /101 names/);
  });

  it('refuses a validity that cannot be', async () => {
    for (const days of [0, -1, 1.5, Number.NaN, 36_501])
      await refused(order({ days }), 'InvalidInput', /whole days/);
  });

  it('refuses an authority that is not valid any more, or not yet', async () => {
    await refused(order({ now: new Date('2056-11-28T10:20:30Z') }), 'WrongState', /is not valid at/);
    await refused(order({ now: new Date('2046-12-01T10:20:29Z') }), 'WrongState', /is not valid at/);
  });

  it('refuses an authority without a name, or with one that is too long', async () => {
    await refused(createAuthority({ name: '', now }), 'InvalidInput', /1 to 64/);
    await refused(createAuthority({ name: 'x'.repeat(65), now }), 'InvalidInput', /not 65/);
  });
});
