import { readFile } from 'node:fs/promises';
import { type Plugin } from 'esbuild';

/** Where npm's installation of better-sqlite3 puts what it compiles or downloads. */
export const SQLITE_ADDON = 'better-sqlite3/build/Release/better_sqlite3.node';

const SEARCH = "require('bindings')('better_sqlite3.node')";

/**
 * Bundles the JavaScript of better-sqlite3 and leaves its native code outside. Asking for the file by its name, instead of having the
 * `bindings` package look for it in a dozen places, spares every command that opens the state a dozen files.
 */
export const sqliteAddon: Plugin = {
  name: 'sqlite-addon',
  setup(build) {
    build.onLoad({ filter: /[\\/]better-sqlite3[\\/]lib[\\/]database\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes(SEARCH)) {
        return {
          errors: [
            { text: `${path} no longer holds what scripts/build/sqlite-addon.ts replaces: ${SEARCH}` },
          ],
        };
      }
      return { contents: source.replace(SEARCH, `require(${JSON.stringify(SQLITE_ADDON)})`), loader: 'js' };
    });
  },
};
