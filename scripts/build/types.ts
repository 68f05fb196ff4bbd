import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const RELATIVE_IMPORT = /(?:from |import\()['"](\.{1,2}\/[^'"]+)\.js['"]/g;

/**
 * Writes the type declarations of one source file, and of the others that it exposes, and of no more.
 *
 * @param entry relative to `src`, as `emulator-api.ts`
 * @param outdir where they go, laid out as `src` is
 * @returns the files written, relative to `outdir`, the entry's first
 * @throws where the sources do not compile
 */
export async function emitTypes(root: string, entry: string, outdir: string): Promise<readonly string[]> {
  const source = join(root, 'src');
  const emitted = declarationsOf(root, join(source, entry));
  const written: string[] = [];
  const waiting = [entry.replace(/\.ts$/, '.d.ts')];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (written.includes(name)) continue;
    const text = emitted.get(resolve(source, name));
    if (text === undefined) throw new Error(`no declarations of ${name} were emitted`);
    await mkdir(dirname(join(outdir, name)), { recursive: true });
    await writeFile(join(outdir, name), text);
    written.push(name);
    for (const [, path = ''] of text.matchAll(RELATIVE_IMPORT))
      waiting.push(relative(source, resolve(source, dirname(name), `${path}.d.ts`)));
  }
  return written;
}

/** The declarations of a file and of all that it imports, by where they would stand beside their sources. */
function declarationsOf(root: string, file: string): ReadonlyMap<string, string> {
  const configFile = join(root, 'tsconfig.json');
  const config: unknown = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram({
    rootNames: [file],
    options: { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, types: ['node'] },
  });
  const emitted = new Map<string, string>();
  const { diagnostics } = program.emit(
    undefined,
    (path, text) => emitted.set(resolve(path), text),
    undefined,
    true,
  );
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (faults.length > 0) {
    const host = {
      getCanonicalFileName: (name: string) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    };
    throw new Error(ts.formatDiagnostics(faults, host));
  }
  return emitted;
}
