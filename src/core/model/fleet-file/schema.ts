import { documentSchema } from '../document/json-schema.js';
import { FLEET_FILE_FORMAT } from './format.js';

/** The JSON Schema of files of fleets, for editors. */
export function fleetFileSchema(): object {
  return documentSchema('worklink file of fleets, version 1', FLEET_FILE_FORMAT);
}

/** The text of {@link fleetFileSchema}. */
export function fleetFileSchemaText(): string {
  return `${JSON.stringify(fleetFileSchema(), undefined, 2)}\n`;
}
