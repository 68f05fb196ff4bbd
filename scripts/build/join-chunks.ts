import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { build, type Metafile } from 'esbuild';

type Output = Metafile['outputs'][string];

/** A bundle in memory, its JavaScript by path in the output folder. */
export interface Outputs {
  readonly code: ReadonlyMap<string, string>;
  /** What esbuild says of each file, by the same paths. */
  readonly outputs: ReadonlyMap<string, Output>;
}

/** Chunks that become one file. */
interface Group {
  readonly name: string;
  readonly chunks: readonly string[];
  file: string;
}

/**
 * Joins the chunks that are loaded together.
 *
 * esbuild makes a chunk for every set of entry points that share a module. With many commands that is dozens of files of a few lines, and Node
 * takes half a millisecond for each. Two groups are joined: what at least half of the entry points import, or one of them and the named dynamic
 * imports; and what those need besides.
 *
 * @param together sources that are reached by `import()` and wanted by most runs
 * @throws where a file's imports are not as esbuild writes them
 */
export async function joinChunks(
  bundle: Outputs,
  entryPoints: readonly string[],
  together: readonly string[],
): Promise<Outputs> {
  const isEntry = (output: Output): boolean => entryPoints.includes(output.entryPoint ?? '');
  const closures = [...bundle.outputs]
    .filter(([, output]) => isEntry(output))
    .map(([path]) => closure(bundle, [path]));
  const users = (chunk: string): number => closures.filter((files) => files.has(chunk)).length;
  const chunks = [...bundle.code.keys()].filter((path) => path.startsWith('chunks/'));
  const roots = [...bundle.outputs]
    .filter(([, { entryPoint = '' }]) => together.includes(entryPoint))
    .map(([path]) => path);
  const wanted = closure(bundle, roots);
  // Each of the two is closed under static imports, so that no file imports its importer.
  const base = chunks.filter(
    (chunk) => users(chunk) * 2 >= closures.length || (users(chunk) > 0 && wanted.has(chunk)),
  );
  const later = chunks.filter((chunk) => wanted.has(chunk) && users(chunk) === 0);

  const groups: Group[] = [];
  for (const [name, members] of [
    ['base', base],
    ['local', later],
  ] as const) {
    if (members.length > 1) groups.push({ name, chunks: members, file: '' });
  }
  const code = new Map(bundle.code);
  for (const group of groups) {
    const text = await joined(bundle, group, groups);
    group.file = `chunks/${group.name}-${createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()}.js`;
    code.set(group.file, text);
  }
  for (const { chunks: members } of groups) for (const chunk of members) code.delete(chunk);
  for (const [path, text] of code) code.set(path, redirected(path, text, groups));
  const gone = groups.flatMap((group) => group.chunks.map((chunk) => posix.basename(chunk)));
  for (const [path, text] of code) {
    const left = gone.find((chunk) => text.includes(`/${chunk}"`));
    if (left !== undefined) throw new Error(`${path} still imports ${left}, which was joined with others`);
  }
  return { code, outputs: describe(bundle, groups) };
}

/** The files that are loaded with some, by static imports. */
function closure({ outputs }: Outputs, roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: target, kind } of outputs.get(path)?.imports ?? []) {
      if (kind !== 'dynamic-import' && outputs.has(target)) visit(target);
    }
  };
  roots.forEach(visit);
  return seen;
}

/** The name under which a group's file exports what a chunk exported. Two chunks may export the same name. */
function exportedName(group: Group, chunk: string, name: string): string {
  return `$${group.chunks.indexOf(chunk)}_${name}`;
}

