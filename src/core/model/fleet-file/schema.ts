import { documentSchema } from '../document/json-schema.js';
import { FLEET_FILE_FORMAT } from './format.js';

/** The text of the JSON Schema of files of fleets, for editors. */
export function fleetFileSchemaText(): string {
  return `${JSON.stringify(documentSchema('worklink file of fleets, version 1', FLEET_FILE_FORMAT), undefined, 2)}\n`;
}
