import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';

/** A folder's name on every file system, and a host's name too. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const FOLDER = 'emulators';
const STATE_FILE = 'emulator.db';

/** The flag that tells emulators apart that run side by side. */
export const nameFlag = {
  name: Flags.custom({
    summary: 'Name of the emulator, where several are kept side by side.',
    helpValue: 'NAME',
    parse: (text) =>
      NAME.test(text)
        ? Promise.resolve(text)
        : Promise.reject(
            ownError(
              'Usage',
              `${quote(text)} is not a name for an emulator: up to 63 lower-case letters, digits and hyphens.`,
            ),
          ),
  })(),
};

/** The state file of a named emulator, in a folder of its own. */
export function namedStateFile(dataDirectory: string, name: string): string {
  return join(dataDirectory, FOLDER, name, STATE_FILE);
}

/** The names that emulators have been kept under, sorted. */
export async function emulatorNames(dataDirectory: string): Promise<readonly string[]> {
  try {
    return (await readdir(join(dataDirectory, FOLDER))).filter((name) => NAME.test(name)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
