/**
 * Builds what is published: the bundle in dist, the types of its API, the licences of what is bundled, and oclif.manifest.json.
 * With --check the manifest is compared instead of written, and a difference fails.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './build/bundle.js';
import { thirdPartyLicenses } from './build/licenses.js';
import { commandManifest } from './build/manifest.js';
import { emitTypes } from './build/types.js';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const started = performance.now();

const { outputs, entryPoints } = await bundle({ root, outdir: join(root, 'dist') });
await writeFile(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), await thirdPartyLicenses(root, outputs));
await emitTypes(root, 'emulator-api.ts', join(root, 'dist/types'));

const manifestFile = join(root, 'oclif.manifest.json');
const manifest = await commandManifest(root);
const before = await readFile(manifestFile, 'utf8').catch(() => '');
if (check && before !== manifest) {
  process.stderr.write(
    'oclif.manifest.json does not describe the commands: run `npm run build` and commit it.\n',
  );
  process.exitCode = 1;
} else if (before !== manifest) await writeFile(manifestFile, manifest);

const bytes = [...outputs.values()].reduce((sum, output) => sum + output.bytes, 0);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `dist: ${entryPoints.length} entry points, ${outputs.size} files, ${Math.round(bytes / 1024)} KiB, in ${seconds} s; ` +
    `oclif.manifest.json: ${before === manifest ? 'unchanged' : check ? 'out of date' : 'written'}\n`,
);
