import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Interfaces } from '@oclif/core';
import { Config } from '@oclif/core/config';
import { settings } from '@oclif/core/settings';
import { ownError } from '../core/errors.js';
import { BaseCommand } from './base-command.js';
import { meaningOf, unknownCommand } from './command-names.js';
import { helpPage } from './help.js';
import { type Host, processHost } from './host.js';
import { Report } from './report.js';
import { textDocument } from './results.js';
import { wantsJson } from './settings.js';

/** What the scripts of `worklink completion` call, in the place of a command: an answer nobody waits for. */
const COMPLETE = '__complete';
const HELP_FLAGS: readonly string[] = ['--help', '-h'];
const VERSION_FLAGS: readonly string[] = ['--version', '-V'];

/** Where the program's files are. */
export interface Program {
  /** The package's folder. */
  readonly root: string;
  /** Runs the commands as they stand in `src`, rather than the built ones and their manifest. */
  readonly fromSource?: boolean;
}

/**
 * The framework's own log, which is for its developers: loading what prints it is left to who asks for it by DEBUG.
 */
function quiet(): { logger?: Interfaces.Logger } {
  if (process.env['DEBUG'] !== undefined) return {};
  const nothing = (): void => undefined;
  const logger: Interfaces.Logger = {
    namespace: 'oclif',
    child: () => logger,
    debug: nothing,
    error: nothing,
    info: nothing,
    trace: nothing,
    warn: nothing,
  };
  return { logger };
}

/** Loads what the framework knows of the program: its commands, topics and folders. */
export async function loadConfig({ root, fromSource = false }: Program): Promise<Config> {
  // The framework would look for a TypeScript compiler where NODE_ENV says development.
  settings.enableAutoTranspile = false;
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON; // our own file
  // Told where everything is and that there are no plugins, the framework does not search for them.
  if (!fromSource) return Config.load({ root, pjson, userPlugins: false, devPlugins: false, ...quiet() });
  const commands: Interfaces.PJSON['oclif']['commands'] = {
    strategy: 'pattern',
    target: './commands',
    globPatterns: ['**/*.ts'],
  };
  return Config.load({ root: join(root, 'src'), pjson: { ...pjson, oclif: { ...pjson.oclif, commands } } });
}

/**
 * Runs one command line.
 *
 * @param argv the command line without the program
 * @returns the exit code; whatever goes wrong is shown, not thrown
 */
export async function main(argv: readonly string[], config: Config, host: Host): Promise<number> {
  const report = new Report(host, { json: wantsJson(argv, host.env), debug: argv.includes('--debug') });
  try {
    const [first] = argv;
    if (first === COMPLETE) return await complete(argv.slice(1), config, host);
    if (first !== undefined && VERSION_FLAGS.includes(first)) {
      return await report.result(
        textDocument({ text: `${config.userAgent}\n`, data: { version: config.version } }),
      );
    }
    const beforeSeparator = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
    if (argv.length === 0 || beforeSeparator.some((word) => HELP_FLAGS.includes(word)))
      return await help(argv, config, host, report);
    if (first?.startsWith('-') === true) {
      throw ownError('Usage', 'The command comes first, its flags after it.', {
        hint: 'Such as: worklink fleet list --json',
      });
    }
    const meaning = meaningOf(argv, config.commandIDs);
    if (meaning.kind === 'topic') return await help(argv, config, host, report);
    if (meaning.kind === 'unknown') throw unknownCommand(meaning.words, config.commandIDs);
    const Loaded = await config.findCommand(meaning.id, { must: true }).load();
    // Instantiated here rather than by the class's own `run`, which loads the configuration once more.
    const command: unknown = Reflect.construct(Loaded, [[...meaning.argv], config]);
    if (!(command instanceof BaseCommand)) throw new TypeError(`${meaning.id} is no command of this program`);
    return await command.execute(host);
  } catch (error) {
    return await report.error(error, undefined);
  } finally {
    report.release();
  }
}

/** Answers a shell that completes a command line. */
async function complete(argv: readonly string[], config: Config, host: Host): Promise<number> {
  const { completionAnswer } = await import('./completion/complete.js');
  const text = await completionAnswer(argv, config, host);
  await new Promise<void>((resolve) => {
    host.stdout.write(text, () => {
      resolve();
    });
  });
  return 0;
}

/** Help that was asked for by a flag, or that a topic alone stands for. */
function help(argv: readonly string[], config: Config, { stdout }: Host, report: Report): Promise<number> {
  const flag = argv.findIndex((word) => word.startsWith('-'));
  const words = flag === -1 ? argv : argv.slice(0, flag);
  const text = helpPage(words[0] === 'help' ? words.slice(1) : words, config, stdout.columns);
  return report.result(textDocument({ text, data: { help: text } }));
}

/** Runs the program on the real machine. What `bin` calls. */
export async function start(root: URL, options: Omit<Program, 'root'> = {}): Promise<void> {
  const host = processHost();
  // The framework's listener throws, past all handling; whoever writes is told of what fails.
  process.stdout.removeAllListeners('error');
  const config = await loadConfig({ root: fileURLToPath(root), ...options });
  const argv = process.argv.slice(2);
  process.exitCode = await main(argv, config, host);
  // Connections on which an answer came too late would keep the program up.
  if (argv[0] === COMPLETE) process.exit();
}
