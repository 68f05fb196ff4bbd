import { type Command, type Config } from '@oclif/core';
import { meaningOf, topicsOf, unknownCommand } from './command-names.js';
import { environmentName } from './settings.js';

const MAX_WIDTH = 100;
const MIN_WIDTH = 40;
const INDENT = 2;
/** Labels longer than this have their text on the next line. */
const LABEL_WIDTH = 34;
/** A topic whose own words are missing lists its verbs. */
interface Texts extends Pick<Config, 'commands' | 'version'> {
  /** Where topics are described: the framework's own list falls back on the summary of any one command. */
  readonly pjson: Pick<Config['pjson'], 'oclif'>;
}
type Described = Pick<Command.Cached, 'id' | 'summary' | 'description' | 'examples' | 'args' | 'flags'>;
type Flag = Described['flags'][string];

/**
 * The help page for the words of a command line: a command, a topic, or the whole program.
 *
 * @param columns of the terminal
 * @throws WorklinkError `UnknownCommand` where the words name nothing
 */
export function helpPage(words: readonly string[], config: Texts, columns = MAX_WIDTH): string {
  const width = Math.max(MIN_WIDTH, Math.min(columns, MAX_WIDTH));
  const commands = config.commands.filter((command) => !command.hidden);
  const ids = commands.map((command) => command.id);
  const subject = words.filter((word) => !word.startsWith('-'));
  if (subject.length === 0) return rootPage(config, commands, width);
  const meaning = meaningOf(subject, ids);
  if (meaning.kind === 'topic') return topicPage(meaning.name, config, commands, width);
  const command = meaning.kind === 'command' ? commands.find(({ id }) => id === meaning.id) : undefined;
  if (command === undefined) throw unknownCommand(subject, ids);
  return commandPage(command, width);
}

function rootPage({ version, pjson }: Texts, commands: readonly Described[], width: number): string {
  const ids = commands.map(({ id }) => id);
  const topicRows = topicsOf(ids).map((name): Row => [name, descriptionOf(name, pjson, commands)]);
  const single = commands
    .filter(({ id }) => !id.includes(':'))
    .map((command): Row => [command.id, summaryOf(command)]);
  return page([
    `worklink ${version}: administer Amazon WorkLink, here or anywhere its protocol is spoken.`,
    section('USAGE', ['worklink TOPIC COMMAND [ARGUMENTS] [FLAGS]']),
    section('TOPICS', table(topicRows, width)),
    section('COMMANDS', table(single, width)),
    'worklink help TOPIC lists the commands of a topic; worklink help TOPIC COMMAND explains one.',
  ]);
}

function topicPage(name: string, { pjson }: Texts, commands: readonly Described[], width: number): string {
  const inside = commands.filter(({ id }) => id.startsWith(`${name}:`));
  const rest = (id: string): string => id.slice(name.length + 1);
  const own = inside.filter(({ id }) => !rest(id).includes(':'));
  const topics = topicsOf(inside.map(({ id }) => rest(id))).map((topic) => `${name}:${topic}`);
  const words = wordsOf(name);
  return page([
    pjson.oclif.topics?.[name]?.description ?? '',
    section('USAGE', [`worklink ${words} COMMAND`]),
    section(
      'TOPICS',
      table(
        topics.map((topic): Row => [wordsOf(topic), descriptionOf(topic, pjson, commands)]),
        width,
      ),
    ),
    section(
      'COMMANDS',
      table(
        own.map((command): Row => [wordsOf(command.id), summaryOf(command)]),
        width,
      ),
    ),
    `worklink help ${words} COMMAND explains one.`,
  ]);
}

