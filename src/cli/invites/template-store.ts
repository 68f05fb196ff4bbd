import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { DEFAULT_TEMPLATE } from '../../core/invites/default-template.js';
import { type InviteTemplate, TEMPLATE_PARTS } from '../../core/invites/template.js';
import { quote } from '../../core/text.js';
import { makeInviteFolder, syncFolder, systemCode } from './folder.js';

/** One state of an invitation's template. Number 0 is the one that comes with the program. */
export interface TemplateVersion {
  readonly version: number;
  /** Absent for number 0. */
  readonly savedAt: string | undefined;
  /** The version this one brought back. */
  readonly revertOf: number | undefined;
  readonly template: InviteTemplate;
}

const SCHEMA = 1;
const PRIVATE_FILE = 0o600;
const MAX_FILE_BYTES = 2 * 1_048_576;
const VERSION_FILE = /^template-(\d{1,9})\.json$/;

/** The versions of a fleet's template, a file for each: two edits at once want the same name, and one of them gets it. */
export class TemplateStore {
  constructor(private readonly folder: string) {}

  /** The numbers of all versions, oldest first; 0 among them. */
  async numbers(): Promise<readonly number[]> {
    try {
      const numbers = (await readdir(this.folder)).flatMap((name) => {
        const number = VERSION_FILE.exec(name)?.[1];
        return number === undefined ? [] : [Number(number)];
      });
      return [0, ...numbers.sort((a, b) => a - b)];
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [0];
      throw ownError('InvalidInput', `The folder ${quote(this.folder)} cannot be read.`, { cause: error });
    }
  }

  /** @throws WorklinkError `NotFound` for a version there is not; `InvalidInput` for a file that was not written by this program */
  async version(number: number): Promise<TemplateVersion> {
    if (number === 0) {
      return { version: 0, savedAt: undefined, revertOf: undefined, template: DEFAULT_TEMPLATE };
    }
    const path = this.#path(number);
    let text: string;
    try {
      if ((await stat(path)).size > MAX_FILE_BYTES) throw broken(path, 'It is too large.');
      text = await readFile(path, 'utf8');
    } catch (cause) {
      if (systemCode(cause) !== 'ENOENT') throw cause;
      throw ownError('NotFound', `The invitation has no version ${String(number)}.`, {
        hint: 'The versions there are: worklink invite edit --history.',
        cause,
      });
    }
    return parseVersion(text, number, path);
  }

  async latest(): Promise<TemplateVersion> {
    return this.version((await this.numbers()).at(-1) ?? 0);
  }

  /**
   * Keeps a template as the version after another. Once it returns, it outlives a power cut.
   *
   * @param after the version that was edited
   * @throws WorklinkError `WrongState` where somebody else saved one meanwhile
   */
  async save(
    template: InviteTemplate,
    after: number,
    { savedAt, revertOf }: { readonly savedAt: string; readonly revertOf?: number },
  ): Promise<TemplateVersion> {
    const version = after + 1;
    const { subject, text, html, link: address } = template;
    const content = { schema: SCHEMA, version, savedAt, revertOf, subject, text, html, link: address };
    await makeInviteFolder(this.folder);
    const latest = (await this.numbers()).at(-1) ?? 0;
    if (latest !== after) throw editedMeanwhile(latest);
    const temporary = join(this.folder, `.${randomUUID()}.tmp`);
    try {
      const handle = await open(temporary, 'wx', PRIVATE_FILE);
      try {
        await handle.writeFile(`${JSON.stringify(content, undefined, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      // A link appears whole, and never in the place of another.
      await link(temporary, this.#path(version));
      await syncFolder(this.folder);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') throw editedMeanwhile(version);
      throw ownError('InvalidInput', `The invitation cannot be kept in ${quote(this.folder)}.`, {
        cause: error,
      });
    } finally {
      await rm(temporary, { force: true });
    }
    return { version, savedAt, revertOf, template };
  }

  #path(number: number): string {
    return join(this.folder, `template-${String(number)}.json`);
  }
}

function editedMeanwhile(version: number): WorklinkError {
  return ownError('WrongState', `The invitation was edited meanwhile: version ${String(version)} is there.`, {
    hint: 'Look at it with worklink invite show --template, then edit again.',
  });
}

function parseVersion(text: string, number: number, path: string): TemplateVersion {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw broken(path, 'It is not JSON.', cause);
  }
  if (typeof value !== 'object' || value === null) throw broken(path, 'It holds no invitation.');
  const members = new Map<string, unknown>(Object.entries(value));
  const schema = members.get('schema');
  if (typeof schema === 'number' && schema > SCHEMA) {
    throw ownError('InvalidInput', `The invitation in ${quote(path)} was written by a newer worklink.`, {
      hint: 'Use that version, or a newer one.',
    });
  }
  const textOf = (name: string): string => {
    const member = members.get(name);
    if (typeof member !== 'string') throw broken(path, `It has no text ${quote(name)}.`);
    return member;
  };
  if (schema !== SCHEMA || members.get('version') !== number)
    throw broken(path, 'It is not the version its name says.');
  const [subject, plain, html, address] = TEMPLATE_PARTS.map(textOf);
  const revertOf = members.get('revertOf');
  return {
    version: number,
    savedAt: textOf('savedAt'),
    revertOf: typeof revertOf === 'number' ? revertOf : undefined,
    template: { subject: subject ?? '', text: plain ?? '', html: html ?? '', link: address ?? '' },
  };
}

function broken(path: string, what: string, cause?: unknown): WorklinkError {
  return ownError('InvalidInput', `The invitation in ${quote(path)} cannot be read. ${what}`, {
    hint: 'Put the file back as it was, or remove it.',
    ...(cause === undefined ? {} : { cause }),
  });
}
