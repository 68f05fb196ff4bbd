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
