import { constants } from 'node:fs';
import { access, lstat, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Host } from './host.js';
import { checkUnoccupied, writeIntoFolder } from './output-file.js';

/** Files that hold keys: for their owner alone. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Said at the end of a dry run that has a line for each file. */
export const NOTHING_WRITTEN = 'This was a dry run: no file was written.';

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

/** Private files being written, or only checked whether they could be. */
export interface PrivateFiles {
  /** As {@link makePrivateFolder} says. */
  makeFolder(path: string): Promise<void>;
  /** As {@link writePrivateFile} says. */
  write(path: string, content: string | Uint8Array, force: boolean): Promise<string>;
}

/** Writes private files; in a dry run none, with the same refusals. */
export function privateFiles(host: Host, isDryRun: boolean): PrivateFiles {
  if (!isDryRun) {
    return {
      makeFolder: (path) => makePrivateFolder(path, host),
      write: (path, content, force) => writePrivateFile(path, content, force, host),
    };
  }
  return {
    makeFolder: (path) => checkFolder(path, host),
    write: async (path, _, force) => {
      await checkFolder(dirname(path), host);
      return checkUnoccupied(path, force, host);
    },
  };
}

/** @throws WorklinkError `InvalidInput` where no file could be written into a folder, made where it is not there */
async function checkFolder(path: string, host: Host): Promise<void> {
  let folder = resolve(host.cwd, path);
  while (!(await isAnything(folder))) folder = dirname(folder);
  try {
    await access(`${folder}/.`, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw ownError('InvalidInput', `Nothing can be written into the folder ${quote(path)}.`, { cause });
  }
}

/** Whether there is a file, a folder or a link, be it to nowhere. */
async function isAnything(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
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