function commandPage(command: Described, width: number): string {
  const flags = Object.values(command.flags).filter((flag) => flag.hidden !== true);
  const globals = flags.filter((flag) => flag.helpGroup === 'GLOBAL');
  const own = flags.filter((flag) => flag.helpGroup !== 'GLOBAL');
  const args = Object.values(command.args);
  const usage = [
    'worklink',
    wordsOf(command.id),
    ...args.map((arg) =>
      arg.required === true ? labelOf(arg.name, arg.multiple) : `[${labelOf(arg.name, arg.multiple)}]`,
    ),
    '[FLAGS]',
  ];
  return page([
    summaryOf(command),
    section('USAGE', [usage.join(' ')]),
    section(
      'ARGUMENTS',
      table(
        args.map((arg): Row => [labelOf(arg.name, arg.multiple), arg.description ?? '']),
        width,
      ),
    ),
    section('FLAGS', table(own.map(flagRow), width)),
    section('DESCRIPTION', wrap(command.description ?? '', width - INDENT)),
    section('EXAMPLES', examplesOf(command)),
    section('GLOBAL FLAGS', table(globals.map(flagRow), width)),
    `Every flag can also be an environment variable: --${globals[0]?.name ?? 'region'} is ${environmentName(globals[0]?.name ?? 'region')}.`,
  ]);
}

function descriptionOf(name: string, pjson: Texts['pjson'], commands: readonly Described[]): string {
  const verbs = commands
    .filter(({ id }) => id.startsWith(`${name}:`))
    .map(({ id }) => id.slice(name.length + 1));
  return pjson.oclif.topics?.[name]?.description ?? verbs.join(', ');
}

function summaryOf({ summary, description = '' }: Pick<Described, 'summary' | 'description'>): string {
  return summary ?? description.split('\n')[0] ?? '';
}

function examplesOf({ examples = [] }: Pick<Described, 'examples'>): string[] {
  return examples.flatMap((example) =>
    typeof example === 'string' ? [`$ ${example}`] : [example.description, `  $ ${example.command}`],
  );
}

function labelOf(name: string, multiple: boolean | undefined): string {
  return `${name.toUpperCase()}${multiple === true ? '...' : ''}`;
}

function flagRow(flag: Flag): Row {
  const short = flag.char === undefined ? '    ' : `-${flag.char}, `;
  const name = flag.type === 'boolean' && flag.allowNo ? `[no-]${flag.name}` : flag.name;
  const choices = flag.type === 'option' ? flag.options?.join('|') : undefined;
  const helpValue = flag.type === 'option' ? flag.helpValue : undefined;
  const value =
    flag.type === 'option' ? ` ${choices ?? (typeof helpValue === 'string' ? helpValue : 'VALUE')}` : '';
  const label = `${short}--${name}${value}${flag.type === 'option' && flag.multiple === true ? '...' : ''}`;
  const fallback: unknown = flag.default;
  const shown =
    typeof fallback === 'string' || typeof fallback === 'number' ? ` [default: ${String(fallback)}]` : '';
  return [label, `${flag.summary ?? flag.description ?? ''}${shown}`];
}

function wordsOf(id: string): string {
  return id.replaceAll(':', ' ');
}

type Row = readonly [label: string, text: string];

function table(rows: readonly Row[], width: number): string[] {
  const longest = Math.max(
    0,
    ...rows.map(([label]) => label.length).filter((length) => length <= LABEL_WIDTH),
  );
  const start = longest + 2;
  return rows.flatMap(([label, text]) => {
    const lines = wrap(text, width - INDENT - start);
    const beside = label.length <= longest;
    const [first = '', ...rest] = lines;
    const hung = (beside ? rest : lines).map((line) => `${' '.repeat(start)}${line}`);
    return [beside ? `${label.padEnd(start)}${first}`.trimEnd() : label, ...hung];
  });
}

function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

function section(title: string, lines: readonly string[]): string {
  if (lines.every((line) => line === '')) return '';
  return [title, ...lines.map((line) => (line === '' ? '' : `${' '.repeat(INDENT)}${line}`))].join('\n');
}

function page(sections: readonly string[]): string {
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}
