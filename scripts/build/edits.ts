import { readFile } from 'node:fs/promises';
import { type Plugin } from 'esbuild';
import { lazily } from './lazy-oclif.js';

/** What the editing did, so that a build in which it no longer bites can be refused. */
export interface EditReport {
  /** Files of oclif, and the imports in them that were made lazy. */
  files: number;
  imports: number;
}

/** Where npm's installation of better-sqlite3 puts what it compiles or downloads. */
export const SQLITE_ADDON = 'better-sqlite3/build/Release/better_sqlite3.node';

interface Edit {
  readonly file: RegExp;
  readonly text: string;
  readonly instead: string;
}

/** What bundled packages do that a short command waits for and has no use of: the text, and what stands in its place. */
const EDITS: readonly Edit[] = [
  {
    // Looks for oclif's own package.json beside itself, which a bundle has not. npm checks `engines` at installation.
    file: /@oclif[\\/]core[\\/]lib[\\/]index\.js$/,
    text: '\ncheckNodeVersion();\n',
    instead: '\n',
  },
  {
    // Tells `wsl` from `linux` in the user agent, at the price of loading five packages.
    file: /@oclif[\\/]core[\\/]lib[\\/]util[\\/]os\.js$/,
    text: `(await import('wsl-utils')).isWsl ? 'wsl' : `,
    instead: '',
  },
  {
    // The first comparison by language loads its rules, which takes longer than all the rest of reading the manifest. Ids are plain ASCII.
    file: /@oclif[\\/]core[\\/]lib[\\/]config[\\/]plugin\.js$/,
    text: '.sort((a, b) => a.id.localeCompare(b.id))',
    instead: '.sort((a, b) => (a.id < b.id ? -1 : 1))',
  },
  {
    // Asks the `bindings` package to look for the file in a dozen places.
    file: /better-sqlite3[\\/]lib[\\/]database\.js$/,
    text: `require('bindings')('better_sqlite3.node')`,
    instead: `require('${SQLITE_ADDON}')`,
  },
  {
    // Compiles a pattern of all emoji to find none in the cells of most tables.
    file: /[\\/]string-width[\\/]index\.js$/,
    text: '\tstring = stripAnsi(string);\n',
    instead: '\tif (/^[ -~]*$/.test(string)) return string.length;\n\tstring = stripAnsi(string);\n',
  },
];

/**
 * Packages that oclif only asks for where it finds commands by globbing (we ship a manifest), loads plugins (we have none), searches for
 * its settings (they are in package.json), checks its own engine, or draws its own help and spinners (we draw ours). Each is loaded on
 * first use, so what stands in for it only has to say what happened if that use ever comes.
 */
const LEFT_OUT = ['tinyglobby', 'minimatch', 'lilconfig', 'semver', 'wsl-utils', 'cli-spinners', 'ejs'];

/** The esbuild plugin that edits packages on their way into the bundle. Its report is filled while the build runs. */
export function edited(report: EditReport): Plugin {
  return {
    name: 'edited',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(?:${LEFT_OUT.join('|')})$`) }, ({ path, importer }) =>
        /[\\/]@oclif[\\/]core[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} is not part of this build: see scripts/build/edits.ts`)});`,
        loader: 'js',
      }));
      build.onLoad(
        { filter: /[\\/](?:@oclif[\\/]core|better-sqlite3|string-width)[\\/].*\.js$/ },
        async ({ path }) => {
          let contents = await readFile(path, 'utf8');
          for (const { text, instead } of EDITS.filter(({ file }) => file.test(path))) {
            if (!contents.includes(text)) {
              return {
                errors: [
                  { text: `${path} no longer holds what scripts/build/edits.ts replaces: ${text.trim()}` },
                ],
              };
            }
            contents = contents.replace(text, () => instead);
          }
          if (/[\\/]@oclif[\\/]core[\\/]lib[\\/]/.test(path)) {
            const { code, imports } = lazily(contents);
            report.files += 1;
            report.imports += imports;
            contents = code;
          }
          return { contents, loader: 'js' };
        },
      );
    },
  };
}
