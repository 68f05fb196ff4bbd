import { createHash } from 'node:crypto';
import { ownError } from '../../errors.js';
import { type TrailEvent } from '../../model/trail-events.js';
import { type Backend } from '../../ports/backend.js';

/** A log file as CloudTrail delivers it, before it is compressed. */
export interface LogFile {
  /** Below the place where logs are kept, with slashes. */
  readonly path: string;
  /** How many records it holds. */
  readonly records: number;
  readonly text: string;
}

/** Whose log files, of which Region. */
export interface LogPlace {
  readonly accountId: string;
  readonly region: string;
}

/** CloudTrail delivers about every five minutes (CloudTrail User Guide, How CloudTrail works). */
const WINDOW_MS = 5 * 60_000;
/** What one file holds at most, so that a window of any size is written with bounded memory. */
const MAX_RECORDS = 5_000;
const MAX_CHARACTERS = 8 * 1_048_576;
const UNIQUE_LENGTH = 16;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Whose log files a backend's are. @throws WorklinkError `UnsupportedByBackend`; `Unreachable` for an account that is none */
export async function logPlace({ identity, region, name }: Backend): Promise<LogPlace> {
  if (identity === undefined) {
    throw ownError('UnsupportedByBackend', `The ${name} backend does not know whose account it is.`);
  }
  const { accountId } = await identity.whoAmI();
  // Both become names of folders.
  if (!/^\d{12}$/.test(accountId))
    throw ownError('Unreachable', 'STS answered without the id of an account.');
  return { accountId, region };
}

/** The window a moment is in, whole: a range of whole windows has the same files whenever it is exported. */
export function wholeWindows({ from, to }: { from?: Date | undefined; to?: Date | undefined }): {
  readonly from?: Date;
  readonly to?: Date;
} {
  return {
    ...(from !== undefined && { from: new Date(windowOf(from) * WINDOW_MS) }),
    ...(to !== undefined && { to: new Date((windowOf(to) + 1) * WINDOW_MS - 1) }),
  };
}

/**
 * Makes log files of events: `{"Records":[…]}`, oldest first within a file, of five minutes each and of a bounded
 * size. A file's name ends in a digest of what it holds: the same events have the same name, and others another.
 *
 * Source: CloudTrail User Guide, CloudTrail log file name format: the folders and the time are those of the delivery,
 * for which the end of the five minutes is taken.
 *
 * @param events newest first
 */
export async function* logFiles(events: AsyncIterable<TrailEvent>, place: LogPlace): AsyncGenerator<LogFile> {
  let window: number | undefined;
  let records: string[] = [];
  let characters = 0;
  for await (const { time, record } of events) {
    const text = JSON.stringify(record);
    const full = records.length >= MAX_RECORDS || characters + text.length > MAX_CHARACTERS;
    if (window !== undefined && records.length > 0 && (windowOf(time) !== window || full)) {
      yield logFile(window, records, place);
      records = [];
      characters = 0;
    }
    window = windowOf(time);
    records.push(text);
    characters += text.length;
  }
  if (window !== undefined && records.length > 0) yield logFile(window, records, place);
}

function logFile(window: number, newestFirst: readonly string[], { accountId, region }: LogPlace): LogFile {
  const text = `{"Records":[${newestFirst.toReversed().join(',')}]}`;
  const delivered = new Date((window + 1) * WINDOW_MS).toISOString();
  const minute = `${delivered.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const folder = ['AWSLogs', accountId, 'CloudTrail', region, ...delivered.slice(0, 10).split('-')];
  const name = `${accountId}_CloudTrail_${region}_${minute}_${uniqueOf(text)}.json.gz`;
  return { path: [...folder, name].join('/'), records: newestFirst.length, text };
}

/** Sixteen letters and digits, as CloudTrail's; here of what the file holds. */
function uniqueOf(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, UNIQUE_LENGTH), (byte) =>
    ALPHABET.charAt(byte % ALPHABET.length),
  ).join('');
}

function windowOf(time: Date): number {
  return Math.floor(time.getTime() / WINDOW_MS);
}
