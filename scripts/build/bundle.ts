import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { lazyOclif, type LazyOclifReport } from './lazy-oclif.js';
import { SQLITE_ADDON, sqliteAddon } from './sqlite-addon.js';

/** The oldest Node that `engines` allows. */
const TARGET = 'node20.19';

/** What stays outside the bundle: SQLite's native code, and what oclif asks for only while a CLI is being developed. */
const EXTERNAL = [SQLITE_ADDON, 'typescript', 'ts-node', 'pnpapi'];

/** Bundled CommonJS asks for Node's own modules by `require`, which an ES module must make for itself: the one that holds esbuild's helpers does. */
const REQUIRE_BANNER = `import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);`;

export interface BundleOptions {
  /** The folder with package.json and src. */
  readonly root: string;
  /** Where the bundle goes, emptied first. */
  readonly outdir: string;
}

export interface Bundle {
  /** Paths in it are relative to the root. */
  readonly metafile: Metafile;
  /** The entry points, relative to the root, sorted. */
  readonly entryPoints: readonly string[];
  readonly lazy: LazyOclifReport;
}

/** The source files that must exist on their own in the bundle: what `bin` starts, each command, and what oclif loads by path. */
export async function entryPoints(root: string): Promise<string[]> {
  const named = ['src/cli/main.ts', ...(await oclifTargets(root))];
  for (const file of await readdir(join(root, 'src/commands'), { recursive: true })) {
    if (file.endsWith('.ts')) named.push(`src/commands/${file.replaceAll('\\', '/')}`);
  }
  if (existsSync(join(root, 'src/emulator-api.ts'))) named.push('src/emulator-api.ts');
  return [...new Set(named)].sort();
}

/** Bundles the CLI. @throws where esbuild finds an error, or where oclif is no longer loaded piece by piece. */
export async function bundle({ root, outdir }: BundleOptions): Promise<Bundle> {
  const entries = await entryPoints(root);
  const lazy: LazyOclifReport = { files: 0, imports: 0 };
  await rm(outdir, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    write: false,
    absWorkingDir: root,
    entryPoints: entries,
    outbase: 'src',
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    // Names stay whole: a stack trace under --debug is for people.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    external: EXTERNAL,
    // Under verbatimModuleSyntax `import { type A } from './a.js'` would stay as an import of './a.js' and load it for nothing.
    tsconfigRaw: {
      compilerOptions: { target: 'es2023', useDefineForClassFields: true, verbatimModuleSyntax: false },
    },
    metafile: true,
    logLevel: 'warning',
    plugins: [lazyOclif(lazy), sqliteAddon],
  });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text.includes('typeof require') ? `${REQUIRE_BANNER}\n${text}` : text);
  }
  if (lazy.files > 0 && lazy.imports < lazy.files) {
    throw new Error(
      `only ${lazy.imports} imports in ${lazy.files} files of @oclif/core were made lazy: its form has changed`,
    );
  }
  return { metafile, entryPoints: entries, lazy };
}

/** The modules that package.json has oclif load by path (hooks, the help class), as source files. */
async function oclifTargets(root: string): Promise<string[]> {
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      const target = /^\.\/dist\/(.+?)(?:\.js)?$/.exec(value)?.[1];
      if (target !== undefined && target !== 'commands') found.push(`src/${target}.ts`);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  if (typeof manifest === 'object' && manifest !== null && 'oclif' in manifest) visit(manifest.oclif);
  return found;
}
