import { type ManifestCommand } from './manifest.js';

const BEGIN = '<!-- commands: written by `npm run docs` -->';
const END = '<!-- /commands -->';

/** README.md with its list of commands replaced by what the manifest says. @throws where the marks are missing */
export function withCommandTable(readme: string, commands: readonly ManifestCommand[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`README.md lacks the lines ${BEGIN} and ${END}`);
  const table = commandTable(commands.filter((command) => !command.hidden));
  return `${readme.slice(0, begin + BEGIN.length)}\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n${readme.slice(end)}`;
}

function commandTable(commands: readonly ManifestCommand[]): string {
  const topics = new Map<string, ManifestCommand[]>();
  for (const command of commands) {
    const topic = command.name.includes(' ') ? command.name.slice(0, command.name.indexOf(' ')) : '';
    topics.set(topic, [...(topics.get(topic) ?? []), command]);
  }
  const rows = [...topics.values()].flat().map((command) => {
    const args = command.args
      .map((arg) => `${arg.name.toUpperCase()}${arg.multiple === true ? '...' : ''}`)
      .map((name, index) => (command.args[index]?.required === true ? ` ${name}` : ` [${name}]`));
    return `| \`worklink ${command.name}${args.join('')}${command.strict ? '' : ' …'}\` | ${cell(command.summary)} |`;
  });
  return ['| command | does |', '| --- | --- |', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
