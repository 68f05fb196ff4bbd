export const SHELL_FORMATS = ['sh', 'fish', 'powershell', 'cmd', 'dotenv', 'json'] as const;
export type ShellFormat = (typeof SHELL_FORMATS)[number];

export type Variables = Readonly<Record<string, string>>;

/**
 * What sets variables in a shell, each value quoted so that nothing in it is taken for anything but itself.
 * Every one but `dotenv` and `json` also clears what would contradict them.
 *
 * @param clear the variables to be cleared
 * @returns lines, with an end of line after the last
 */
export function renderVariables(variables: Variables, clear: readonly string[], format: ShellFormat): string {
  const entries = Object.entries(variables);
  return lines(entries, clear, format)
    .map((line) => `${line}\n`)
    .join('');
}

function lines(
  entries: readonly (readonly [string, string])[],
  clear: readonly string[],
  format: ShellFormat,
): readonly string[] {
  switch (format) {
    case 'sh':
      return [
        ...entries.map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`),
        ...clear.map((name) => `unset ${name}`),
      ];
    case 'fish':
      return [
        ...entries.map(([name, value]) => `set -gx ${name} '${value.replaceAll(/['\\]/g, '\\$&')}'`),
        ...clear.map((name) => `set -e ${name}`),
      ];
    case 'powershell':
      return [
        ...entries.map(([name, value]) => `$Env:${name} = '${value.replaceAll("'", "''")}'`),
        ...clear.map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`),
      ];
    case 'cmd':
      return [
        // In quotes only the percent sign keeps its meaning.
        ...entries.map(([name, value]) => `set "${name}=${value.replaceAll('%', '%%')}"`),
        ...clear.map((name) => `set "${name}="`),
      ];
    case 'dotenv':
      return entries.map(([name, value]) => `${name}=${value}`);
    case 'json':
      return [JSON.stringify(Object.fromEntries(entries), undefined, 2)];
  }
}
