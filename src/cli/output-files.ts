import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ownError } from '../core/errors.js';
import { counted, quote } from '../core/text.js';
import { type Host } from './host.js';
import { systemCode } from './invites/folder.js';
import { unwritable } from './output-file.js';

/** A file to write into a folder: its path from there, of names made safe before. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** Conflicts that a message names. */
const LISTED = 5;

/**
 * Writes files into a folder: all of them, or none.
 *
 * @param folder relative to the working directory; made where it is not there, as are the folders of the files
 * @param force whether files that are there may be replaced
 * @returns their absolute paths
 * @throws WorklinkError `AlreadyExists` where one of them is there; `InvalidInput` where one cannot be written
 */
export async function writeOutputFiles(
  folder: string,
  files: readonly OutputFile[],
  force: boolean,
  host: Host,
): Promise<readonly string[]> {
  const root = resolve(host.cwd, folder);
  const targets = files.map(({ path, text }) => ({ path: join(folder, path), file: join(root, path), text }));
  if (!force) await refuseExisting(targets);
  const temporary: string[] = [];
  const placed: string[] = [];
  try {
    for (const { path, file, text } of targets) {
      const beside = join(dirname(file), `.${randomUUID()}.tmp`);
      temporary.push(beside);
      await writing(path, async () => {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(beside, text, { flag: 'wx' });
      });
    }
    // Nothing that can fill a disk is left to do: the files only get their names.
    for (const [index, { path, file }] of targets.entries()) {
      await writing(path, () => putInPlace(temporary[index] ?? '', file, force));
      if (!force) placed.push(file);
    }
    return targets.map(({ file }) => file);
  } catch (error) {
    for (const file of placed) await rm(file, { force: true });
    throw error;
  } finally {
    for (const file of temporary) await rm(file, { force: true });
  }
}

/** A link appears only where nothing is; what is renamed takes the place of what is there, were it a link elsewhere. */
function putInPlace(from: string, to: string, force: boolean): Promise<void> {
  return force ? rename(from, to) : link(from, to);
}

async function refuseExisting(
  targets: readonly { readonly path: string; readonly file: string }[],
): Promise<void> {
  const there: string[] = [];
  for (const { path, file } of targets) {
    try {
      await lstat(file);
      there.push(path);
    } catch (error) {
      const code = systemCode(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unwritable(error, path);
    }
  }
  if (there.length === 0) return;
  const more = there.length - LISTED;
  const names = `${there.slice(0, LISTED).map(quote).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
  throw ownError('AlreadyExists', `${counted(there.length, 'file')} would be overwritten: ${names}.`, {
    hint: 'Give another folder, or --force to overwrite them.',
    details: { files: there },
  });
}

async function writing(path: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw unwritable(error, path);
  }
}
