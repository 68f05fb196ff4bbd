import { type ManifestCommand, type ManifestFlag } from './manifest.js';
import { roffArgument, roffText } from './roff.js';

/** Where the man page is kept, from the root. */
export const MAN_PAGE = 'man/worklink.1';

/** What the page is made of. */
export interface ManSources {
  readonly commands: readonly ManifestCommand[];
  /** package.json. */
  readonly pjson: string;
  /** README.md, which has the table of exit codes. */
  readonly readme: string;
}

/** The man page: all commands, what they exit with, and what they look at besides. @throws where README.md has no exit codes */
export function manPage({ commands: all, pjson, readme }: ManSources): string {
  const { version, description, topics } = readPackage(pjson);
  const commands = all.filter(({ hidden }) => !hidden);
  const globals = commands[0]?.flags.filter(({ isGlobal }) => isGlobal === true) ?? [];
  return [
    String.raw`.\" Made by npm run docs of the commands: change those.`,
    `.TH WORKLINK 1 ${CHANGED} ${roffArgument(`worklink ${version}`)} "Amazon WorkLink"`,
    // Long options and ARNs leave gaps in lines that are made equally long.
    '.ad l',
    '.SH NAME',
    `worklink ${String.raw`\-`} administer Amazon WorkLink`,
    '.SH SYNOPSIS',
    String.raw`\fBworklink\fR \fITOPIC COMMAND\fR [\fIARGUMENTS\fR] [\fIFLAGS\fR]`,
    '.SH DESCRIPTION',
    roffText(description),
    '.PP',
    roffText('worklink help TOPIC COMMAND explains one command in fewer words than this page has.'),
    '.SH COMMANDS',
    ...topicsOf(commands).flatMap(([topic, ofTopic]) => topicSection(topic, ofTopic, topics)),
    '.SH GLOBAL FLAGS',
    'Every command has these.',
    ...globals.flatMap(flagEntry),
    '.SH EXIT STATUS',
    ...exitCodes(readme).flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roffText(meaning)]),
    ...ENDING,
    '',
  ].join('\n');
}

/** When what the page says besides the commands was last looked at. */
const CHANGED = '2026-11-23';

const ENDING: readonly string[] = [
  '.SH ENVIRONMENT',
  roffText(
    'Every flag can be an environment variable: WORKLINK_ and its name in capitals, hyphens as underscores. The flag prevails over the variable, the variable over the settings files.',
  ),
  ...[
    [
      'WORKLINK_FLEET, WORKLINK_REGION, WORKLINK_BACKEND, ...',
      'The values of --fleet, --region, --backend and so on.',
    ],
    ['AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_WORKLINK', 'As the AWS SDKs take them.'],
    ['NO_COLOR, FORCE_COLOR', 'Whether there is colour.'],
    ['CI', 'Nothing is asked where it is set.'],
  ].flatMap(([names = '', meaning = '']) => ['.TP', `.B ${roffArgument(names)}`, roffText(meaning)]),
  '.SH FILES',
  ...[
    ['.worklink.yaml', 'Settings of a project: in the working directory, or above it.'],
    ['~/.config/worklink/config.yaml', 'Your own settings.'],
    [
      '~/.local/share/worklink/emulator.db',
      'The state of the local backend, unless --state names another file.',
    ],
    ['~/.aws/config, ~/.aws/credentials', 'Profiles of the aws backend.'],
  ].flatMap(([names = '', meaning = '']) => ['.TP', `.I ${roffArgument(names)}`, roffText(meaning)]),
];

type Topics = Readonly<Record<string, string>>;

function topicSection(topic: string, commands: readonly ManifestCommand[], topics: Topics): string[] {
  const about = topic === '' ? 'Commands of their own.' : topics[topic];
  return [
    `.SS ${roffArgument(topic === '' ? 'without a topic' : topic)}`,
    ...(about === undefined ? [] : [roffText(about)]),
    ...commands.flatMap(commandEntry),
  ];
}

function commandEntry(command: ManifestCommand): string[] {
  const args = command.args.filter(({ hidden }) => hidden !== true);
  const words = args.map(({ name, multiple, required }) => {
    const label = `${String.raw`\fI`}${roffText(name.toUpperCase())}${multiple === true ? '...' : ''}${String.raw`\fR`}`;
    return required === true ? ` ${label}` : ` [${label}]`;
  });
  const own = command.flags.filter(({ isGlobal, hidden }) => isGlobal !== true && hidden !== true);
  const examples = command.examples.map((example, index) => {
    const description = command.exampleDescriptions[index] ?? '';
    return `${description === '' ? '' : `# ${roffText(description)}\n`}$ ${roffText(example)}`;
  });
  return [
    '.PP',
    String.raw`\fBworklink ${roffText(command.name)}\fR${words.join('')}`,
    '.RS',
    paragraphs(command.summary),
    ...(command.description === '' ? [] : ['.PP', paragraphs(command.description)]),
    ...args.flatMap((arg) => [
      '.TP',
      `.I ${roffArgument(arg.name.toUpperCase())}`,
      roffText(arg.description ?? ''),
    ]),
    ...own.flatMap(flagEntry),
    ...(examples.length === 0 ? [] : ['.PP', 'Examples:', '.PP', '.nf', examples.join('\n'), '.fi']),
    '.RE',
  ];
}

function flagEntry(flag: ManifestFlag): string[] {
  const name = flag.allowNo === true ? `[no-]${flag.name}` : flag.name;
  const value = flag.options?.join('|') ?? flag.helpValue ?? 'VALUE';
  const label = [
    String.raw`\fB${flag.char === undefined ? '' : String.raw`\-${flag.char}, `}\-\-${roffText(name)}\fR`,
    ...(flag.type === 'option'
      ? [String.raw`\fI${roffText(value)}\fR${flag.multiple === true ? '...' : ''}`]
      : []),
  ].join(' ');
  const usual = flag.default === undefined ? '' : ` [default: ${flag.default}]`;
  return ['.TP', label, roffText(`${flag.summary ?? ''}${usual}`)];
}

/** Lines that begin with spaces stand as they are; the others are filled. */
function paragraphs(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('  ') ? `.br\n${roffText(line.trim())}` : roffText(line)))
    .filter((line) => line !== '')
    .join('\n.br\n')
    .replaceAll('.br\n.br\n', '.br\n');
}

function topicsOf(
  commands: readonly ManifestCommand[],
): readonly (readonly [string, readonly ManifestCommand[]])[] {
  const topics = new Map<string, ManifestCommand[]>();
  for (const command of commands) {
    const topic = command.name.includes(' ') ? command.name.slice(0, command.name.indexOf(' ')) : '';
    topics.set(topic, [...(topics.get(topic) ?? []), command]);
  }
  return [...topics].sort(([a], [b]) => (a < b ? -1 : 1));
}

function exitCodes(readme: string): readonly (readonly [code: string, meaning: string])[] {
  const codes = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(
    ([, code = '', meaning = '']) => [code, meaning.replaceAll('`', '')] as const,
  );
  if (codes.length === 0) throw new Error('README.md has no table of exit codes');
  return codes;
}

function readPackage(text: string): { version: string; description: string; topics: Topics } {
  const { version, description, oclif } = JSON.parse(text) as {
    readonly version: string;
    readonly description: string;
    readonly oclif: { readonly topics: Readonly<Record<string, { readonly description: string }>> };
  }; // our own file
  return {
    version,
    description,
    topics: Object.fromEntries(
      Object.entries(oclif.topics).map(([name, topic]) => [name, topic.description]),
    ),
  };
}
