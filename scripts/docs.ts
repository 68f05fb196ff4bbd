/**
/**
 * Writes what is made of other files: the list of commands in README.md and the man page, of oclif.manifest.json; the JSON
 * Schemas of the account file and of files of fleets, of their code; docs/fidelity.md, of docs/fidelity/behaviours.yaml and
 * docs/fidelity/evidence.json.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fleetFileSchemaText } from '../src/core/model/fleet-file/schema.js';
import { accountFileSchemaText, ACCOUNT_FILE_SCHEMA } from './lib/account-file-schema.js';
import { withCommandTable } from './lib/command-table.js';
import { FLEET_FILE_SCHEMA } from './lib/fleet-file-schema.js';
import { fidelityPage, readBehaviours, readEvidence } from './lib/fidelity.js';
import { MAN_PAGE, manPage } from './lib/man-page.js';
import { readManifest } from './lib/manifest.js';

const root = join(import.meta.dirname, '..');

function read(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

function write(name: string, after: string): void {
  const before = existsSync(join(root, name)) ? read(name) : '';
  if (after !== before) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), after);
  }
  process.stdout.write(`${name}: ${after === before ? 'unchanged' : 'written'}\n`);
}

write('README.md', withCommandTable(read('README.md'), readManifest(read('oclif.manifest.json'))));
write(
  MAN_PAGE,
  manPage({
    commands: readManifest(read('oclif.manifest.json')),
    pjson: read('package.json'),
    readme: read('README.md'),
  }),
);
write(ACCOUNT_FILE_SCHEMA, accountFileSchemaText());
write(FLEET_FILE_SCHEMA, fleetFileSchemaText());
write(
  'docs/fidelity.md',
  fidelityPage(
    readBehaviours(read('docs/fidelity/behaviours.yaml')),
    readEvidence(read('docs/fidelity/evidence.json')),
  ),
);
