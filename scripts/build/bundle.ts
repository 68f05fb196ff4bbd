import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { edited, type EditReport, SQLITE_ADDON } from './edits.js';
import { joinChunks } from './join-chunks.js';

/** What is loaded on demand, and is demanded by nearly every command that runs. */
const USUALLY_WANTED = ['src/core/backends/local/account.ts', 'src/cli/output/table.ts'];

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
  /** What esbuild says of each file, by its path in the output folder. Its inputs' paths are relative to the root. */
  readonly outputs: ReadonlyMap<string, Metafile['outputs'][string]>;
  /** The entry points, relative to the root, sorted. */
  readonly entryPoints: readonly string[];
  readonly lazy: EditReport;
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
  const lazy: EditReport = { files: 0, imports: 0 };
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
    // ES modules can be bundled piece by piece; a package in CommonJS comes whole, and without names for `export *`.
    mainFields: ['module', 'main'],
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
    plugins: [edited(lazy)],
  });
  const prefix = relative(root, outdir).replaceAll('\\', '/');
  const inFolder = (path: string): string =>
    path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : path;
  const texts = outputFiles.map(
    ({ path, text }) => [relative(outdir, path).replaceAll('\\', '/'), text] as const,
  );
  const { code, outputs } = await joinChunks(
    {
      code: new Map(texts.filter(([path]) => path.endsWith('.js'))),
      outputs: new Map(
        Object.entries(metafile.outputs).map(([path, output]) => [
          inFolder(path),
          { ...output, imports: output.imports.map((entry) => ({ ...entry, path: inFolder(entry.path) })) },
        ]),
      ),
    },
    entries,
    USUALLY_WANTED,
  );
  for (const [path, text] of [...code, ...texts.filter(([name]) => !name.endsWith('.js'))]) {
    await mkdir(dirname(join(outdir, path)), { recursive: true });
    await writeFile(
      join(outdir, path),
      text.includes('typeof require') ? `${REQUIRE_BANNER}\n${text}` : text,
    );
  }
  if (lazy.files > 0 && lazy.imports < lazy.files) {
    throw new Error(
      `only ${lazy.imports} imports in ${lazy.files} files of @oclif/core were made lazy: its form has changed`,
    );
  }
  return { outputs, entryPoints: entries, lazy };
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
