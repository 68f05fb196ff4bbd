import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type NamedKind } from '../../core/ports/name-catalog.js';
import { type Surroundings } from '../compose.js';
import { openNames } from '../compose/names.js';
import { type SettingsFile } from '../config-file.js';
import { emulatorNames, namedStateFile } from '../emulator/place.js';
import { BACKENDS } from '../global-flags.js';
import { type Host } from '../host.js';
import { outputsWith } from '../presets.js';
import { findSetting } from '../settings.js';
import { type Meaning } from './meanings.js';
import { type Candidate, nextWords, type KnownCommand, type Position } from './position.js';

/** More than anybody looks over. */
const MOST_NAMES = 200;
/** A list of profiles is a few lines for each. In bytes. */
const MOST_PROFILE_BYTES = 1_048_576;
/** Regions to begin with. Which a service has, it does not tell; any other can be typed. */
const REGIONS: readonly string[] = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1'];

/** What looking up needs to know. */
export interface LookUp {
  readonly surroundings: Surroundings;
  readonly files: readonly SettingsFile[];
  readonly commands: readonly KnownCommand[];
}

/** What the program and the machine know without asking a service. */
type Told = Exclude<Meaning, NamedKind | 'file' | 'folder'>;

const TOLD: Readonly<
  Record<Told, (position: Position, known: LookUp) => readonly string[] | Promise<readonly string[]>>
> = {
  output: (_, { files }) => outputsWith(files),
  profile: (_, { surroundings }) => profiles(surroundings.host.env),
  region: () => REGIONS,
  emulator: (_, { surroundings }) => emulatorNames(surroundings.dataDirectory),
  command: ({ args }, { commands }) => {
    const shown = commands.filter(({ hidden }) => !hidden);
    const words = args.map(({ value }) => value);
    return nextWords(words, shown, {}).map(({ value }) => value);
  },
};

/** What can stand for a meaning, where there is something to be found. Not the files: shells complete those better. */
export async function lookUp(
  meaning: Exclude<Meaning, 'file' | 'folder'>,
  position: Position,
  known: LookUp,
): Promise<readonly Candidate[]> {
  if (!isTold(meaning)) return names(meaning, position, known);
  return (await TOLD[meaning](position, known)).map((value) => ({ value }));
}

function isTold(meaning: Meaning): meaning is Told {
  return Object.hasOwn(TOLD, meaning);
}

async function names(
  kind: NamedKind,
  { command = '', given, args, typed }: Position,
  { surroundings, files }: LookUp,
): Promise<readonly Candidate[]> {
  const setting = (name: string): string | undefined =>
    given.get(name) ?? findSetting(name, surroundings.host.env, files)?.value;
  const backendNamed = (name: string): (typeof BACKENDS)[number] | undefined =>
    BACKENDS.find((one) => one === setting(name));
  const emulator = command.startsWith('emulator:') ? given.get('name') : undefined;
  const fleet = args.find(({ name }) => name === 'fleet')?.value ?? setting('fleet');
  const catalog = await openNames(
    kind,
    {
      backend: backendNamed('backend') ?? 'local',
      companions: backendNamed('companions'),
      state: emulator === undefined ? setting('state') : namedStateFile(surroundings.dataDirectory, emulator),
      profile: setting('profile'),
      region: setting('region'),
      endpointUrl: setting('endpoint-url'),
    },
    surroundings,
  );
  if (catalog === undefined) return [];
  try {
    const found = await catalog.names(kind, { prefix: typed, limit: MOST_NAMES, fleet });
    return found.map(({ name, ...rest }) => ({ value: name, ...rest }));
  } finally {
    catalog.close();
  }
}

/** The profiles of the AWS configuration files (AWS SDKs and Tools Reference Guide, Shared config and credentials files). */
function profiles(env: Host['env']): readonly string[] {
  const folder = join(env['HOME'] ?? homedir(), '.aws');
  const config = sections(env['AWS_CONFIG_FILE'] ?? join(folder, 'config')).flatMap((section) =>
    section === 'default'
      ? [section]
      : section.startsWith('profile ')
        ? [section.slice('profile '.length).trim()]
        : [],
  );
  const credentials = sections(env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(folder, 'credentials'));
  return [...new Set([...config, ...credentials])].sort();
}

function sections(path: string): readonly string[] {
  try {
    if (statSync(path).size > MOST_PROFILE_BYTES) return [];
    return [...readFileSync(path, 'utf8').matchAll(/^\[([^\]\n]+)\]/gm)].map(([, name = '']) => name.trim());
  } catch {
    return [];
  }
}
