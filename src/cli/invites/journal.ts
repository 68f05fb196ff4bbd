import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ownError, WorklinkError } from '../../core/errors.js';
import { type CampaignEvent, type CampaignJournal } from '../../core/ports/campaign-journal.js';
import { quote } from '../../core/text.js';
import { makeInviteFolder, syncFolder, systemCode } from './folder.js';

const PRIVATE_FILE = 0o600;
const SCHEMA = 1;
const HEADER = `${JSON.stringify({ schema: SCHEMA })}\n`;
const MAX_BYTES = 256 * 1_048_576;
const STATES = ['sending', 'sent', 'refused', 'deferred'] as const;

/** A campaign's journal in a file, a line of JSON for each event; locked against other runs of the same campaign. */
export class JournalFile implements CampaignJournal {
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly path: string,
    readonly events: readonly CampaignEvent[],
    private readonly handle: FileHandle,
  ) {}

  /** What a journal says, without taking it. Nothing where there is none. @throws WorklinkError `InvalidInput` */
  static async read(path: string): Promise<readonly CampaignEvent[]> {
    return (await readJournal(path)).events;
  }

  /** @throws WorklinkError `Busy` where another run has it; `InvalidInput` where it cannot be read */
  static async open(path: string): Promise<JournalFile> {
    await makeInviteFolder(dirname(path));
    await lock(path);
    try {
      const { events, wholeBytes } = await readJournal(path);
      const handle = await open(path, 'a', PRIVATE_FILE);
      // A line that a power cut left unfinished says nothing; another one must not be added to it.
      await handle.truncate(wholeBytes);
      if (wholeBytes === 0) await handle.appendFile(HEADER);
      await handle.sync();
      await syncFolder(dirname(path));
      return new JournalFile(path, events, handle);
    } catch (error) {
      await unlock(path);
      throw error;
    }
  }

  note(event: CampaignEvent): Promise<void> {
    const written = this.#queue.then(async () => {
      await this.handle.appendFile(`${JSON.stringify(event)}\n`);
      await this.handle.datasync();
    });
    // One that fails is told to whoever noted it; those after it are tried.
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.handle.close();
    await unlock(this.path);
  }
}

async function readJournal(
  path: string,
): Promise<{ readonly events: readonly CampaignEvent[]; readonly wholeBytes: number }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return { events: [], wholeBytes: 0 };
    throw ownError('InvalidInput', `The journal ${quote(path)} cannot be read.`, { cause });
  }
  if (bytes.length > MAX_BYTES) throw broken(path, 0);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  const [header, ...rest] = lines;
  if (header !== undefined && `${header}\n` !== HEADER) throw broken(path, 1);
  return { events: rest.map((line, index) => parseEvent(line, path, index + 2)), wholeBytes };
}

function parseEvent(line: string, path: string, number: number): CampaignEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw broken(path, number);
  }
  const members = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  );
  const text = (name: string): string => {
    const member = members.get(name);
    if (typeof member !== 'string') throw broken(path, number);
    return member;
  };
  const state = STATES.find((known) => known === members.get('state'));
  if (state === undefined) throw broken(path, number);
  const common = { address: text('address'), at: text('at') };
  return state === 'sending'
    ? { state, ...common, messageId: text('messageId') }
    : { state, ...common, reply: text('reply') };
}

/** Nobody is mailed on the word of a journal that is not understood. */
function broken(path: string, line: number): WorklinkError {
  return ownError('InvalidInput', `Line ${String(line)} of the journal ${quote(path)} is not understood.`, {
    hint: 'Put the file back as it was. With another --campaign, everybody is mailed.',
  });
}

const lockOf = (path: string): string => `${path}.lock`;

/** The lock appears with its owner's number in it, so that nobody takes it for one that was left. */
async function lock(path: string): Promise<void> {
  const file = lockOf(path);
  const own = `${file}.${randomUUID()}`;
  try {
    await writeFile(own, String(process.pid), { flag: 'wx', mode: PRIVATE_FILE });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        await link(own, file);
        return;
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error;
        if (await hasOwner(file)) throw busy(file, error);
        await takeAway(file);
      }
    }
    throw busy(file);
  } catch (cause) {
    if (cause instanceof WorklinkError) throw cause;
    throw ownError('InvalidInput', `The file ${quote(file)} cannot be written.`, { cause });
  } finally {
    await rm(own, { force: true });
  }
}

function busy(file: string, cause?: unknown): WorklinkError {
  return ownError('Busy', 'The campaign is being sent by another run.', {
    hint: `Wait for it. Where there is none, remove ${file}.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether the process that made a lock is there. */
async function hasOwner(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!/^\d{1,10}$/.test(text)) return false;
  if (Number(text) === process.pid) return true;
  try {
    process.kill(Number(text), 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Takes a lock that was left out of the way, unless somebody took it over meanwhile: that one is put back. */
async function takeAway(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  try {
    if (await hasOwner(aside)) {
      await link(aside, file).catch(() => undefined);
      throw busy(file);
    }
  } finally {
    await rm(aside, { force: true });
  }
}

async function unlock(path: string): Promise<void> {
  await rm(lockOf(path), { force: true });
}
