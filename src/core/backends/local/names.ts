import { parseFleetArn } from '../../model/arns.js';
import { type NameCatalog } from '../../ports/name-catalog.js';
import { openToLook } from './store/look.js';
import { NameStore } from './store/names.js';

/**
 * The names in a state file, without an account being opened: no call, no trail, nothing settled, nothing made.
 *
 * @param file the state file's path
 * @param region the fleets' home
 * @returns none where there is no such file, or none that this version can read
 */
export function localNames(file: string, region: string): NameCatalog | undefined {
  const db = openToLook(file);
  if (db === undefined) return undefined;
  const store = new NameStore(db);
  return {
    names: (kind, { prefix, limit, fleet = '' }) =>
      Promise.resolve(
        store.beginningWith(kind, { prefix, limit, region, fleet: parseFleetArn(fleet)?.fleetName ?? fleet }),
      ),
    close: () => {
      db.close();
    },
  };
}
