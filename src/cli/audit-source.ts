import * as Flags from '@oclif/core/flags';
import { linkedStreamName, streamNameOf } from '../core/admin/audit/link.js';
import { type AuditLines } from '../core/admin/audit/read.js';
import { listStreams, STREAM_PREFIX } from '../core/admin/audit/streams.js';
import { AuditRecordReader } from '../core/audit/record-reader.js';
import { ownError } from '../core/errors.js';
import { type Backend } from '../core/ports/backend.js';
import { quote } from '../core/text.js';
import { type Asker } from './ask.js';
import { type Host } from './host.js';
import { assertReadOnce, readChunks } from './values.js';

/** Flag of commands that read a stream, where a fleet's linked one is not meant. */
export const streamFlag = {
  stream: Flags.string({
    summary: 'Stream to read, by name or ARN; that of the fleet where left out.',
    helpValue: 'STREAM',
  }),
};

/** The name of the stream that is to be read. @param fleet asked for where no stream is given */
export async function streamToRead(
  backend: Backend,
  stream: string | undefined,
  fleet: () => Promise<string>,
): Promise<string> {
  return stream === undefined ? linkedStreamName(backend, await fleet()) : streamNameOf(backend, stream);
}

/** The stream given, else the one somebody picks of those there are. */
export async function chooseStream(
  asker: Asker,
  backend: Backend,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined || !asker.canAsk)
    return asker.required(given, { message: 'Stream', flag: '--stream' });
  const choices = [];
  for await (const { name, status, isEncrypted } of listStreams(backend)) {
    const line = `${name}  ${status}  ${isEncrypted ? 'encrypted' : 'not encrypted'}`;
    choices.push({ name: line, value: name });
  }
  if (choices.length === 0) {
    throw ownError('NotFound', `There is no stream ${STREAM_PREFIX}… in ${backend.region}.`, {
      hint: `Make one: worklink audit streams create ${STREAM_PREFIX}NAME --wait`,
    });
  }
  return asker.choose('Stream', choices);
}

/** What a file that is compressed begins with (RFC 1952). */
const GZIP = [0x1f, 0x8b];

/**
 * The audit records of files, compressed or not, read piece by piece: a file may have any size.
 *
 * @param paths relative to the working directory; `-` is standard input
 * @throws WorklinkError `NotFound`, `InvalidInput`
 */
export async function* readRecordFiles(
  paths: readonly string[],
  host: Host,
): AsyncGenerator<AuditLines, void, undefined> {
  assertReadOnce(paths);
  for (const path of paths) {
    const place = path === '-' ? 'standard input' : quote(path);
    const reader = new AuditRecordReader();
    for await (const piece of piecesOf(path, host)) yield { place, lines: reader.read(piece) };
    yield { place, lines: reader.end() };
  }
}

/** What is in a file, unpacked where it is compressed, which its beginning says. */
async function* piecesOf(path: string, host: Host): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = readChunks(path, host, '--records');
  const begun: Uint8Array[] = [];
  let beginning: number[] = [];
  while (beginning.length < GZIP.length) {
    const next = await pieces.next();
    if (next.done === true) break;
    begun.push(next.value);
    beginning = [...beginning, ...next.value.subarray(0, GZIP.length)].slice(0, GZIP.length);
  }
  const whole = chain(begun, pieces);
  if (GZIP.every((byte, index) => beginning[index] === byte)) yield* unpacked(whole, path);
  else yield* whole;
}

async function* unpacked(
  packed: AsyncIterable<Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [{ createGunzip }, { pipeline, Readable }] = await Promise.all([
    import('node:zlib'),
    import('node:stream'),
  ]);
  const gunzip = createGunzip();
  // What goes wrong is thrown to whoever reads the other end.
  pipeline(Readable.from(packed), gunzip, () => undefined);
  const pieces: AsyncIterable<Uint8Array> = gunzip;
  try {
    yield* pieces;
  } catch (error) {
    if (!isBroken(error)) throw error;
    const what = path === '-' ? 'standard input' : `the file ${quote(path)}`;
    throw ownError('InvalidInput', `--records: ${what} is compressed, and broken.`, {
      hint: 'Give a whole file: lines of JSON, as they are or compressed with gzip.',
      cause: error,
    });
  }
}

async function* chain(
  begun: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* begun;
  yield* rest;
}

function isBroken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['Z_DATA_ERROR', 'Z_BUF_ERROR'].includes(String(error.code))
  );
}
