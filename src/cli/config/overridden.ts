import { type SettingsFile } from '../config-file.js';
import { type Host } from '../host.js';
import { findSetting } from '../settings.js';
import { type ChosenFile } from './setting-file-flags.js';

/** Says of a value that was just set that another prevails over it, where one does. */
export function overridden(
  name: string,
  { file, isProject }: ChosenFile,
  host: Host,
  files: readonly SettingsFile[],
): readonly string[] {
  const nearer = isProject ? [] : files.filter(({ origin, path }) => origin === 'project' && path !== file);
  const setting = findSetting(name, host.env, nearer);
  return setting === undefined ? [] : [`It does not hold here: ${setting.source} prevails over it.`];
}
