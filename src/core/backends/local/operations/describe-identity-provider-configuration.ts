import { serviceProviderMetadata } from '../../../saml/sp-metadata.js';
import { findFleet, type FleetAccess } from '../fleet-access.js';
import { serviceProviderOf } from '../service-provider.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

/** Nothing of it is there before a provider is linked; the identity provider's document comes back as it was sent. */
export const describeIdentityProviderConfiguration: Handler<
  'DescribeIdentityProviderConfiguration',
  FleetAccess | 'publicUrl' | 'serviceProviderCertificate'
> = async (input, services) => {
  const fleet = findFleet(services, input.FleetArn);
  if (fleet.identity_provider_type === null) return {};
  return {
    IdentityProviderType: fleet.identity_provider_type,
    ServiceProviderSamlMetadata: await serviceProviderMetadata({
      ...serviceProviderOf(fleet.company_code, services.publicUrl),
      certificate: await services.serviceProviderCertificate(),
    }),
    ...present('IdentityProviderSamlMetadata', fleet.identity_provider_metadata),
  };
};
