import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { type Readable } from 'node:stream';
import { ownError, type WorklinkError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Host } from './host.js';

/** Larger than anything the service takes. */
const DEFAULT_MAX_BYTES = 1_048_576;

export interface ValueOptions {
  /** What the value is for, as a message calls it: `--metadata`. */
  readonly flag: string;
  readonly maxBytes?: number;
}

/**
 * A value as a person gives it: itself, `@file` for a file's content, `-` for standard input, `@@text` for `@text`.
 * One line end at the end of a file is not part of the value.
 *
 * @throws WorklinkError `NotFound` for a file that does not exist, `InvalidInput` where it cannot be read as UTF-8 text
 */
export async function readValue(given: string, host: Host, options: ValueOptions): Promise<string> {
  if (given !== '-' && (!given.startsWith('@') || given.startsWith('@@'))) return given.replace(/^@@/, '@');
  const bytes = await readBytes(given === '-' ? given : given.slice(1), host, options);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch (cause) {
    throw ownError(
      'InvalidInput',
      `${options.flag}: ${sourceName(given.replace(/^@/, ''))} is not UTF-8 text.`,
      { cause },
    );
  }
}

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @param path relative to the working directory
 * @throws WorklinkError `NotFound` for a file that does not exist, `InvalidInput` where it cannot be read or is too large
 */
export async function readBytes(
  path: string,
  host: Host,
  { flag, maxBytes = DEFAULT_MAX_BYTES }: ValueOptions,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readChunks(path, host, flag)) {
    size += chunk.length;
    if (size > maxBytes)
      throw ownError(
        'InvalidInput',
        `${flag}: ${sourceName(path)} is larger than ${String(maxBytes)} bytes.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The bytes of a file, or of standard input for `-`, as they come: the reader decides how much is enough.
 *
 * @param path relative to the working directory
 * @param flag what a message calls it
 * @throws WorklinkError as {@link readBytes}
 */
export async function* readChunks(path: string, host: Host, flag: string): AsyncGenerator<Uint8Array> {
  if (path === '') throw ownError('Usage', `${flag}: "@" needs a file's name after it.`);
  if (path === '-' && host.stdin.isTTY === true && host.stdin.readableEnded) {
    throw ownError('Usage', `${flag}: standard input was read already.`);
  }
  const stream = path === '-' ? host.stdin : createReadStream(resolve(host.cwd, path));
  try {
    yield* chunksOf(stream, host.signal);
  } catch (error) {
    host.signal.throwIfAborted();
    throw unreadable(error, flag, path);
  }
}

/** The bytes of a file a flag names: by its path, with or without `@` in front; `-` is standard input. @throws as {@link readBytes} */
export function readNamedFile(given: string, host: Host, options: ValueOptions): Promise<Buffer> {
  return readBytes(given.startsWith('@') ? given.slice(1) : given, host, options);
}

/** @throws WorklinkError `Usage` where more than one of some files is standard input */
export function assertReadOnce(given: readonly (string | undefined)[]): void {
  if (given.filter((path) => path === '-').length > 1) {
    throw ownError('Usage', 'Standard input can be read only once.', { hint: 'Give files for the others.' });
  }
}

async function* chunksOf(stream: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const stop = (): void => {
    stream.destroy(new Error('aborted'));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      if (typeof chunk === 'string') yield Buffer.from(chunk);
      else if (chunk instanceof Uint8Array) yield chunk;
      else throw new TypeError('a stream of bytes is needed');
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function unreadable(error: unknown, flag: string, path: string): WorklinkError {
  const what = `${flag}: ${sourceName(path)}`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return ownError('NotFound', `${what} does not exist.`, { cause: error });
    case 'EISDIR':
      return ownError('InvalidInput', `${what} is a folder.`, { cause: error });
    case 'EACCES':
    case 'EPERM':
      return ownError('InvalidInput', `${what} may not be read.`, { cause: error });
    default:
      return ownError('InvalidInput', `${what} cannot be read.`, { cause: error });
  }
}

function sourceName(path: string): string {
  return path === '-' ? 'standard input' : `the file ${quote(path)}`;
}
