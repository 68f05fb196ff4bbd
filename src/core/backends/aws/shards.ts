import { isAborted, pause } from '../../ports/pause.js';
import { WorklinkError } from '../../errors.js';
import { type ReadOptions, type StreamedRecord } from '../../ports/audit-streams.js';
import { type Timer } from '../../ports/clock.js';

/** A shard lets itself be read five times a second (Kinesis Data Streams Developer Guide, Quotas). */
const SHARD_PAUSE_MS = 200;
/** How long to wait before a shard that had nothing new is asked again. */
const IDLE_PAUSE_MS = 1_000;

export interface Shard {
  readonly id: string;
  /** The shards it was split from or merged of. Those that have been forgotten are no longer listed. */
  readonly parents: readonly string[];
  readonly isOpen: boolean;
}

/** Where reading begins: as the reader asked, or after a record. */
type Start = ReadOptions['from'] | { readonly after: string };

/** One stream, as far as reading its shards needs it. */
export interface ShardSource {
  shards(): Promise<readonly Shard[]>;
  /** @returns what {@link records} is asked with first; nothing where there is nothing to read */
  iterator(shardId: string, start: Start): Promise<string | undefined>;
  records(iterator: string): Promise<{
    readonly records: readonly Omit<StreamedRecord, 'shardId'>[];
    /** Nothing once the shard is closed and was read to its end. */
    readonly next: string | undefined;
    readonly behindMs: number;
  }>;
}

/** A shard that is being read. */
interface Reader {
  readonly shardId: string;
  iterator: string | undefined;
  /** Where to go on should the iterator expire. */
  position: Start;
}

/**
 * Reads all shards of a stream, in turns. A shard is begun once its parents have been read to their ends, so that
 * records of one partition key come in the order in which they were written, through any number of splits and merges.
 */
export async function* readShards(
  source: ShardSource,
  { from, follow, signal }: ReadOptions,
  timer: Timer,
): AsyncGenerator<StreamedRecord, void, undefined> {
  const begun = new Set<string>();
  const finished = new Set<string>();
  let readers: Reader[] = [];

  const beginShards = async (start: ReadOptions['from']): Promise<void> => {
    const shards = await source.shards();
    // Whoever wants only what is to come need not read what is closed.
    if (start === 'latest') for (const { id, isOpen } of shards) if (!isOpen) finished.add(id);
    const known = new Set(shards.map(({ id }) => id));
    for (const { id, parents } of shards) {
      if (begun.has(id) || finished.has(id)) continue;
      if (parents.some((parent) => known.has(parent) && !finished.has(parent))) continue;
      begun.add(id);
      // Should the iterator expire before there was any record, what came since now is what is to come.
      const position = start === 'latest' ? timer.now() : start;
      readers.push({ shardId: id, iterator: await source.iterator(id, start), position });
    }
  };

  await beginShards(from);
  while (readers.length > 0 && !isAborted(signal)) {
    let anything = false;
    let closed = false;
    const caughtUp = new Set<Reader>();
    for (const reader of readers) {
      if (isAborted(signal)) return;
      const page = await readPage(source, reader);
      for (const record of page.records) {
        reader.position = { after: record.sequenceNumber };
        yield { shardId: reader.shardId, ...record };
      }
      anything ||= page.records.length > 0;
      reader.iterator = page.next;
      if (page.next === undefined) {
        finished.add(reader.shardId);
        closed = true;
      } else if (page.behindMs === 0) caughtUp.add(reader);
    }
    readers = readers.filter((reader) => reader.iterator !== undefined && (follow || !caughtUp.has(reader)));
    // What a shard became is read from its beginning: nothing in it is older than the shard's end.
    if (closed) await beginShards(from === 'latest' ? 'oldest' : from);
    if (readers.length > 0 && !(await pause(timer, anything ? SHARD_PAUSE_MS : IDLE_PAUSE_MS, signal)))
      return;
  }
}

async function readPage(source: ShardSource, reader: Reader): ReturnType<ShardSource['records']> {
  if (reader.iterator === undefined) return { records: [], next: undefined, behindMs: 0 };
  try {
    return await source.records(reader.iterator);
  } catch (error) {
    // An iterator lasts five minutes (Kinesis API Reference, GetShardIterator): a slow reader needs another one.
    if (!(error instanceof WorklinkError) || error.details?.['exception'] !== 'ExpiredIteratorException')
      throw error;
    const renewed = await source.iterator(reader.shardId, reader.position);
    return renewed === undefined ? { records: [], next: undefined, behindMs: 0 } : source.records(renewed);
  }
}
