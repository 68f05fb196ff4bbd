import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';

import Sqlite from 'better-sqlite3';

import { createAuthority, issueCertificate } from '../../../src/core/certificates/issue.js';
import { type CertificateSummary } from '../../../src/core/ports/certificate-manager.js';
import { FakeClock, type TemporaryAccount, withAccount } from '../../support/account.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = new FakeClock().now();

/** An authority and a certificate of its own, made once for all tests here. */
const made = (async () => {
  const authority = await createAuthority({ name: 'Example Root', now: NOW });
  const order = { authority, now: NOW, days: 90 };
  const leaf = await issueCertificate({
    ...order,
    domainName: 'www.example.com',
    subjectAltNames: ['*.example.com'],
  });
  const other = await issueCertificate({ ...order, domainName: 'www.example.org', subjectAltNames: [] });
  return { leaf, other };
})();

async function importable() {
  const { leaf } = await made;
  return { certificate: leaf.certificatePem, privateKey: leaf.privateKeyPem, chain: leaf.chainPem };
}

async function all(certificates: AsyncIterable<CertificateSummary>): Promise<CertificateSummary[]> {
  const found: CertificateSummary[] = [];
  for await (const certificate of certificates) found.push(certificate);
  return found;
}

async function associate({ account, caller }: TemporaryAccount, certificateArn: string, domainName: string) {
  const { FleetArn } = await account.call('CreateFleet', { FleetName: 'demo' }, caller());
  await account.call(
    'AssociateDomain',
    { FleetArn, DomainName: domainName, AcmCertificateArn: certificateArn },
    caller(),
  );
  return { FleetArn, DomainName: domainName };
}

describe('importing a certificate', () => {
  it('makes it ISSUED, with what it says', () =>
    withAccount(async ({ account }) => {
      const { certificates } = account.emulator();

      const arn = await certificates.import(await importable());

      assert.match(arn, /^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/);
      const detail = await certificates.describe(arn);
      assert.deepEqual(
        [
          detail.status,
          detail.type,
          detail.domainName,
          detail.subjectAlternativeNames,
          detail.validationRecords,
        ],
        ['ISSUED', 'IMPORTED', 'www.example.com', ['www.example.com', '*.example.com'], []],
      );
      assert.deepEqual(detail.notAfter, new Date(NOW.getTime() + 90 * DAY_MS));
    }));

  it('does not keep the private key', () =>
    withAccount(async ({ account, file }) => {
      const input = await importable();
      await account.emulator().certificates.import(input);

      const db = new Sqlite(file, { readonly: true });
      const rows = JSON.stringify(db.prepare('SELECT * FROM certificates').all());
      db.close();
      assert.ok(!rows.includes('PRIVATE KEY'));
      assert.ok(!rows.includes(input.privateKey.split('\n')[1] ?? assert.fail()));
    }));

  it('refuses a key of another certificate, a chain that does not lead up from it, and what has expired', () =>
    withAccount(async ({ account, clock }) => {
      const { certificates } = account.emulator();
      const input = await importable();
      const { other } = await made;

      await assert.rejects(certificates.import({ ...input, privateKey: other.privateKeyPem }), {
        code: 'InvalidInput',
      });
      await assert.rejects(certificates.import({ ...input, chain: other.certificatePem }), {
        code: 'InvalidInput',
      });
      clock.advance(91 * DAY_MS);
      await assert.rejects(certificates.import(input), { code: 'InvalidInput', message: /expired/ });
      account.emulator().setClock(new Date('2025-06-01T00:00:00Z'));
      await assert.rejects(certificates.import(input), { code: 'InvalidInput', message: /valid from/ });
      assert.deepEqual(await all(certificates.list()), []);
    }));

  it('replaces an imported one under its ARN, and no requested one', () =>
    withAccount(async ({ account }) => {
      const { certificates } = account.emulator();
      const { other } = await made;
      const arn = await certificates.import(await importable());
      const requested = await certificates.request({ domainName: 'www.example.net' });
      const replacement = { certificate: other.certificatePem, privateKey: other.privateKeyPem };

      assert.equal(await certificates.import({ ...replacement, replace: arn }), arn);

      assert.equal((await certificates.describe(arn)).domainName, 'www.example.org');
      await assert.rejects(certificates.import({ ...replacement, replace: requested }), {
        code: 'WrongState',
      });
      await assert.rejects(certificates.import({ ...replacement, replace: `${arn}0` }), { code: 'NotFound' });
    }));
});

