import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { ownError, type WorklinkError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Host } from './host.js';

/** Flags of commands whose result can go into a file. */
export const outputFileFlags = {
  'output-file': Flags.string({ summary: 'Write the document into a file.', helpValue: 'PATH' }),
  force: Flags.boolean({ summary: 'Overwrite the file where it exists.', dependsOn: ['output-file'] }),
};

/**
 * Writes a document into a file, verbatim.
 *
 * @param path relative to the working directory
 * @param force whether a file that is there may be overwritten
 * @param mode the permissions of a new file, where they are not the usual
 * @returns the file's absolute path
 * @throws WorklinkError `AlreadyExists`; `NotFound` for a folder that is not there; `InvalidInput` where it cannot be written
 */
export async function writeOutputFile(
  path: string,
  content: string | Uint8Array,
  force: boolean,
  host: Host,
  mode?: number,
): Promise<string> {
  const file = resolve(host.cwd, path);
  try {
    await writeFile(file, content, { flag: force ? 'w' : 'wx', ...(mode === undefined ? {} : { mode }) });
    return file;
  } catch (error) {
    throw unwritable(error, path);
  }
}

/**
 * Checks that nothing is in the way of a file, as {@link writeOutputFile} would find it.
 *
 * @returns the file's absolute path
 * @throws WorklinkError `AlreadyExists`; `InvalidInput` for a folder of that name
 */
export async function checkUnoccupied(path: string, force: boolean, host: Host): Promise<string> {
  const file = resolve(host.cwd, path);
  const there = await lstat(file).catch(() => undefined);
  if (there === undefined) return file;
  if (there.isDirectory()) throw unwritable(undefined, path);
  if (!force) throw occupied(path);
  return file;
}

/**
 * Writes a file into a folder, under a name that comes from outside: what is there under that name is replaced, were it a
 * link to somewhere else, never written through.
 *
 * @param folder relative to the working directory; made where it is not there
 * @param name made safe before: see `core/file-names.ts`
 * @param mode the file's permissions, where they are not the usual
 * @param force whether a file that is there may be replaced
 * @returns the file's absolute path
 * @throws WorklinkError as {@link writeOutputFile}
 */
export async function writeIntoFolder(
  { folder, name, mode }: { readonly folder: string; readonly name: string; readonly mode?: number },
  content: string | Uint8Array,
  force: boolean,
  host: Host,
): Promise<string> {
  const path = join(folder, name);
  try {
    await mkdir(resolve(host.cwd, folder), { recursive: true });
  } catch (error) {
    throw unwritable(error, folder);
  }
  if (!force) return writeOutputFile(path, content, false, host, mode);
  const temporary = await writeOutputFile(join(folder, `.${randomUUID()}.tmp`), content, false, host, mode);
  try {
    const file = resolve(host.cwd, path);
    await rename(temporary, file);
    return file;
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(error, path);
  }
}

/**
 * Writes a secret into a file that nobody but its owner reads, also where it was there and others could read it.
 *
 * @throws WorklinkError as {@link writeOutputFile} says
 */
export async function writeSecretFile(
  path: string,
  text: string,
  force: boolean,
  host: Host,
): Promise<string> {
  const file = resolve(host.cwd, path);
  try {
    const handle = await open(file, force ? 'w' : 'wx', 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return file;
  } catch (error) {
    throw unwritable(error, path);
  }
}

/** What went wrong with the writing of a file, in words. */
export function unwritable(cause: unknown, path: string): WorklinkError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EEXIST':
      return occupied(path, cause);
    case 'ENOENT':
    case 'ENOTDIR':
      return ownError('NotFound', `The folder of ${quote(path)} does not exist.`, { cause });
    default:
      return ownError('InvalidInput', `The file ${quote(path)} cannot be written.`, { cause });
  }
}

function occupied(path: string, cause?: unknown): WorklinkError {
  return ownError('AlreadyExists', `The file ${quote(path)} exists.`, {
    hint: 'Give another name, or --force to overwrite it.',
    cause,
  });
}
