import assert from 'node:assert/strict';
import {
  planCertificateImport,
  shownImport,
} from '../../../src/core/admin/certificates/certificates-import.js';
import { createAuthority, issueCertificate } from '../../../src/core/certificates/issue.js';
import { WorklinkError } from '../../../src/core/errors.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { FakeClock } from '../../support/account.js';

const NOW = new FakeClock().now();
const DAY_MS = 86_400_000;
const NOBODY = {} as Backend; // nothing is asked of it without --replace
const files = (async () => {
  const authority = await createAuthority({ name: 'Example CA', now: NOW });
  const order = { authority, domainName: 'a.example.com', subjectAltNames: [], days: 30 };
  const now = new Date(NOW.getTime() + DAY_MS);
  return [await issueCertificate({ ...order, now }), await issueCertificate({ ...order, now })] as const;
})();
const bytes = (text: string): Buffer => Buffer.from(text);
const daysLater = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);

describe('what importing a certificate would send', () => {
  it('given a certificate with its key, then just them; with its chain, that too, and no key is shown', async () => {
    const [{ certificatePem, privateKeyPem, chainPem }] = await files;
    const alone = { certificate: bytes(certificatePem), privateKey: bytes(privateKeyPem) };
    const plan = await planCertificateImport(NOBODY, alone, daysLater(2));
    assert.deepEqual(shownImport(plan), { certificate: certificatePem });
    const whole = { ...alone, certificate: bytes(certificatePem + chainPem) };
    const shown = shownImport(await planCertificateImport(NOBODY, whole, daysLater(2)));
    assert.deepEqual(shown, { certificate: certificatePem, chain: chainPem });
    assert.ok(!JSON.stringify(shown).includes('PRIVATE KEY'));
  });

  for (const [days, message] of [
    [0, /is valid from .* on only/],
    [60, /expired on/],
  ] as const) {
    it(`given one after ${String(days)} days, then is refused for its validity`, async () => {
      const [{ certificatePem, privateKeyPem }] = await files;
      const given = { certificate: bytes(certificatePem), privateKey: bytes(privateKeyPem) };
      await assert.rejects(planCertificateImport(NOBODY, given, daysLater(days)), {
        code: 'InvalidInput',
        message,
      });
    });
  }

  it('given another certificate’s key, no key, no certificate or a chain in two places, then says which', async () => {
    const [one, other] = await files;
    const certificate = bytes(one.certificatePem);
    for (const [given, message] of [
      [{ certificate, privateKey: bytes(other.privateKeyPem) }, /private key cannot be used/],
      [{ certificate, privateKey: bytes('none') }, /private key cannot be/],
      [{ certificate: bytes('none'), privateKey: bytes(one.privateKeyPem) }, /^--certificate: /],
      [{ certificate, privateKey: bytes(one.privateKeyPem), chain: bytes('none') }, /^--chain: /],
      [
        {
          certificate: bytes(one.certificatePem + one.chainPem),
          privateKey: bytes(one.privateKeyPem),
          chain: bytes(one.chainPem),
        },
        /holds 2 certificates, and there is a --chain too/,
      ],
    ] as const) {
      await assert.rejects(
        planCertificateImport(NOBODY, given, daysLater(2)),
        (error) =>
          error instanceof WorklinkError && error.code === 'InvalidInput' && message.test(error.message),
        String(message),
      );
    }
  });
});
