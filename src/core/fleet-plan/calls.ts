import { type Change } from './change.js';

/** A call of the service. */
interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * The calls that a change takes, for whoever wants to see them beforehand. An invitation takes none: the service does not keep it.
 *
 * @param arn of its fleet
 */
export function callsOf({ fleetName, step }: Change, arn: string): readonly Call[] {
  const fleet = { FleetArn: arn };
  const call = (operation: string, input: Readonly<Record<string, unknown>> = {}): Call => ({
    operation,
    input: { ...fleet, ...input },
  });
  switch (step.do) {
    case 'createFleet': {
      const { displayName, optimizeForEndUserLocation, tags } = step;
      const input = {
        FleetName: fleetName,
        DisplayName: displayName,
        OptimizeForEndUserLocation: optimizeForEndUserLocation,
        Tags: tags,
      };
      return [{ operation: 'CreateFleet', input }];
    }
    case 'updateFleet':
      return [
        call('UpdateFleetMetadata', {
          DisplayName: step.displayName ?? undefined,
          OptimizeForEndUserLocation: step.optimizeForEndUserLocation,
        }),
      ];
    case 'setTags':
      return [{ operation: 'TagResource', input: { ResourceArn: arn, Tags: step.tags } }];
    case 'removeTags':
      return [{ operation: 'UntagResource', input: { ResourceArn: arn, TagKeys: step.keys } }];
    case 'linkIdentityProvider':
      return [
        call('UpdateIdentityProviderConfiguration', {
          IdentityProviderType: 'SAML',
          IdentityProviderSamlMetadata: step.metadata,
        }),
      ];
    case 'uploadWebsiteCa':
      return [
        ...(step.replaces ?? []).map((id) =>
          call('DisassociateWebsiteCertificateAuthority', { WebsiteCaId: id }),
        ),
        call('AssociateWebsiteCertificateAuthority', {
          Certificate: step.certificate,
          DisplayName: step.displayName,
        }),
      ];
    case 'deleteWebsiteCa':
      return [call('DisassociateWebsiteCertificateAuthority', { WebsiteCaId: step.websiteCaId })];
    case 'configureDevicePolicy':
      return [call('UpdateDevicePolicyConfiguration', { DeviceCaCertificate: step.certificate })];
    case 'removeDevicePolicy':
      return [call('UpdateDevicePolicyConfiguration')];
    case 'linkNetwork': {
      const { vpcId: VpcId, subnetIds: SubnetIds, securityGroupIds: SecurityGroupIds } = step.network;
      return [call('UpdateCompanyNetworkConfiguration', { VpcId, SubnetIds, SecurityGroupIds })];
    }
    case 'linkAuditStream':
      return [call('UpdateAuditStreamConfiguration', { AuditStreamArn: step.streamArn })];
    case 'unlinkAuditStream':
      return [call('UpdateAuditStreamConfiguration')];
    case 'associateDomain': {
      const { domainName: DomainName, displayName: DisplayName, certificateArn: AcmCertificateArn } = step;
      return [
        ...(step.after === 'disassociation' ? [call('DisassociateDomain', { DomainName })] : []),
        call('AssociateDomain', { DomainName, DisplayName, AcmCertificateArn }),
      ];
    }
    case 'yieldDisplayName':
      return [call('UpdateDomainMetadata', { DomainName: step.domainName })];
    case 'updateDomain':
      return [
        call('UpdateDomainMetadata', {
          DomainName: step.domainName,
          DisplayName: step.displayName ?? undefined,
        }),
      ];
    case 'revokeDomain':
      return [call('RevokeDomainAccess', { DomainName: step.domainName })];
    case 'restoreDomain':
      return [call('RestoreDomainAccess', { DomainName: step.domainName })];
    case 'disassociateDomain':
      return [call('DisassociateDomain', { DomainName: step.domainName })];
    case 'associateProvider':
      return [
        call('AssociateWebsiteAuthorizationProvider', {
          AuthorizationProviderType: step.type,
          DomainName: step.domainName,
        }),
      ];
    case 'disassociateProvider':
      return [
        call('DisassociateWebsiteAuthorizationProvider', {
          AuthorizationProviderId: step.authorizationProviderId,
        }),
      ];
    case 'saveInvitation':
      return [];
    case 'deleteFleet':
      return [call('DeleteFleet')];
  }
}
