import { type Interfaces } from '@oclif/core';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type SettingsFile } from './config-file.js';
import { type Host, isSwitchedOn } from './host.js';
import { presetNamed } from './presets.js';

const ENVIRONMENT_PREFIX = 'WORKLINK_';
const TRUTH = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/** A value that was not given as a flag, and where it stood. */
export interface Setting {
  readonly value: string;
  readonly source: string;
}

/** The environment variable that stands for a flag: `endpoint-url` is `WORKLINK_ENDPOINT_URL`. */
export function environmentName(flag: string): string {
  return `${ENVIRONMENT_PREFIX}${flag.replaceAll('-', '_').toUpperCase()}`;
}

/** What the environment, else the project file, else the user file says of a flag. An empty variable says nothing. */
export function findSetting(
  flag: string,
  env: Host['env'],
  files: readonly SettingsFile[],
): Setting | undefined {
  const name = environmentName(flag);
  const value = env[name];
  if (value !== undefined && value !== '') return { value, source: name };
  const file = files.find(({ values }) => values.has(flag));
  const written = file?.values.get(flag);
  return file === undefined || written === undefined
    ? undefined
    : { value: written, source: `${flag} in ${file.path}` };
}

/**
 * The same flags, those that a setting gives having it as their default, so that a flag on the command line prevails.
 *
 * @throws WorklinkError `Usage` naming the setting, where its value is not one the flag takes
 */
export async function withSettings<T extends Interfaces.FlagInput>(
  flags: T,
  env: Host['env'],
  files: readonly SettingsFile[],
): Promise<T> {
  const entries = await Promise.all(
    Object.entries(flags).map(async ([name, flag]) => {
      // A flag that may be given often takes one value each time: what follows may be an argument.
      const single =
        flag.type === 'option' && flag.multiple === true ? { ...flag, multipleNonGreedy: true } : flag;
      const setting = findSetting(name, env, files);
      if (setting === undefined) return [name, single] as const;
      return [name, { ...single, default: await readSetting(name, single, setting) }] as const;
    }),
  );
  return Object.fromEntries(entries) as T; // the same names, each flag of its own type
}

/** What a flag makes of a setting's text. @throws WorklinkError `Usage` naming the setting, where it takes it not */
export async function readSetting(
  name: string,
  flag: Interfaces.FlagInput[string],
  { value, source }: Setting,
): Promise<unknown> {
  if (flag.type === 'boolean') {
    const truth = TRUTH.get(value.trim().toLowerCase());
    if (truth === undefined) throw badSetting(source, value, 'It is true or false.');
    return truth;
  }
  const pieces = flag.multiple === true ? value.split(',') : [value];
  const parsed = await Promise.all(
    pieces.map(async (piece) => {
      if (flag.options !== undefined && !flag.options.includes(piece)) {
        throw badSetting(source, piece, `It is one of: ${flag.options.join(', ')}.`);
      }
      try {
        const result: unknown = await flag.parse(piece, {} as never, { ...flag, name }); // what the parser itself passes; ours read the flag alone
        return result;
      } catch (error) {
        throw badSetting(source, piece, error instanceof Error ? error.message : '', error);
      }
    }),
  );
  return flag.multiple === true ? parsed : parsed[0];
}

function badSetting(source: string, value: string, hint: string, cause?: unknown): Error {
  return ownError('Usage', `${source} is ${quote(value)}, which is not a value it can have.`, {
    ...(hint === '' ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Whether errors are to be JSON, read from the raw arguments: they are needed when the arguments could not be parsed.
 *
 * @param argv the arguments after the command's name
 */
export function wantsJson(
  argv: readonly string[],
  env: Host['env'],
  files: readonly SettingsFile[] = [],
): boolean {
  let format: string | undefined;
  for (const [index, argument] of argv.entries()) {
    if (argument === '--') break;
    if (argument === '--json') return true;
    if (argument === '-o' || argument === '--output') format = argv[index + 1];
    else if (argument.startsWith('--output=')) format = argument.slice('--output='.length);
    else if (/^-o./.test(argument)) format = argument.slice(argument.startsWith('-o=') ? 3 : 2);
  }
  const means = (output: string | undefined): boolean =>
    (presetNamed(output, files)?.format ?? output) === 'json';
  if (format !== undefined) return means(format);
  return isSwitchedOn(env[environmentName('json')]) || means(findSetting('output', env, files)?.value);
}
