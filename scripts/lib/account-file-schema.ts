import { ACCOUNT_FILE_FORMAT } from '../../src/core/model/account-file/format.js';
import { documentSchema } from '../../src/core/model/document/json-schema.js';

/** Where the account file's JSON Schema is kept, from the root. */
export const ACCOUNT_FILE_SCHEMA = 'docs/account-file.schema.json';

/** The text of the account file's JSON Schema. */
export function accountFileSchemaText(): string {
  return `${JSON.stringify(documentSchema('worklink account file, version 1', ACCOUNT_FILE_FORMAT), undefined, 2)}\n`;
}
