import { Plugin, settings } from '@oclif/core';

/**
 * The text of oclif.manifest.json: what oclif needs to know of every command in order to load none but the one that runs.
 *
 * @param root the folder with package.json and the built `dist`
 * @throws where a command does not load
 */
export async function commandManifest(root: string): Promise<string> {
  // Otherwise oclif would look for the TypeScript sources, and a developer's shell would change the file.
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({
    root,
    type: 'core',
    isRoot: true,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  const { version, commands } = plugin.manifest;
  const sorted = Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version, commands: sorted }, null, 2)}\n`;
}
