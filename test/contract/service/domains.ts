import assert from 'node:assert/strict';
import { LONG_ENOUGH, type StartSubject, useSubject } from '../subject.js';

const NAME = 'www.example.com';

export function describeDomains(start: StartSubject): void {
  describe('domains', () => {
    const trial = useSubject(start);
    let FleetArn: string;
    beforeEach(async () => {
      FleetArn = await trial.fleet();
    });

    async function statusOf(DomainName = NAME): Promise<string | undefined> {
      return (await trial.call('DescribeDomain', { FleetArn, DomainName })).DomainStatus;
    }
    async function active(DomainName = NAME): Promise<{ FleetArn: string; DomainName: string }> {
      await trial.domain(FleetArn, DomainName);
      trial.settle();
      return { FleetArn, DomainName };
    }

    it('goes from PENDING_VALIDATION over ASSOCIATING to ACTIVE', async () => {
      await trial.domain(FleetArn, NAME);
      const seen = new Set<string | undefined>();
      for (let second = 0; second < 30; second += 1) {
        seen.add(await statusOf());
        trial.subject.emulator.advanceClock(1_000);
      }
      assert.deepEqual([...seen], ['PENDING_VALIDATION', 'ASSOCIATING', 'ACTIVE']);
    });

    it('passes through states that nobody looked at meanwhile', async () => {
      await trial.domain(FleetArn, NAME);
      trial.subject.emulator.advanceClock(LONG_ENOUGH);
      assert.equal(await statusOf(), 'ACTIVE');
    });

    it('is described and listed as it was associated', async () => {
      const AcmCertificateArn = await trial.certificate(NAME);
      const before = trial.subject.emulator.clock().now;
      const given = { DomainName: NAME, DisplayName: 'The Intranet' };
      assert.deepEqual(await trial.call('AssociateDomain', { FleetArn, ...given, AcmCertificateArn }), {});
      const described = await trial.call('DescribeDomain', { FleetArn, DomainName: NAME });
      const CreatedTime = trial.rightAfter(before, described.CreatedTime);
      const facts = { ...given, CreatedTime, DomainStatus: 'PENDING_VALIDATION' };
      assert.deepEqual(described, { ...facts, AcmCertificateArn });
      assert.deepEqual(await trial.call('ListDomains', { FleetArn }), { Domains: [facts] });
    });

    it('is INACTIVE after a revocation, and ACTIVE at once when restored', async () => {
      const domain = await active();
      assert.deepEqual(await trial.call('RevokeDomainAccess', domain), {});
      assert.equal(await statusOf(), 'INACTIVE');
      trial.settle();
      assert.equal(await statusOf(), 'INACTIVE');
      assert.deepEqual(await trial.call('RestoreDomainAccess', domain), {});
      assert.equal(await statusOf(), 'ACTIVE');
    });

    it('is DISASSOCIATING for a while, then not found, and can be associated again', async () => {
      const domain = await active();
      assert.deepEqual(await trial.call('DisassociateDomain', domain), {});
      assert.equal(await statusOf(), 'DISASSOCIATING');
      await trial.refuses('InvalidRequestException', 'DisassociateDomain', domain, /DISASSOCIATING/);
      trial.subject.emulator.advanceClock(LONG_ENOUGH);
      await trial.refuses('ResourceNotFoundException', 'DescribeDomain', domain);
      assert.deepEqual(await trial.call('ListDomains', { FleetArn }), { Domains: [] });
      await trial.domain(FleetArn, NAME);
    });

    it('refuses what its state does not allow', async () => {
      await trial.domain(FleetArn, NAME);
      const domain = { FleetArn, DomainName: NAME };
      await trial.refuses('InvalidRequestException', 'RevokeDomainAccess', domain, /PENDING_VALIDATION/);
      await trial.refuses('InvalidRequestException', 'RestoreDomainAccess', domain, /PENDING_VALIDATION/);
      trial.settle();
      await trial.refuses('InvalidRequestException', 'RestoreDomainAccess', domain, /ACTIVE/);
      await trial.call('RevokeDomainAccess', domain);
      await trial.refuses('InvalidRequestException', 'RevokeDomainAccess', domain, /INACTIVE/);
      await trial.call('DisassociateDomain', domain);
      await trial.refuses('InvalidRequestException', 'RestoreDomainAccess', domain, /DISASSOCIATING/);
      assert.equal(await statusOf(), 'DISASSOCIATING');
    });

    it('changes and unsets a display name', async () => {
      const domain = await active();
      await trial.call('UpdateDomainMetadata', { ...domain, DisplayName: 'New' });
      assert.equal((await trial.call('DescribeDomain', domain)).DisplayName, 'New');
      await trial.call('UpdateDomainMetadata', domain);
      assert.equal('DisplayName' in (await trial.call('DescribeDomain', domain)), false);
    });

    it('refuses a domain that the fleet has, however its name is written', async () => {
      await active();
      const AcmCertificateArn = await trial.certificate(NAME);
      for (const DomainName of [NAME, NAME.toUpperCase()]) {
        const input = { FleetArn, DomainName, AcmCertificateArn };
        await trial.refuses('ResourceAlreadyExistsException', 'AssociateDomain', input);
      }
    });

    it('does not find a domain that is not there', async () => {
      const domain = { FleetArn, DomainName: NAME };
      await trial.refuses('ResourceNotFoundException', 'DescribeDomain', domain);
      await trial.refuses('ResourceNotFoundException', 'UpdateDomainMetadata', domain);
      await trial.refuses('ResourceNotFoundException', 'RevokeDomainAccess', domain);
      await trial.refuses('ResourceNotFoundException', 'RestoreDomainAccess', domain);
      await trial.refuses('ResourceNotFoundException', 'DisassociateDomain', domain);
      await trial.refuses('ResourceNotFoundException', 'ListDomains', { FleetArn: trial.arn('nothing') });
    });

    describe('need a certificate that', () => {
      async function refused(AcmCertificateArn: string, DomainName = NAME): Promise<void> {
        const input = { FleetArn, DomainName, AcmCertificateArn };
        await trial.refuses('InvalidRequestException', 'AssociateDomain', input);
        assert.deepEqual(await trial.call('ListDomains', { FleetArn }), { Domains: [] });
      }

      it('the account has', async () => {
        const id = '00000000-0000-4000-8000-000000000000';
        await refused(`arn:aws:acm:us-east-1:${trial.subject.accountId}:certificate/${id}`);
        await refused(`arn:aws:acm:us-east-1:999999999999:certificate/${id}`);
      });

      it('is in us-east-1', async () => {
        const arn = await trial.certificate(NAME);
        await refused(arn.replace('us-east-1', 'eu-west-1'));
      });

      it('is a certificate', async () => {
        await refused('arn:aws:iam::123456789012:server-certificate/a');
      });

      it('is issued', async () => {
        await refused(await trial.subject.emulator.certificates.request({ domainName: NAME }));
      });

      it('covers the name', async () => {
        await refused(await trial.certificate('example.com'));
        await refused(await trial.certificate('*.example.com'), 'a.b.example.com');
        await refused(await trial.certificate('*.example.com'), 'example.com');
        const AcmCertificateArn = await trial.certificate('*.example.com');
        await trial.call('AssociateDomain', { FleetArn, DomainName: NAME, AcmCertificateArn });
      });

      it('is not deleted while a domain uses it', async () => {
        const { certificates } = trial.subject.emulator;
        const AcmCertificateArn = await trial.certificate(NAME);
        await trial.call('AssociateDomain', { FleetArn, DomainName: NAME, AcmCertificateArn });
        await assert.rejects(certificates.delete(AcmCertificateArn), { code: 'WrongState' });
        await trial.call('DisassociateDomain', { FleetArn, DomainName: NAME });
        trial.settle();
        await certificates.delete(AcmCertificateArn);
      });
    });
  });
}
