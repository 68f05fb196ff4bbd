import { type AuditLine, readAuditRecords } from '../../audit/record.js';
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
    for await (const { shardId, sequenceNumber, arrivalTime, data } of streamsOf(backend).read(name, options)) {
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