/** One file of a group's chunks. What other groups hold is imported from their files, which must have been made before. */
async function joined(bundle: Outputs, group: Group, groups: readonly Group[]): Promise<string> {
  const lines = group.chunks.map((chunk) => {
    const names = (bundle.outputs.get(chunk)?.exports ?? []).map(
      (name) => `${name} as ${exportedName(group, chunk, name)}`,
    );
    return `export { ${names.join(', ')} } from ${JSON.stringify(chunk)};`;
  });
  // Reached by `import()`, a chunk is wanted as a whole.
  lines.push(...group.chunks.map((chunk, index) => `export * as $${index} from ${JSON.stringify(chunk)};`));
  const result = await build({
    stdin: { contents: lines.join('\n'), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    minifyWhitespace: true,
    legalComments: 'inline',
    logLevel: 'warning',
    plugins: [
      {
        name: 'chunks',
        setup(pass) {
          pass.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
            const target = importer.startsWith('chunks/') ? posix.join('chunks', path) : path;
            if (kind !== 'dynamic-import' && group.chunks.includes(target))
              return { path: target, namespace: 'chunk' };
            return { path, external: true };
          });
          pass.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
            contents: redirected(
              path,
              bundle.code.get(path) ?? '',
              groups.filter((other) => other !== group),
            ),
            loader: 'js',
          }));
        },
      },
    ],
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error(`esbuild joined the chunks of ${group.name} into nothing`);
  return file.text;
}

const STATIC_IMPORT = /\s*import(?:\{([^{}]*)\}from)?"([^"]+)";/y;
const ANY_IMPORT = /\s*import\b(?!\()[^;]*;/y;
const DYNAMIC_IMPORT = /\bimport\("(\.[^"]+)"\)/g;

/** A file whose imports of joined chunks are imports of the files they are in now. */
function redirected(path: string, code: string, groups: readonly Group[]): string {
  const find = (specifier: string): { group: Group; chunk: string } | undefined => {
    const chunk = posix.join(posix.dirname(path), specifier);
    const group = groups.find(({ file, chunks }) => file !== '' && file !== path && chunks.includes(chunk));
    return group === undefined ? undefined : { group, chunk };
  };
  const specifierOf = ({ file }: Group): string => {
    const relative = posix.relative(posix.dirname(path), file);
    return relative.startsWith('.') ? relative : `./${relative}`;
  };
  const head: string[] = [];
  const bare = new Set<string>();
  let end = 0;
  for (;;) {
    STATIC_IMPORT.lastIndex = ANY_IMPORT.lastIndex = end;
    const [whole, names, specifier = ''] = STATIC_IMPORT.exec(code) ?? [];
    const target = whole === undefined ? undefined : find(specifier);
    if (whole === undefined || target === undefined) {
      const other = ANY_IMPORT.exec(code);
      if (other === null) break;
      head.push(other[0]);
      end = ANY_IMPORT.lastIndex;
      continue;
    }
    end = STATIC_IMPORT.lastIndex;
    const from = specifierOf(target.group);
    if (names === undefined) bare.add(from);
    else {
      const renamed = names.split(',').map((entry) => {
        const [name = '', local = name] = entry.trim().split(/\s+as\s+/);
        return `${exportedName(target.group, target.chunk, name)} as ${local}`;
      });
      head.push(`import{${renamed.join(',')}}from"${from}";`);
    }
  }
  for (const from of bare)
    if (!head.some((line) => line.includes(`"${from}"`))) head.push(`import"${from}";`);
  const body = code.slice(end).replace(DYNAMIC_IMPORT, (whole, specifier: string) => {
    const target = find(specifier);
    if (target === undefined) return whole;
    return `import("${specifierOf(target.group)}").then($=>$.$${target.group.chunks.indexOf(target.chunk)})`;
  });
  return head.join('') + body;
}

/** esbuild's description of the files, with the joined chunks as one. */
function describe(bundle: Outputs, groups: readonly Group[]): Map<string, Output> {
  const moved = new Map(groups.flatMap(({ file, chunks }) => chunks.map((chunk) => [chunk, file] as const)));
  const place = (path: string): string => moved.get(path) ?? path;
  const described = new Map<string, Output>();
  for (const [path, output] of bundle.outputs) {
    const at = place(path);
    const before = described.get(at);
    const imports = output.imports
      .map((entry) => ({ ...entry, path: place(entry.path) }))
      .filter((entry) => entry.path !== at);
    described.set(at, {
      ...(before === undefined && output.entryPoint !== undefined && at === path
        ? { entryPoint: output.entryPoint }
        : {}),
      bytes: output.bytes + (before?.bytes ?? 0),
      inputs: { ...before?.inputs, ...output.inputs },
      exports: at === path ? output.exports : [],
      imports: [...(before?.imports ?? []), ...imports],
    });
  }
  return described;
}
