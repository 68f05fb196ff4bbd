import { readFile } from 'node:fs/promises';
import { type Plugin } from 'esbuild';

/** What the rewriting did, so that a build whose rewriting no longer bites can be refused. */
export interface LazyOclifReport {
  files: number;
  imports: number;
}

const REQUIRE = /^(?:const|var) (\w+_\d+) = ((?:__importDefault|__importStar)\()?require\("([^"]+)"\)\)?;$/gm;
const EXPORTED_NAMESPACE = /^exports\.(\w+) = (__importStar\(require\("[^"]+"\)\));$/gm;

/**
 * Turns the eager `require` calls that TypeScript emitted into ones made on first use.
 *
 * `@oclif/core` is CommonJS and loads all of itself (templates, globbing, semver, spinners, help) whatever a command needs; a bundle of it
 * as it is costs a third of the time of a short command. Only the exact lines TypeScript writes are touched:
 * `const name_1 = require("…");`, whose name is unique in its file and is only ever used to reach a member.
 */
export function lazily(source: string): { code: string; imports: number } {
  const names: string[] = [];
  let code = source.replace(
    REQUIRE,
    (_line, name: string, wrapper: string | undefined, specifier: string) => {
      names.push(name);
      const load = wrapper === undefined ? `require("${specifier}")` : `${wrapper}require("${specifier}"))`;
      return `var $loaded_${name}; function $load_${name}() { return $loaded_${name} ??= ${load}; }`;
    },
  );
  for (const name of names)
    code = code.replace(new RegExp(`(?<![\\w$.])${name}\\b`, 'g'), `($load_${name}())`);
  let namespaces = 0;
  code = code.replace(EXPORTED_NAMESPACE, (_line, name: string, load: string) => {
    namespaces += 1;
    return `{ let it; Object.defineProperty(exports, "${name}", { enumerable: true, get: () => it ??= ${load} }); }`;
  });
  return { code, imports: names.length + namespaces };
}

/** What a bundle can do without, file by file: the text that goes and what stands in its place. */
const CUTS: readonly { readonly file: RegExp; readonly text: string; readonly instead: string }[] = [
  // Looks for oclif's own package.json beside itself, which a bundle has not. npm checks `engines` at installation.
  { file: /[\\/]lib[\\/]index\.js$/, text: '\ncheckNodeVersion();\n', instead: '\n' },
  // Tells `wsl` from `linux` in the user agent, at the price of loading five packages.
  { file: /[\\/]util[\\/]os\.js$/, text: `(await import('wsl-utils')).isWsl ? 'wsl' : `, instead: '' },
];

/**
 * Packages that oclif only asks for where it finds commands by globbing (we ship a manifest), loads plugins (we have none), searches for
 * its settings (they are in package.json), checks its own engine, or draws its own help and spinners (we draw ours). Each is loaded on
 * first use, so what stands in for it only has to say what happened if that use ever comes.
 */
const LEFT_OUT = ['tinyglobby', 'minimatch', 'lilconfig', 'semver', 'wsl-utils', 'cli-spinners', 'ejs'];

/** The esbuild plugin that loads `@oclif/core` piece by piece. Its report is filled while the build runs. */
export function lazyOclif(report: LazyOclifReport): Plugin {
  return {
    name: 'lazy-oclif',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(?:${LEFT_OUT.join('|')})$`) }, ({ path, importer }) =>
        /[\\/]@oclif[\\/]core[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} is not part of this build: see scripts/build/lazy-oclif.ts`)});`,
        loader: 'js',
      }));
      build.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, async ({ path }) => {
        let source = await readFile(path, 'utf8');
        for (const cut of CUTS) {
          if (!cut.file.test(path)) continue;
          if (source.includes(cut.text)) source = source.replace(cut.text, cut.instead);
          else if (/lib[\\/](?:index|util[\\/]os)\.js$/.test(path)) {
            return {
              errors: [
                { text: `${path} no longer holds what scripts/build/lazy-oclif.ts cuts: ${cut.text.trim()}` },
              ],
            };
          }
        }
        const { code, imports } = lazily(source);
        report.files += 1;
        report.imports += imports;
        return { contents: code, loader: 'js' };
      });
    },
  };
}
