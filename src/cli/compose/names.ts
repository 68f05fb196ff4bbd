import { type NameCatalog, type NamedKind } from '../../core/ports/name-catalog.js';
import { type BackendSettings, openBackend, regionOf, stateFileOf, type Surroundings } from '../compose.js';

/** What is kept by the services beside WorkLink. */
const OF_COMPANIONS: readonly NamedKind[] = ['certificate', 'stream'];

/**
 * Opens what tells names of a kind, where the settings say that they are.
 *
 * @returns none where nothing can be told without making something
 * @throws WorklinkError as `openBackend`
 */
export async function openNames(
  kind: NamedKind,
  settings: BackendSettings,
  surroundings: Surroundings,
): Promise<NameCatalog | undefined> {
  const { backend, companions = backend } = settings;
  const where = OF_COMPANIONS.includes(kind) ? companions : backend;
  if (where === 'local') {
    const { localNames } = await import('../../core/backends/local/names.js');
    return localNames(stateFileOf(settings, surroundings), regionOf(settings, surroundings.host.env));
  }
  const { nameCatalog } = await import('../../core/admin/offered-names.js');
  return nameCatalog(await openBackend({ ...settings, backend: 'aws', companions: 'aws' }, surroundings));
}
