import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  type FileContent,
  type GivenFleetFile,
  type LoadedFleets,
  type ReferencedFiles,
} from '../../core/admin/fleet-file/files.js';
import { loadFleets } from '../../core/admin/fleet-file/load.js';
import { ownError, WorklinkError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { type Host } from '../host.js';
import { systemCode } from '../invites/folder.js';
import { assertReadOnce, readBytes } from '../values.js';
import { readRegularFile } from './regular-file.js';

/** Longer than the longest text that is read as YAML can be in UTF-8. */
const MAX_FILE_BYTES = 32 * 1_048_576;
/** Larger than any document or chain that the service takes. */
const MAX_REFERENCED_BYTES = 1_048_576;
/** What all the files together may hold. */
const MAX_BYTES = 128 * 1_048_576;
const MAX_FILES = 1_000;
const FLEET_FILE = /^(?!\.).*(?<!\.schema)\.(?:ya?ml|json)$/i;

/** What files of fleets hold, and which files that were. */
export interface ReadFleets extends LoadedFleets {
  readonly files: readonly string[];
}

/**
 * Reads and judges files of fleets, and the files they name. The service is not asked.
 *
 * @param paths files; folders, of which each `.yaml`, `.yml` and `.json` is read, not what is in folders in them; `-` for standard input
 * @throws WorklinkError `NotFound` for a path where nothing is; `Usage`; what stops the host
 */
export async function readFleetFiles(paths: readonly string[], host: Host): Promise<ReadFleets> {
  assertReadOnce(paths);
  const budget = new Budget();
  const given: GivenFleetFile[] = [];
  for (const file of await filesOf(paths, host)) {
    host.signal.throwIfAborted();
    const isInput = file === '-';
    const content = isInput
      ? await standardInput(host)
      : await budget.read(resolve(host.cwd, file), file, MAX_FILE_BYTES);
    const folder = isInput ? host.cwd : dirname(resolve(host.cwd, file));
    given.push({ file: isInput ? '<stdin>' : file, folder, content });
  }
  const loaded = await loadFleets(given, { files: new NamedFiles(budget, host), now: host.timer.now() });
  return { ...loaded, files: given.map(({ file }) => file) };
}

/** Files that are named in others, each read once however often it is named. */
class NamedFiles implements ReferencedFiles {
  readonly #contents = new Map<string, Promise<FileContent>>();

  constructor(
    private readonly budget: Budget,
    private readonly host: Host,
  ) {}

  read(folder: string, path: string): Promise<FileContent> {
    this.host.signal.throwIfAborted();
    const file = resolve(folder, path);
    const content = this.#contents.get(file) ?? this.budget.read(file, path, MAX_REFERENCED_BYTES);
    this.#contents.set(file, content);
    return content;
  }
}

/** Reads files as long as they are not too much together. */
class Budget {
  #left = MAX_BYTES;

  async read(file: string, shown: string, maxBytes: number): Promise<FileContent> {
    // A zero byte ends a path for the system, and is refused with words that are not for people.
    if (file.includes('\0')) return { fault: `There is no file ${quote(shown)}.` };
    const content = await readRegularFile(file, shown, Math.min(maxBytes, this.#left));
    if ('bytes' in content) this.#left -= content.bytes.length;
    return content;
  }
}

async function standardInput(host: Host): Promise<FileContent> {
  try {
    return { bytes: await readBytes('-', host, { flag: 'FILE', maxBytes: MAX_FILE_BYTES }) };
  } catch (error) {
    if (error instanceof WorklinkError && error.code === 'InvalidInput') return { fault: error.message };
    throw error;
  }
}

/** The files that paths stand for, each once, in their order. */
async function filesOf(paths: readonly string[], host: Host): Promise<readonly string[]> {
  const files = new Map<string, string>();
  for (const given of paths) {
    const path = given.replace(/^@/, ''); // as values of flags name their files
    const found = path === '-' ? ['-'] : await filesAt(path, host);
    for (const file of found) files.set(file === '-' ? '-' : resolve(host.cwd, file), file);
  }
  if (files.size > MAX_FILES) {
    throw ownError('Usage', `${String(files.size)} files are more than ${String(MAX_FILES)}.`, {
      hint: 'Give fewer at a time; one file may hold many fleets.',
    });
  }
  return [...files.values()];
}

async function filesAt(path: string, host: Host): Promise<readonly string[]> {
  const full = resolve(host.cwd, path);
  try {
    if (!(await stat(full)).isDirectory()) return [path];
    const names = (await readdir(full)).filter((name) => FLEET_FILE.test(name)).sort();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (cause) {
    const reason = systemCode(cause) === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw ownError('NotFound', `FILE: ${quote(path)} ${reason}.`, { cause });
  }
  throw ownError('NotFound', `The folder ${quote(path)} holds no file of fleets.`, {
    hint: 'Files of fleets end in .yaml, .yml or .json, and do not begin with a dot.',
  });
}
