import { accountFileSchema } from '../../src/core/model/account-file/json-schema.js';

/** Where the account file's JSON Schema is kept, from the root. */
export const ACCOUNT_FILE_SCHEMA = 'docs/account-file.schema.json';

/** The text of the account file's JSON Schema. */
export function accountFileSchemaText(): string {
  return `${JSON.stringify(accountFileSchema(), undefined, 2)}\n`;
}
