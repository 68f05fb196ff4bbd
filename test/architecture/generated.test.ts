import assert from 'node:assert/strict';
import { copyFile, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACCOUNT_FILE_SCHEMA, accountFileSchemaText } from '../../scripts/lib/account-file-schema.js';
import { withCommandTable } from '../../scripts/lib/command-table.js';
import { FLEET_FILE_SCHEMA } from '../../scripts/lib/fleet-file-schema.js';
import { MAN_PAGE, manPage } from '../../scripts/lib/man-page.js';
import { readManifest } from '../../scripts/lib/manifest.js';
import { fleetFileSchemaText } from '../../src/core/model/fleet-file/schema.js';
import { run } from '../clients/support/process.js';
import { currentSnapshots } from '../snapshots/current.js';
import { builtBinary } from '../support/binary.js';

const root = join(import.meta.dirname, '../..');

describe('generated files', function () {
  this.timeout(240_000);

  it('oclif.manifest.json describes the commands (mend it with: npm run build)', async () => {
    const { manifest } = await builtBinary();
    assert.equal(await readFile(join(root, 'oclif.manifest.json'), 'utf8'), manifest);
  });

  it('oclif.manifest.json is what oclif’s own tool writes of the commands', async () => {
    const { folder, manifest } = await builtBinary();
    const copy = await mkdtemp(join(tmpdir(), 'worklink-manifest-'));
    try {
      await copyFile(join(folder, 'package.json'), join(copy, 'package.json'));
      await cp(join(folder, 'dist'), join(copy, 'dist'), { recursive: true });
      await symlink(join(folder, 'node_modules'), join(copy, 'node_modules'));
      const tool = fileURLToPath(import.meta.resolve('oclif/bin/run.js'));
      const { status, stderr } = await run(process.execPath, [tool, 'manifest'], { cwd: copy });
      assert.equal(status, 0, stderr);
      const written = JSON.parse(await readFile(join(copy, 'oclif.manifest.json'), 'utf8')) as object;
      const ours = JSON.parse(manifest) as object;
      assert.deepEqual(written, ours);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  it('README.md lists the commands (mend it with: npm run docs)', async () => {
    const { manifest } = await builtBinary();
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    assert.equal(readme, withCommandTable(readme, readManifest(manifest)));
  });

  it(`${MAN_PAGE} explains the commands (mend it with: npm run docs)`, async () => {
    const { manifest } = await builtBinary();
    const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8');
    const sources = { pjson: await read('package.json'), readme: await read('README.md') };
    assert.equal(await read(MAN_PAGE), manPage({ commands: readManifest(manifest), ...sources }));
  });

  it(`${ACCOUNT_FILE_SCHEMA} describes the account file (mend it with: npm run docs)`, async () => {
    assert.equal(await readFile(join(root, ACCOUNT_FILE_SCHEMA), 'utf8'), accountFileSchemaText());
  });

  it(`${FLEET_FILE_SCHEMA} describes files of fleets (mend it with: npm run docs)`, async () => {
    assert.equal(await readFile(join(root, FLEET_FILE_SCHEMA), 'utf8'), fleetFileSchemaText());
  });

  it('test/snapshots hold commands, flags and JSON results as they are (mend them with: npm run snapshot)', async () => {
    for (const [name, text] of await currentSnapshots()) {
      assert.equal(
        await readFile(join(root, 'test/snapshots', name), 'utf8'),
        text,
        `${name} differs: npm run snapshot`,
      );
    }
  });

  it('differ where a command differs', async () => {
    const { manifest } = await builtBinary();
    const commands = readManifest(manifest);
    const [first, ...rest] = commands;
    assert.ok(first !== undefined);
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    assert.notEqual(withCommandTable(readme, [{ ...first, summary: 'Something else.' }, ...rest]), readme);
  });
});
