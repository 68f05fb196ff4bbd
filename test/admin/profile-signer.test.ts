import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPkcs12File, profileSigner } from '../../src/core/admin/devices/profile-signer.js';
import { createAuthority, issueCertificate } from '../../src/core/certificates/issue.js';
import { readCertificate } from '../../src/core/certificates/certificate.js';
import { FakeClock } from '../support/account.js';

const fixture = (name: string): Promise<Buffer> =>
  readFile(join(import.meta.dirname, `../fixtures/pkcs12/${name}.p12`));
const pair = (async () => {
  const now = new FakeClock().now();
  const authority = await createAuthority({ name: 'Example CA', now });
  return issueCertificate({ authority, domainName: 'a.example.com', subjectAltNames: [], now, days: 30 });
})();

describe('who signs profiles', () => {
  it('given a file, then its beginning tells whether it is PKCS#12', async () => {
    const { certificatePem } = await pair;
    assert.ok(isPkcs12File(await fixture('3des')));
    for (const bytes of [
      Buffer.from(certificatePem),
      Buffer.from(readCertificate(Buffer.from(certificatePem)).pem.replaceAll(/-.*-|\s/g, ''), 'base64'),
      Buffer.from([0x30]),
      Buffer.from([]),
    ])
      assert.ok(!isPkcs12File(bytes));
  });

  it('given a certificate with its chain and key, then signs with them', async () => {
    const { certificatePem, chainPem, privateKeyPem } = await pair;
    const signer = profileSigner(
      Buffer.from(certificatePem + chainPem),
      Buffer.from(privateKeyPem),
      undefined,
    );
    assert.equal(signer.certificate.pem, certificatePem);
    assert.equal(signer.chain.length, 1);
  });

  it('given another’s key, no key, no certificate, or not one identity, then is refused', async () => {
    const { certificatePem, privateKeyPem } = await pair;
    const { privateKeyPem: another } = await createAuthority({ name: 'Another', now: new FakeClock().now() });
    for (const [file, key] of [
      [Buffer.from(certificatePem), Buffer.from(another)],
      [Buffer.from(certificatePem), Buffer.from('none')],
      [Buffer.from('none'), Buffer.from(privateKeyPem)],
    ] as const)
      assert.throws(() => profileSigner(file, key, undefined), { code: 'InvalidInput' });
    const none = await fixture('certificates-only');
    const two = await fixture('two-identities');
    assert.throws(() => profileSigner(none, undefined, 'correct'), /holds no identities/);
    assert.throws(() => profileSigner(two, undefined, 'correct'), /holds 2 identities/);
  });
});
