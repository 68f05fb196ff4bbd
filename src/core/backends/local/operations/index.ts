import { type OperationName } from '../../../contract/contract.js';
import { type Handler, type Services } from '../services.js';

type AnyHandlers = { readonly [O in OperationName]: () => Promise<Handler<O, keyof Services>> };

/** Where each operation's semantics are: a file per operation, loaded when it is first called. */
export const handlers: AnyHandlers = {
  AssociateDomain: async () => (await import('./associate-domain.js')).associateDomain,
  AssociateWebsiteAuthorizationProvider: async () =>
    (await import('./associate-website-authorization-provider.js')).associateWebsiteAuthorizationProvider,
  AssociateWebsiteCertificateAuthority: async () =>
    (await import('./associate-website-certificate-authority.js')).associateWebsiteCertificateAuthority,
  CreateFleet: async () => (await import('./create-fleet.js')).createFleet,
  DeleteFleet: async () => (await import('./delete-fleet.js')).deleteFleet,
  DescribeAuditStreamConfiguration: async () =>
    (await import('./describe-audit-stream-configuration.js')).describeAuditStreamConfiguration,
  DescribeCompanyNetworkConfiguration: async () =>
    (await import('./describe-company-network-configuration.js')).describeCompanyNetworkConfiguration,
  DescribeDevice: async () => (await import('./describe-device.js')).describeDevice,
  DescribeDevicePolicyConfiguration: async () =>
    (await import('./describe-device-policy-configuration.js')).describeDevicePolicyConfiguration,
  DescribeDomain: async () => (await import('./describe-domain.js')).describeDomain,
  DescribeFleetMetadata: async () => (await import('./describe-fleet-metadata.js')).describeFleetMetadata,
  DescribeIdentityProviderConfiguration: async () =>
    (await import('./describe-identity-provider-configuration.js')).describeIdentityProviderConfiguration,
  DescribeWebsiteCertificateAuthority: async () =>
    (await import('./describe-website-certificate-authority.js')).describeWebsiteCertificateAuthority,
  DisassociateDomain: async () => (await import('./disassociate-domain.js')).disassociateDomain,
  DisassociateWebsiteAuthorizationProvider: async () =>
    (await import('./disassociate-website-authorization-provider.js'))
      .disassociateWebsiteAuthorizationProvider,
  DisassociateWebsiteCertificateAuthority: async () =>
    (await import('./disassociate-website-certificate-authority.js')).disassociateWebsiteCertificateAuthority,
  ListDevices: async () => (await import('./list-devices.js')).listDevices,
  ListDomains: async () => (await import('./list-domains.js')).listDomains,
  ListFleets: async () => (await import('./list-fleets.js')).listFleets,
  ListTagsForResource: async () => (await import('./list-tags-for-resource.js')).listTagsForResource,
  ListWebsiteAuthorizationProviders: async () =>
    (await import('./list-website-authorization-providers.js')).listWebsiteAuthorizationProviders,
  ListWebsiteCertificateAuthorities: async () =>
    (await import('./list-website-certificate-authorities.js')).listWebsiteCertificateAuthorities,
  RestoreDomainAccess: async () => (await import('./restore-domain-access.js')).restoreDomainAccess,
  RevokeDomainAccess: async () => (await import('./revoke-domain-access.js')).revokeDomainAccess,
  SignOutUser: async () => (await import('./sign-out-user.js')).signOutUser,
  TagResource: async () => (await import('./tag-resource.js')).tagResource,
  UntagResource: async () => (await import('./untag-resource.js')).untagResource,
  UpdateAuditStreamConfiguration: async () =>
    (await import('./update-audit-stream-configuration.js')).updateAuditStreamConfiguration,
  UpdateCompanyNetworkConfiguration: async () =>
    (await import('./update-company-network-configuration.js')).updateCompanyNetworkConfiguration,
  UpdateDevicePolicyConfiguration: async () =>
    (await import('./update-device-policy-configuration.js')).updateDevicePolicyConfiguration,
  UpdateDomainMetadata: async () => (await import('./update-domain-metadata.js')).updateDomainMetadata,
  UpdateFleetMetadata: async () => (await import('./update-fleet-metadata.js')).updateFleetMetadata,
  UpdateIdentityProviderConfiguration: async () =>
    (await import('./update-identity-provider-configuration.js')).updateIdentityProviderConfiguration,
};
