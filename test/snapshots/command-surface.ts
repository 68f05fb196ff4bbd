import { type ManifestCommand, type ManifestFlag } from '../../scripts/lib/manifest.js';

/** What a script may rely on of the commands, a line for each name, argument and flag. */
export function commandSurface(commands: readonly ManifestCommand[]): string {
  const global = sharedFlags(commands);
  const lines = ['flags of every command', ...[...global].sort().map((flag) => `  ${flag}`)];
  for (const command of commands) {
    lines.push('', `worklink ${command.name}${command.hidden ? ' (hidden)' : ''}`);
    for (const alias of command.aliases) lines.push(`  alias ${alias}`);
    for (const arg of command.args) {
      const name = `${arg.name}${arg.multiple === true ? '...' : ''}`;
      lines.push(`  ${arg.required === true ? name : `[${name}]`}${choices(arg.options)}`);
    }
    if (!command.strict) lines.push('  …');
    for (const flag of command.flags.map(describeFlag)) if (!global.has(flag)) lines.push(`  ${flag}`);
  }
  return `${lines.join('\n')}\n`;
}

function describeFlag(flag: ManifestFlag): string {
  return [
    `--${flag.allowNo === true ? '[no-]' : ''}${flag.name}`,
    flag.char === undefined ? '' : `, -${flag.char}`,
    flag.type === 'option' ? `=<value>${choices(flag.options)}` : '',
    flag.multiple === true ? ' (repeatable)' : '',
    flag.required === true ? ' (required)' : '',
    flag.hidden === true ? ' (hidden)' : '',
  ].join('');
}

function choices(options: readonly string[] | undefined): string {
  return options === undefined ? '' : ` ${options.join('|')}`;
}

/** The flags that nearly every command has: those of the base command. `help` is not built on it. */
function sharedFlags(commands: readonly ManifestCommand[]): Set<string> {
  const counts = new Map<string, number>();
  for (const command of commands) {
    for (const flag of command.flags.map(describeFlag)) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  }
  const most = commands.filter((command) => command.flags.length > 0).length;
  return new Set([...counts].filter(([, count]) => count === most && most > 1).map(([flag]) => flag));
}
