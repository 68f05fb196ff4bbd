import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ownError, type WorklinkError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { quote } from '../core/text.js';
import { type Host } from './host.js';
import { type HasPresets, parsePresets } from './presets.js';

const PROJECT_FILE = '.worklink.yaml';
const USER_FILE = 'config.yaml';
/** Settings are a handful of lines; what is larger is another file. */
const MAX_BYTES = 65_536;

/** The flags a settings file may give: those that say where and how, none that say what to change. */
export const SETTING_NAMES: readonly string[] = [
  'backend',
  'state',
  'companions',
  'profile',
  'region',
  'endpoint-url',
  'output',
  'quiet',
  'no-input',
  'no-color',
  'fleet',
  'timeout',
  'interval',
  'page-size',
];
/** Of these a relative path is meant from the file it stands in. */
const PATHS: readonly string[] = ['state'];

/** What a settings file says: flag names with their values as text, and presets of results. */
export interface SettingsFile extends HasPresets {
  readonly origin: 'project' | 'user';
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads the project file, found from the working directory upwards, and the user's own.
 *
 * @param configDirectory the folder of the user's file
 * @returns those that exist, the one that prevails first
 * @throws WorklinkError `Usage` where one cannot be read as settings
 */
export async function readSettingsFiles(
  host: Pick<Host, 'cwd'>,
  configDirectory: string,
): Promise<readonly SettingsFile[]> {
  // Read synchronously: every command waits for them, and a look at a file is shorter than waiting for one.
  const places = [
    ['project', findUpwards(host.cwd)],
    ['user', userFile(configDirectory)],
  ] as const;
  const files: SettingsFile[] = [];
  for (const [origin, path] of places) {
    const text = path === undefined ? undefined : readSettingsText(path);
    if (path !== undefined && text !== undefined)
      files.push({ origin, path, ...(await parseSettings(path, text)) });
  }
  return files;
}

/** The user's settings file, whether it is there or not. */
export function userFile(configDirectory: string): string {
  return join(configDirectory, USER_FILE);
}

/** The project file that holds for a folder; the one it could have, where there is none. */
export function projectFile(folder: string): string {
  return findUpwards(folder) ?? join(resolve(folder), PROJECT_FILE);
}

function findUpwards(from: string): string | undefined {
  let folder = resolve(from);
  for (;;) {
    const path = join(folder, PROJECT_FILE);
    if (isFile(path)) return path;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

/** @returns a settings file's text; none where it is not there. @throws WorklinkError `Usage` where it cannot be read */
export function readSettingsText(path: string): string | undefined {
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw refused(path, `is larger than ${String(MAX_BYTES)} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
      throw refused(path, 'cannot be read', error);
    throw error;
  }
}

/** Reads a settings file's text. @throws WorklinkError `Usage` where it is none */
export async function parseSettings(
  path: string,
  text: string,
): Promise<Pick<SettingsFile, 'values' | 'presets'>> {
  const { parse } = await import('./parse-yaml.js');
  let content: unknown;
  try {
    content = parse(text, { schema: 'core', maxAliasCount: 0 });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw refused(path, `is not YAML: ${reason}`, error);
  }
  if (content === null || content === undefined) return { values: new Map(), presets: new Map() };
  if (typeof content !== 'object' || Array.isArray(content)) throw refused(path, 'is not a map of settings');
  const { presets = {}, ...values }: Readonly<Record<string, unknown>> = { ...content };
  return {
    values: new Map(Object.entries(values).map(([name, value]) => [name, settingText(path, name, value)])),
    presets: parsePresets(presets, (fault) => refused(path, fault)),
  };
}

function settingText(path: string, name: string, value: unknown): string {
  if (!SETTING_NAMES.includes(name)) {
    const [near] = nearest(name, [...SETTING_NAMES, 'presets']);
    throw refused(
      path,
      `has the setting ${quote(name)}, which does not exist${near === undefined ? '' : `: did you mean ${near}?`}`,
    );
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw refused(path, `gives ${name} a value that is no text, number or truth value`);
  }
  return PATHS.includes(name) ? resolve(dirname(path), String(value)) : String(value);
}

function refused(path: string, fault: string, cause?: unknown): WorklinkError {
  return ownError('Usage', `The settings file ${quote(path)} ${fault}.`, {
    hint: `It may hold: ${SETTING_NAMES.join(', ')}, presets.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
