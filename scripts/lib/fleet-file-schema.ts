/** Where the JSON Schema of files of fleets is kept, from the root. */
export const FLEET_FILE_SCHEMA = 'docs/fleet-file.schema.json';
