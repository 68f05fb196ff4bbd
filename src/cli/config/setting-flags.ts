import { type Interfaces } from '@oclif/core';
import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { fleetFlag, listFlags, waitFlags } from '../common-flags.js';
import { SETTING_NAMES, type SettingsFile } from '../config-file.js';
import { globalFlags } from '../global-flags.js';
import { withPresets } from '../presets.js';
import { readSetting } from '../settings.js';

const { timeout, interval } = waitFlags;
const ALL: Interfaces.FlagInput = {
  ...globalFlags,
  ...fleetFlag,
  timeout,
  interval,
  'page-size': listFlags['page-size'],
};

/** The flags a settings file may give, by name. */
export function settingFlags(files: readonly SettingsFile[]): Interfaces.FlagInput {
  return withPresets(
    Object.fromEntries(
      SETTING_NAMES.flatMap((name) => {
        const flag = ALL[name];
        return flag === undefined ? [] : [[name, flag]];
      }),
    ),
    files,
  );
}

/** The flags that have one default wherever they are. */
export const ALWAYS_THE_SAME: readonly string[] = Object.keys(globalFlags);

/**
 * Checks a value somebody wants a setting to have, as the flag of its name would.
 *
 * @returns the value as YAML is to have it: truth values and numbers as such
 * @throws WorklinkError `Usage` where the flag does not take it, or it holds a password
 */
export async function checkSetting(
  name: string,
  value: string,
  files: readonly SettingsFile[],
): Promise<string | number | boolean> {
  const flag = settingFlags(files)[name];
  if (flag === undefined) throw ownError('Usage', `There is no setting ${quote(name)}.`);
  if (value.trim() === '') {
    throw ownError('Usage', `The setting ${name} cannot be empty.`, {
      hint: `Have it no longer: worklink config unset ${name}`,
    });
  }
  if (name === 'endpoint-url') refuseCredentials(value);
  const read = await readSetting(name, flag, { value, source: name });
  if (typeof read === 'boolean') return read;
  return typeof read === 'number' && String(read) === value ? read : value;
}

/** What is in a settings file is read by whoever reads the project. */
function refuseCredentials(value: string): void {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw ownError('Usage', 'The endpoint holds a user name or a password, and no secret can be a setting.', {
      hint: 'Give it without.',
    });
  }
}
