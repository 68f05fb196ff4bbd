import assert from 'node:assert/strict';
import { fixture, type StartSubject, useSubject } from '../subject.js';

export function describeTrust(start: StartSubject): void {
  describe('trust', () => {
    const trial = useSubject(start);
    let FleetArn: string;
    let before: Date;
    let Certificate: string;
    beforeEach(async () => {
      FleetArn = await trial.fleet();
      before = trial.subject.emulator.clock().now;
      Certificate = await fixture('certificates/chain/root.pem');
    });

    describe('in website certificate authorities', () => {
      it('keeps a certificate to the letter', async () => {
        const crlf = Certificate.replaceAll('\n', '\r\n');
        const { WebsiteCaId = '' } = await trial.call('AssociateWebsiteCertificateAuthority', {
          FleetArn,
          Certificate: crlf,
          DisplayName: 'Root',
        });
        const ca = { FleetArn, WebsiteCaId };
        const described = await trial.call('DescribeWebsiteCertificateAuthority', ca);
        const CreatedTime = trial.rightAfter(before, described.CreatedTime);
        assert.deepEqual(described, { Certificate: crlf, CreatedTime, DisplayName: 'Root' });
        assert.deepEqual(await trial.call('ListWebsiteCertificateAuthorities', { FleetArn }), {
          WebsiteCertificateAuthorities: [{ WebsiteCaId, CreatedTime, DisplayName: 'Root' }],
        });
        assert.deepEqual(await trial.call('DisassociateWebsiteCertificateAuthority', ca), {});
        await trial.refuses('ResourceNotFoundException', 'DescribeWebsiteCertificateAuthority', ca);
        await trial.refuses('ResourceNotFoundException', 'DisassociateWebsiteCertificateAuthority', ca);
        assert.deepEqual(await trial.call('ListWebsiteCertificateAuthorities', { FleetArn }), {
          WebsiteCertificateAuthorities: [],
        });
      });

      it('refuses the same certificate twice in a fleet, and takes it in another', async () => {
        await trial.call('AssociateWebsiteCertificateAuthority', { FleetArn, Certificate });
        const again = { FleetArn, Certificate: Certificate.replaceAll('\n', '\r\n'), DisplayName: 'Other' };
        await trial.refuses('ResourceAlreadyExistsException', 'AssociateWebsiteCertificateAuthority', again);
        const other = await trial.fleet('other');
        const { WebsiteCaId = '' } = await trial.call('AssociateWebsiteCertificateAuthority', {
          FleetArn: other,
          Certificate,
        });
        const elsewhere = { FleetArn, WebsiteCaId };
        await trial.refuses('ResourceNotFoundException', 'DescribeWebsiteCertificateAuthority', elsewhere);
      });

      it('refuses what has the form of a certificate and is none', async () => {
        const none = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n-----END CERTIFICATE-----\n`;
        const input = { FleetArn, Certificate: none };
        await trial.refuses(
          'InvalidRequestException',
          'AssociateWebsiteCertificateAuthority',
          input,
          /Certificate/,
        );
      });

      it('says "invalid request" where listing cannot say "not found"', async () => {
        const nothing = { FleetArn: trial.arn('nothing') };
        await trial.refuses('InvalidRequestException', 'ListWebsiteCertificateAuthorities', nothing);
      });
    });

    describe('in website authorization providers', () => {
      it('associates, lists and disassociates one', async () => {
        const provider = { AuthorizationProviderType: 'SAML', DomainName: 'login.example.com' } as const;
        const { AuthorizationProviderId = '' } = await trial.call('AssociateWebsiteAuthorizationProvider', {
          FleetArn,
          ...provider,
        });
        const listed = await trial.call('ListWebsiteAuthorizationProviders', { FleetArn });
        const CreatedTime = trial.rightAfter(before, listed.WebsiteAuthorizationProviders?.[0]?.CreatedTime);
        assert.deepEqual(listed, {
          WebsiteAuthorizationProviders: [{ AuthorizationProviderId, CreatedTime, ...provider }],
        });
        const one = { FleetArn, AuthorizationProviderId };
        assert.deepEqual(await trial.call('DisassociateWebsiteAuthorizationProvider', one), {});
        await trial.refuses('ResourceNotFoundException', 'DisassociateWebsiteAuthorizationProvider', one);
        assert.deepEqual(await trial.call('ListWebsiteAuthorizationProviders', { FleetArn }), {
          WebsiteAuthorizationProviders: [],
        });
      });

      it('refuses the same one twice', async () => {
        const without = { FleetArn, AuthorizationProviderType: 'SAML' } as const;
        await trial.call('AssociateWebsiteAuthorizationProvider', without);
        await trial.refuses(
          'ResourceAlreadyExistsException',
          'AssociateWebsiteAuthorizationProvider',
          without,
        );
        const named = { ...without, DomainName: 'login.example.com' };
        await trial.call('AssociateWebsiteAuthorizationProvider', named);
        await trial.refuses('ResourceAlreadyExistsException', 'AssociateWebsiteAuthorizationProvider', named);
      });

      it('does not find those of a fleet that is not there', async () => {
        const nothing = { FleetArn: trial.arn('nothing') };
        await trial.refuses('ResourceNotFoundException', 'ListWebsiteAuthorizationProviders', nothing);
      });
    });
  });
}
