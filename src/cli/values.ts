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
  if (path === '') throw ownError('Usage', `${flag}: "@" needs a file's name after it.`);
  if (path === '-' && host.stdin.isTTY === true && host.stdin.readableEnded) {
    throw ownError('Usage', `${flag}: standard input was read already.`);
  }
  const stream = path === '-' ? host.stdin : createReadStream(resolve(host.cwd, path));
  try {
    return await collect(stream, maxBytes, host.signal);
  } catch (error) {
    host.signal.throwIfAborted();
    throw unreadable(error, flag, path, maxBytes);
  }
}

/** The bytes of a file a flag names: by its path, with or without `@` in front; `-` is standard input. @throws as {@link readBytes} */
export function readNamedFile(given: string, host: Host, options: ValueOptions): Promise<Buffer> {
  return readBytes(given.startsWith('@') ? given.slice(1) : given, host, options);
}

class TooLarge extends Error {}

async function collect(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted();
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => {
    stream.destroy(new Error('aborted'));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      const bytes =
        typeof chunk === 'string'
          ? Buffer.from(chunk)
          : chunk instanceof Uint8Array
            ? Buffer.from(chunk)
            : undefined;
      if (bytes === undefined) throw new TypeError('a stream of bytes is needed');
      size += bytes.length;
      if (size > maxBytes) throw new TooLarge();
      chunks.push(bytes);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}

function unreadable(error: unknown, flag: string, path: string, maxBytes: number): WorklinkError {
  const what = `${flag}: ${sourceName(path)}`;
  if (error instanceof TooLarge)
    return ownError('InvalidInput', `${what} is larger than ${String(maxBytes)} bytes.`);
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
