import { dirname, relative, resolve } from 'node:path';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { projectFile, SETTING_NAMES, userFile } from '../config-file.js';
import { type Host } from '../host.js';
import { makePrivateFolder } from '../private-files.js';
import { type SettingChange } from './edit-settings.js';

const PRIVATE_FILE = 0o600;
const SHARED_FILE = 0o644;

/** The setting a command is about. */
export const settingArg = {
  name: Args.string({ description: 'The setting.', required: true, options: [...SETTING_NAMES] }),
};

/** Flags of what changes a settings file. */
export const settingFileFlags = {
  project: Flags.boolean({
    summary: 'In the project file: the one found upwards, else a new one here.',
    exclusive: ['user'],
  }),
  user: Flags.boolean({ summary: 'In your own settings file, which is usual.' }),
};

/** Which of the settings files is meant. */
export interface ChosenFile {
  readonly file: string;
  readonly isProject: boolean;
}

export function chosenFile(project: boolean, host: Host, configDirectory: string): ChosenFile {
  return { file: project ? projectFile(host.cwd) : userFile(configDirectory), isProject: project };
}

/**
 * A path as a settings file is to have it: meant from the working directory when it is typed, and from the file's own
 * folder when it is read.
 */
export function pathFor({ file, isProject }: ChosenFile, path: string, host: Host): string {
  const absolute = resolve(host.cwd, path);
  return isProject ? relative(dirname(file), absolute) || '.' : absolute;
}

/** Changes the chosen file. @throws WorklinkError `Usage` for a file that is none; `InvalidInput` where it cannot be written */
export async function changeSetting(
  { file, isProject }: ChosenFile,
  change: SettingChange,
  host: Host,
): Promise<void> {
  const { changeSettingsFile } = await import('./edit-settings.js');
  // A new user file is for its owner alone, and so is the folder it is the first in.
  if (!isProject) await makePrivateFolder(dirname(file), host);
  await changeSettingsFile(file, change, isProject ? SHARED_FILE : PRIVATE_FILE, host);
}
