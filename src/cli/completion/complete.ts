import { type Config } from '@oclif/core';
import { readSettingsFiles } from '../config-file.js';
import { type Host } from '../host.js';
import { answerText } from './answer.js';
import { lookUp } from './look-up.js';
import { type Candidate, type Position, positionOf } from './position.js';
import { readShellWord, SHELLS } from './shell-words.js';

/** How long somebody who pressed a key is kept waiting, in milliseconds. */
const PATIENCE_MS = 1500;

/** What of the program's facts completion needs. */
type Known = Pick<Config, 'commands' | 'pjson' | 'configDir' | 'dataDir' | 'userAgent'>;

/**
 * Answers a shell that asks what can stand at the cursor: `SHELL BREAKS TYPE -- WORD... CURRENT`, words as they are
 * typed. What goes wrong is no answer, and nothing else: somebody is typing.
 *
 * @returns what the shell's script reads
 */
export async function completionAnswer(argv: readonly string[], config: Known, host: Host): Promise<string> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const late = new Promise<string>((resolve) => {
    patience.addEventListener('abort', () => {
      resolve('');
    });
  });
  try {
    return await Promise.race([answer(argv, config, hurried(host, patience)), late]);
  } catch {
    return '';
  }
}

async function answer(argv: readonly string[], config: Known, host: Host): Promise<string> {
  const [shellName, breaks = '', type = '', separator, ...typed] = argv;
  const shell = SHELLS.find((one) => one === shellName);
  if (shell === undefined || separator !== '--') return '';
  const raw = typed.pop() ?? '';
  // Zsh takes the quotes off itself, and fish off all words but the one that is being typed.
  const words = shell === 'bash' ? typed.map((word) => readShellWord(word).text) : typed;
  const current = shell === 'zsh' ? raw : readShellWord(raw).text;
  const position = positionOf(words, current, config.commands, config.pjson.oclif.topics);
  if (position.meaning === 'file' || position.meaning === 'folder') return `${position.meaning}s\n`;
  const candidates = [...position.candidates, ...(await found(position, config, host))];
  const fitting = candidates.filter(({ value }) => value.startsWith(position.typed));
  return answerText(fitting, { shell, raw, before: position.before, breaks, type });
}

async function found(position: Position, config: Known, host: Host): Promise<readonly Candidate[]> {
  const { meaning } = position;
  if (meaning === undefined || meaning === 'file' || meaning === 'folder') return [];
  const { dataDirectory = config.dataDir, configDirectory = config.configDir } = host;
  return lookUp(meaning, position, {
    surroundings: { host, dataDirectory, userAgent: config.userAgent },
    files: await readSettingsFiles(host, configDirectory),
    commands: config.commands,
  });
}

/** The machine, on which nothing lasts longer than the patience of who types. */
function hurried(host: Host, patience: AbortSignal): Host {
  return {
    env: host.env,
    cwd: host.cwd,
    get stdin() {
      return host.stdin;
    },
    get stdout() {
      return host.stdout;
    },
    get stderr() {
      return host.stderr;
    },
    timer: host.timer,
    signal: AbortSignal.any([host.signal, patience]),
    ...(host.configDirectory === undefined ? {} : { configDirectory: host.configDirectory }),
    ...(host.dataDirectory === undefined ? {} : { dataDirectory: host.dataDirectory }),
  };
}
