import { type Clock } from '../../../ports/clock.js';
import { type WayToIdentityProvider } from '../../../ports/sign-ins.js';
import { postFields, redirectUrl, writeAuthnRequest } from '../../../saml/authn-request.js';
import { type IdentityProviderFacts, type MetadataReading } from '../../../saml/metadata.js';
import { BINDINGS } from '../../../saml/names.js';
import { signedPostFields, signedRedirectUrl } from '../../../saml/sign-request.js';
import { serviceProviderOf } from '../service-provider.js';
import { type FleetRow } from '../store/fleets.js';
import { type ServiceProviderKeyRow } from '../store/sign-ins.js';

export type KnownProvider = Extract<MetadataReading, { readonly verdict: 'accepted' }>;

export interface WayOptions {
  readonly fleet: FleetRow;
  readonly provider: KnownProvider;
  readonly publicUrl: string;
  readonly requestId: string;
  readonly relayState: string;
  readonly machine: Clock;
  readonly key: () => Promise<ServiceProviderKeyRow>;
}

/**
 * Writes the request that takes a browser to a fleet's identity provider, by HTTP-Redirect where it offers that. It is signed where
 * the metadata wants it so (WantAuthnRequestsSigned, SAML 2.0 Metadata §2.4.3).
 */
export async function wayTo(options: WayOptions): Promise<WayToIdentityProvider> {
  const { fleet, provider, relayState, requestId } = options;
  const { entityId, identityProvider } = provider;
  const service = serviceOf(identityProvider);
  const { entityId: issuer, assertionConsumerServiceUrl } = serviceProviderOf(
    fleet.company_code,
    options.publicUrl,
  );
  const xml = writeAuthnRequest({
    id: requestId,
    issueInstant: options.machine.now(),
    issuer,
    assertionConsumerServiceUrl,
    destination: service.location,
  });
  const signer = identityProvider.wantAuthnRequestsSigned ? signerOf(await options.key()) : undefined;
  if (service.binding === BINDINGS.redirect) {
    const url =
      signer === undefined
        ? redirectUrl(service.location, xml, relayState)
        : signedRedirectUrl(service.location, xml, relayState, signer);
    return { binding: 'redirect', entityId, url };
  }
  const fields =
    signer === undefined
      ? postFields(xml, relayState)
      : await signedPostFields({ id: requestId, xml }, relayState, signer);
  return { binding: 'post', entityId, url: service.location, fields };
}

function serviceOf({ singleSignOnServices }: IdentityProviderFacts) {
  const service =
    singleSignOnServices.find(({ binding }) => binding === BINDINGS.redirect) ??
    singleSignOnServices.find(({ binding }) => binding === BINDINGS.post);
  if (service === undefined) throw new RangeError('metadata without a usable binding was accepted');
  return service;
}

function signerOf({ certificate, private_key: privateKey }: ServiceProviderKeyRow) {
  return { certificate, privateKey };
}
