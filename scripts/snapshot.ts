/** Writes test/snapshots: what scripts may rely on of commands and of their JSON. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentSnapshots } from '../test/snapshots/current.js';

for (const [name, text] of await currentSnapshots()) {
  writeFileSync(join(import.meta.dirname, '../test/snapshots', name), text);
  process.stdout.write(`test/snapshots/${name}: ${text.split('\n').length - 1} lines\n`);
}
