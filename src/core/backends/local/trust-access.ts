import { notFound } from '../../contract/errors.js';
import { quote } from '../../text.js';
import { type Services } from './services.js';
import { type FleetRow } from './store/fleets.js';
import { type AuthorizationProviderRow, type WebsiteCaRow } from './store/trust.js';

/** @throws ServiceError ResourceNotFoundException */
export function findWebsiteCa(
  { websiteCas }: Pick<Services, 'websiteCas'>,
  fleet: FleetRow,
  id: string,
): WebsiteCaRow {
  const ca = websiteCas.find(fleet.id, id);
  if (ca === undefined) {
    throw notFound(`Website certificate authority ${quote(id)} was not found in fleet ${quote(fleet.name)}.`);
  }
  return ca;
}

/** @throws ServiceError ResourceNotFoundException */
export function findAuthorizationProvider(
  { authorizationProviders }: Pick<Services, 'authorizationProviders'>,
  fleet: FleetRow,
  id: string,
): AuthorizationProviderRow {
  const provider = authorizationProviders.find(fleet.id, id);
  if (provider === undefined) {
    throw notFound(
      `Website authorization provider ${quote(id)} was not found in fleet ${quote(fleet.name)}.`,
    );
  }
  return provider;
}
