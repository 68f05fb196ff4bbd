import { ownError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { NAME_ID_FORMATS } from '../../saml/names.js';
import { readServiceProviderMetadata } from '../../saml/sp-metadata.js';
import { quote } from '../../text.js';
import { onFleet } from '../names.js';

/** A fleet as a SAML service provider: what its identity provider must know. */
export interface ServiceProvider {
  readonly fleetArn: string;
  /** Also called audience. */
  readonly entityId: string;
  /** The ACS URL. */
  readonly assertionConsumerServiceUrl: string;
  readonly nameIdFormat: string;
  /** The document, verbatim. */
  readonly serviceProviderSamlMetadata: string;
}

/**
 * A fleet's service provider data. The service gives it once an identity provider's type, at least, is linked.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound` where nothing is linked; `InvalidInput` where the service's document cannot be read
 */
export function showServiceProvider(backend: Backend, fleet: string): Promise<ServiceProvider> {
  return onFleet(backend, fleet, async (arn) => {
    const { ServiceProviderSamlMetadata: document } = await backend.workLink.call(
      'DescribeIdentityProviderConfiguration',
      { FleetArn: arn },
    );
    if (document === undefined) {
      throw ownError(
        'NotFound',
        `Fleet ${quote(fleet)} has no service provider data: no identity provider is linked.`,
        {
          hint: `Link one, or its type alone where it wants the data first: worklink idp link --fleet ${fleet} --without-metadata`,
        },
      );
    }
    return {
      fleetArn: arn,
      ...readServiceProviderMetadata(document),
      // Users are known by their e-mail addresses, whatever else the document may offer.
      nameIdFormat: NAME_ID_FORMATS.emailAddress,
      serviceProviderSamlMetadata: document,
    };
  });
}
