import { readFile, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { WorklinkError } from '../../core/errors.js';
import { yamlText } from '../../core/model/document/yaml-text.js';
import { type SetupAnswers, withPaths } from '../../core/model/setup-file/setup-answers.js';
import { type Host } from '../host.js';
import { writeIntoFolder } from '../output-file.js';
import { makePrivateFolder } from '../private-files.js';
import { parseAnswers } from './answers-file.js';

const FOLDER = 'setup';
const NAME = 'progress.yaml';
const PRIVATE_FILE = 0o600;
/** More than all answers there can be. */
const MAX_BYTES = 1_048_576;

/**
 * Where the answers of a set-up under way are kept, for its owner alone: it goes on where it was left. It is a file of
 * answers like any other, paths made absolute, and holds no secret: keys and passphrases are only ever named by their files.
 */
export class ProgressFile {
  readonly #folder: string;

  constructor(
    private readonly host: Host,
    dataDirectory: string,
  ) {
    this.#folder = join(dataDirectory, FOLDER);
  }

  get path(): string {
    return join(this.#folder, NAME);
  }

  /** @returns the answers kept, and since when; nothing where there are none, or what is there is not ours to read */
  async read(): Promise<{ readonly answers: SetupAnswers; readonly savedAt: Date } | undefined> {
    try {
      const { size, mtime } = await stat(this.path);
      if (size > MAX_BYTES) return undefined;
      const answers = await parseAnswers(await readFile(this.path, 'utf8'), this.path);
      return { answers: withPaths(answers, (path) => this.#shortened(path)), savedAt: mtime };
    } catch (error) {
      // A format of another version, or a file somebody edited: the set-up begins anew.
      if (error instanceof WorklinkError || (error instanceof Error && 'code' in error)) return undefined;
      throw error;
    }
  }

  async write(answers: SetupAnswers): Promise<void> {
    const { cwd } = this.host;
    const absolute = withPaths(answers, (path) => (isAbsolute(path) ? path : resolve(cwd, path)));
    await makePrivateFolder(this.#folder, this.host);
    const place = { folder: this.#folder, name: NAME, mode: PRIVATE_FILE };
    await writeIntoFolder(place, yamlText(absolute), true, this.host);
  }

  /** A path below the working directory as somebody there would write it. */
  #shortened(path: string): string {
    const short = relative(this.host.cwd, path);
    return short === '' || short.startsWith('..') || short.startsWith('-') || isAbsolute(short)
      ? path
      : short;
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
