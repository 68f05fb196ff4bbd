import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type LogFile } from '../core/admin/trail/log-files.js';
import { type Host } from './host.js';
import { unwritable } from './output-file.js';

/** What became of log files. */
export interface WrittenLogs {
  /** The folder they are below, absolute. */
  readonly directory: string;
  readonly events: number;
  readonly files: number;
  /** How many of the files were written; the others were there already. */
  readonly written: number;
}

const compress = promisify(gzip);

/**
 * Writes log files below a folder, compressed, for their owner alone. One that is there already is left as it is: its
 * name says that it holds the same. What is interrupted goes on where it was when it is run again.
 *
 * @param directory relative to the working directory; made where it is not there
 * @param onProgress told after each file
 * @throws WorklinkError `NotFound`, `InvalidInput` where a file cannot be written; the signal's reason once aborted
 */
export async function writeLogFiles(
  files: AsyncIterable<LogFile>,
  directory: string,
  host: Host,
  onProgress: (soFar: WrittenLogs) => void,
): Promise<WrittenLogs> {
  const root = resolve(host.cwd, directory);
  let soFar: WrittenLogs = { directory: root, events: 0, files: 0, written: 0 };
  for await (const { path, records, text } of files) {
    host.signal.throwIfAborted();
    const isNew = await writeOnce(join(root, ...path.split('/')), text);
    soFar = {
      ...soFar,
      events: soFar.events + records,
      files: soFar.files + 1,
      written: soFar.written + (isNew ? 1 : 0),
    };
    onProgress(soFar);
  }
  return soFar;
}

/** Whole or not at all: a file that is there is complete. @returns whether it was not there before */
async function writeOnce(file: string, text: string): Promise<boolean> {
  const draft = join(dirname(file), `.${randomUUID()}.draft`);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    if (await isThere(file)) return false;
    await writeFile(draft, await compress(text), { flag: 'wx', mode: 0o600 });
    await rename(draft, file);
    return true;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(error, file);
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