describe('requesting a certificate', () => {
  it('gives the DNS records to make; a wildcard shares the record of the name below it', () =>
    withAccount(async ({ account }) => {
      const { certificates } = account.emulator();

      const arn = await certificates.request({
        domainName: 'Example.com',
        subjectAlternativeNames: ['*.example.com', 'www.example.com', 'example.com'],
      });

      const { status, validationRecords, subjectAlternativeNames } = await certificates.describe(arn);
      assert.equal(status, 'PENDING_VALIDATION');
      assert.deepEqual(subjectAlternativeNames, ['example.com', '*.example.com', 'www.example.com']);
      const [apex, wildcard, www] = validationRecords;
      assert.match(apex?.recordName ?? '', /^_[0-9a-f]{32}\.example\.com\.$/);
      assert.match(apex?.recordValue ?? '', /^_[0-9a-f]{32}\.acm-validations\.aws\.$/);
      assert.equal(apex?.recordType, 'CNAME');
      assert.deepEqual({ ...wildcard, domainName: '' }, { ...apex, domainName: '' });
      assert.match(www?.recordName ?? '', /\.www\.example\.com\.$/);
      assert.notEqual(www?.recordValue, apex.recordValue);
    }));

  it('issues a real certificate once its records are validated, and only once', () =>
    withAccount(async ({ account, file }) => {
      const { certificates } = account.emulator();
      const arn = await certificates.request({ domainName: 'www.example.com' });

      await certificates.validate(arn);

      const { status, issuedTime, validationRecords, notAfter } = await certificates.describe(arn);
      assert.deepEqual([status, issuedTime, validationRecords[0]?.status], ['ISSUED', NOW, 'SUCCESS']);
      assert.deepEqual(notAfter, new Date(NOW.getTime() + 395 * DAY_MS));
      await assert.rejects(certificates.validate(arn), { code: 'WrongState' });
      const db = new Sqlite(file, { readonly: true });
      const row = db.prepare('SELECT certificate, chain FROM certificates').get() as Record<string, string>;
      db.close();
      const leaf = new X509Certificate(row['certificate'] ?? '');
      assert.ok(leaf.verify(new X509Certificate(row['chain'] ?? '').publicKey));
      assert.ok(leaf.checkHost('www.example.com', { subject: 'never' }));
    }));

  it('times out after three days without validation', () =>
    withAccount(async ({ account, clock }) => {
      const { certificates } = account.emulator();
      const arn = await certificates.request({ domainName: 'www.example.com' });

      clock.advance(3 * DAY_MS);

      const { status, validationRecords } = await certificates.describe(arn);
      assert.deepEqual([status, validationRecords[0]?.status], ['VALIDATION_TIMED_OUT', 'FAILED']);
      await assert.rejects(certificates.validate(arn), { code: 'WrongState' });
    }));

  it('refuses what is no domain name', () =>
    withAccount(async ({ account }) => {
      const { certificates } = account.emulator();
      for (const domainName of ['', 'localhost', 'a b.com', 'https://example.com', '*.*.example.com']) {
        await assert.rejects(certificates.request({ domainName }), { code: 'InvalidInput' }, domainName);
      }
    }));
});

describe('a certificate in the store', () => {
  it('cannot be deleted while a domain uses it', () =>
    withAccount(async (temporary) => {
      const { certificates } = temporary.account.emulator();
      const arn = await certificates.import(await importable());
      const domain = await associate(temporary, arn, 'www.example.com');

      assert.deepEqual((await certificates.describe(arn)).inUseBy, [
        'arn:aws:worklink::123456789012:fleet/demo',
      ]);
      await assert.rejects(certificates.delete(arn), { code: 'WrongState', message: /fleet\/demo/ });
      await temporary.account.call('DisassociateDomain', domain, temporary.caller());
      temporary.clock.advance(2_000);
      await certificates.delete(arn);

      await assert.rejects(certificates.describe(arn), { code: 'NotFound' });
      await assert.rejects(certificates.delete(arn), { code: 'NotFound' });
    }));

  it('expires, and an association that would complete after that fails', () =>
    withAccount(
      async (temporary) => {
        const { account, caller, clock } = temporary;
        const { certificates } = account.emulator();
        const arn = await certificates.import(await importable());
        clock.advance(90 * DAY_MS - 1_000);
        const domain = await associate(temporary, arn, 'www.example.com');

        clock.advance(10_000);

        assert.equal((await certificates.describe(arn)).status, 'EXPIRED');
        const { DomainStatus } = await account.call('DescribeDomain', domain, caller());
        assert.equal(DomainStatus, 'FAILED_TO_ASSOCIATE');
      },
      { timings: { domainValidation: 2_000, domainAssociating: 2_000 } },
    ));

  it('that expires later does not fail an association that completed before, however late one looks', () =>
    withAccount(async (temporary) => {
      const { account, caller, clock } = temporary;
      const arn = await account.emulator().certificates.import(await importable());
      const domain = await associate(temporary, arn, 'www.example.com');

      clock.advance(365 * DAY_MS);

      const { DomainStatus } = await account.call('DescribeDomain', domain, caller());
      assert.equal(DomainStatus, 'ACTIVE');
    }));

  it('is listed with all others, in the order they came, over several pages', () =>
    withAccount(async ({ account }) => {
      const { certificates } = account.emulator();
      const arns: string[] = [];
      for (let index = 0; index < 205; index += 1) {
        arns.push(await certificates.request({ domainName: `n${index}.example.com` }));
      }

      assert.deepEqual(
        (await all(certificates.list())).map(({ arn }) => arn),
        arns,
      );
    }));
});
