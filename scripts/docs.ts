/** Writes the list of commands in README.md from oclif.manifest.json, and the account file's JSON Schema. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountFileSchemaText, ACCOUNT_FILE_SCHEMA } from './lib/account-file-schema.js';
import { withCommandTable } from './lib/command-table.js';
import { readManifest } from './lib/manifest.js';

const root = join(import.meta.dirname, '..');
const file = join(root, 'README.md');
const before = readFileSync(file, 'utf8');
const after = withCommandTable(before, readManifest(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')));
if (after !== before) writeFileSync(file, after);
process.stdout.write(`README.md: ${after === before ? 'unchanged' : 'written'}\n`);

const schemaFile = join(root, ACCOUNT_FILE_SCHEMA);
const schema = accountFileSchemaText();
const schemaBefore = existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '';
if (schema !== schemaBefore) writeFileSync(schemaFile, schema);
process.stdout.write(`${ACCOUNT_FILE_SCHEMA}: ${schema === schemaBefore ? 'unchanged' : 'written'}\n`);
