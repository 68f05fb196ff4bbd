/** Writes the list of commands in README.md from oclif.manifest.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withCommandTable } from './lib/command-table.js';
import { readManifest } from './lib/manifest.js';

const root = join(import.meta.dirname, '..');
const file = join(root, 'README.md');
const before = readFileSync(file, 'utf8');
const after = withCommandTable(before, readManifest(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')));
if (after !== before) writeFileSync(file, after);
process.stdout.write(`README.md: ${after === before ? 'unchanged' : 'written'}\n`);
