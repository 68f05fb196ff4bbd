import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Host } from './host.js';
import { writeIntoFolder } from './output-file.js';

/** Files that hold keys: for their owner alone. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Flag of commands that write several files. */
export const directoryFlag = {
  directory: Flags.string({ summary: 'Write the files into this folder.', helpValue: 'FOLDER' }),
};

/**
 * Writes a file that holds a key or a password, for its owner alone, never through a link.
 *
 * @returns the file's absolute path
 * @throws WorklinkError `AlreadyExists` unless `force`; as `writeOutputFile` says
 */
export function writePrivateFile(
  path: string,
  content: string | Uint8Array,
  force: boolean,
  host: Host,
): Promise<string> {
  const place = { folder: dirname(path), name: basename(path), mode: PRIVATE_FILE };
  return writeIntoFolder(place, content, force, host);
}

/** Makes a folder for its owner alone, where it is not there yet. @throws WorklinkError `InvalidInput` */
export async function makePrivateFolder(path: string, host: Host): Promise<void> {
  try {
    await mkdir(resolve(host.cwd, path), { recursive: true, mode: PRIVATE_FOLDER });
  } catch (cause) {
    throw ownError('InvalidInput', `The folder ${quote(path)} cannot be made.`, { cause });
  }
}

/** Whether there is anything of that name. */
export async function isThere(folder: string, name: string, host: Host): Promise<boolean> {
  try {
    await stat(resolve(host.cwd, folder, name));
    return true;
  } catch {
    return false;
  }
}
