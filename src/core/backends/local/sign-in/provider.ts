import { readIdentityProviderMetadata } from '../../../saml/metadata.js';
import { type FleetRow } from '../store/fleets.js';
import { noProvider } from './fleet.js';
import { type KnownProvider } from './way.js';

/** The identity provider of a fleet. @throws WorklinkError `WrongState` where its metadata is not there */
export function providerOf(fleet: FleetRow): KnownProvider {
  if (fleet.identity_provider_metadata === null) throw noProvider(fleet, 'no metadata of one linked');
  const reading = readIdentityProviderMetadata(fleet.identity_provider_metadata);
  // It was judged before it was stored; a seeded account may hold what was not.
  if (reading.verdict === 'refused') throw noProvider(fleet, 'metadata linked that cannot be used');
  return reading;
}
