import { invalidRequest } from '../../../contract/errors.js';
import { readIdentityProviderMetadata } from '../../../saml/metadata.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/**
 * Links an identity provider. Metadata must be one identity provider's; whether it has expired is for the
 * administrator's tools to say. Without metadata the type alone is set, which gives the service provider's data to
 * an identity provider that wants it first; a document linked earlier stays.
 */
export const updateIdentityProviderConfiguration: Handler<
  'UpdateIdentityProviderConfiguration',
  FleetAccess | 'now'
> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const metadata = input.IdentityProviderSamlMetadata;
  if (metadata !== undefined) {
    const errors = readIdentityProviderMetadata(metadata).findings.filter(
      ({ severity }) => severity === 'error',
    );
    if (errors.length > 0) {
      const faults = errors.map(({ message }) => message).join('; ');
      throw invalidRequest(
        `IdentityProviderSamlMetadata is not one identity provider's SAML 2.0 metadata: ${faults}`,
      );
    }
  }
  services.fleets.update(fleet.id, {
    identity_provider_type: input.IdentityProviderType,
    ...(metadata !== undefined && { identity_provider_metadata: metadata }),
    updated_at: services.now,
  });
  return {};
};
