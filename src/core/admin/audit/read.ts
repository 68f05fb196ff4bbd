import { AuditTally, type ReportOptions } from '../../audit/audit-tally.js';
import { type AuditLine, type AuditRecord, readAuditRecords } from '../../audit/record.js';
import { type AuditReport } from '../../audit/report.js';
import { type ReadOptions } from '../../ports/audit-streams.js';
import { type Backend } from '../../ports/backend.js';
import { streamsOf } from './streams.js';

/** Where a line of audit records stands: in a record of a stream, or in a file. */
export interface AuditPlace {
  readonly place: string;
  readonly arrivalTime?: Date;
}

/** Lines that came together. */
export interface AuditLines extends AuditPlace {
  readonly lines: Iterable<AuditLine>;
}

/**
 * What a stream holds, read as audit records: each record of it may hold several.
 *
 * @param name of the stream
 * @throws WorklinkError `NotFound`
 */
export async function* readStream(
  backend: Backend,
  name: string,
  options: ReadOptions,
): AsyncGenerator<AuditLines, void, undefined> {
  const { signal } = options;
  try {
    for await (const { shardId, sequenceNumber, arrivalTime, data } of streamsOf(backend).read(
      name,
      options,
    )) {
      yield {
        place: `${shardId}, record ${sequenceNumber}`,
        ...(arrivalTime !== undefined && { arrivalTime }),
        lines: readAuditRecords(data),
      };
    }
  } catch (error) {
    // Being told to stop while the service is asked ends the reading as between two questions.
    if (signal?.aborted !== true || error !== signal.reason) throw error;
  }
}

/** A line that is no record. */
type MalformedLine = Extract<AuditLine, { readonly problem: string }>;

/** A record, and when its stream got it. */
export interface ArrivedRecord extends AuditRecord {
  readonly arrivalTime?: Date;
}

/**
 * The records of some lines, one by one.
 *
 * @param onMalformed told of each line that is none
 * @param maxItems the most that are wanted; all where absent
 */
export async function* tailRecords(
  all: AsyncIterable<AuditLines>,
  onMalformed: (place: string, line: MalformedLine) => Promise<void>,
  maxItems = Number.POSITIVE_INFINITY,
): AsyncGenerator<ArrivedRecord, void, undefined> {
  let left = maxItems;
  for await (const { place, arrivalTime, lines } of all) {
    for (const line of lines) {
      if ('problem' in line) {
        await onMalformed(place, line);
        continue;
      }
      yield { ...line.record, ...(arrivalTime !== undefined && { arrivalTime }) };
      left -= 1;
      if (left <= 0) return;
    }
  }
}

/** How reading for a report goes on. */
export interface ReportReading {
  readonly onMalformed: (place: string, line: MalformedLine) => Promise<void>;
  /** Told how many lines have been read. */
  readonly onRead: (lines: number) => void;
  readonly signal: AbortSignal;
}

/** Reports of some lines, in one pass. @throws the signal's reason: a report of a part would look like one of all */
export async function reportOf(
  all: AsyncIterable<AuditLines>,
  options: ReportOptions,
  { onMalformed, onRead, signal }: ReportReading,
): Promise<AuditReport> {
  const tally = new AuditTally(options);
  let read = 0;
  for await (const { place, lines } of all) {
    for (const line of lines) {
      tally.add(line);
      read += 1;
      if ('problem' in line) await onMalformed(place, line);
    }
    onRead(read);
  }
  signal.throwIfAborted();
  return tally.report();
}

/** Clocks that write and clocks that receive differ by less than that. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Where to begin to read a stream for what happened from a moment on: a record arrives after what it tells of. */
export function startOf(from: Date | undefined): ReadOptions['from'] {
  return from === undefined ? 'oldest' : new Date(from.getTime() - CLOCKS_DIFFER_MS);
}
