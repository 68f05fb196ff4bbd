import { type OperationName } from '../../../contract/contract.js';
import { type Handler, type Services } from '../services.js';
import { associateDomain } from './associate-domain.js';
import { associateWebsiteAuthorizationProvider } from './associate-website-authorization-provider.js';
import { associateWebsiteCertificateAuthority } from './associate-website-certificate-authority.js';
import { createFleet } from './create-fleet.js';
import { deleteFleet } from './delete-fleet.js';
import { describeAuditStreamConfiguration } from './describe-audit-stream-configuration.js';
import { describeCompanyNetworkConfiguration } from './describe-company-network-configuration.js';
import { describeDevice } from './describe-device.js';
import { describeDevicePolicyConfiguration } from './describe-device-policy-configuration.js';
import { describeDomain } from './describe-domain.js';
import { describeFleetMetadata } from './describe-fleet-metadata.js';
import { describeWebsiteCertificateAuthority } from './describe-website-certificate-authority.js';
import { disassociateDomain } from './disassociate-domain.js';
import { disassociateWebsiteAuthorizationProvider } from './disassociate-website-authorization-provider.js';
import { disassociateWebsiteCertificateAuthority } from './disassociate-website-certificate-authority.js';
import { listDevices } from './list-devices.js';
import { listDomains } from './list-domains.js';
import { listFleets } from './list-fleets.js';
import { listTagsForResource } from './list-tags-for-resource.js';
import { listWebsiteAuthorizationProviders } from './list-website-authorization-providers.js';
import { listWebsiteCertificateAuthorities } from './list-website-certificate-authorities.js';
import { restoreDomainAccess } from './restore-domain-access.js';
import { revokeDomainAccess } from './revoke-domain-access.js';
import { signOutUser } from './sign-out-user.js';
import { tagResource } from './tag-resource.js';
import { untagResource } from './untag-resource.js';
import { updateAuditStreamConfiguration } from './update-audit-stream-configuration.js';
import { updateCompanyNetworkConfiguration } from './update-company-network-configuration.js';
import { updateDevicePolicyConfiguration } from './update-device-policy-configuration.js';
import { updateDomainMetadata } from './update-domain-metadata.js';
import { updateFleetMetadata } from './update-fleet-metadata.js';

type AnyHandlers = { readonly [O in OperationName]: () => Promise<Handler<O, keyof Services>> };

/**
 * Where each operation's semantics are: a file per operation. Those that read or write XML are loaded when they are first called; the others
 * are small, and a program of few files starts faster than one of many.
 */
export const handlers: AnyHandlers = {
  AssociateDomain: now(associateDomain),
  AssociateWebsiteAuthorizationProvider: now(associateWebsiteAuthorizationProvider),
  AssociateWebsiteCertificateAuthority: now(associateWebsiteCertificateAuthority),
  CreateFleet: now(createFleet),
  DeleteFleet: now(deleteFleet),
  DescribeAuditStreamConfiguration: now(describeAuditStreamConfiguration),
  DescribeCompanyNetworkConfiguration: now(describeCompanyNetworkConfiguration),
  DescribeDevice: now(describeDevice),
  DescribeDevicePolicyConfiguration: now(describeDevicePolicyConfiguration),
  DescribeDomain: now(describeDomain),
  DescribeFleetMetadata: now(describeFleetMetadata),
  DescribeIdentityProviderConfiguration: async () =>
    (await import('./describe-identity-provider-configuration.js')).describeIdentityProviderConfiguration,
  DescribeWebsiteCertificateAuthority: now(describeWebsiteCertificateAuthority),
  DisassociateDomain: now(disassociateDomain),
  DisassociateWebsiteAuthorizationProvider: now(disassociateWebsiteAuthorizationProvider),
  DisassociateWebsiteCertificateAuthority: now(disassociateWebsiteCertificateAuthority),
  ListDevices: now(listDevices),
  ListDomains: now(listDomains),
  ListFleets: now(listFleets),
  ListTagsForResource: now(listTagsForResource),
  ListWebsiteAuthorizationProviders: now(listWebsiteAuthorizationProviders),
  ListWebsiteCertificateAuthorities: now(listWebsiteCertificateAuthorities),
  RestoreDomainAccess: now(restoreDomainAccess),
  RevokeDomainAccess: now(revokeDomainAccess),
  SignOutUser: now(signOutUser),
  TagResource: now(tagResource),
  UntagResource: now(untagResource),
  UpdateAuditStreamConfiguration: now(updateAuditStreamConfiguration),
  UpdateCompanyNetworkConfiguration: now(updateCompanyNetworkConfiguration),
  UpdateDevicePolicyConfiguration: now(updateDevicePolicyConfiguration),
  UpdateDomainMetadata: now(updateDomainMetadata),
  UpdateFleetMetadata: now(updateFleetMetadata),
  UpdateIdentityProviderConfiguration: async () =>
    (await import('./update-identity-provider-configuration.js')).updateIdentityProviderConfiguration,
};

function now<H>(handler: H): () => Promise<H> {
  return () => Promise.resolve(handler);
}
