import { ownError } from '../../core/errors.js';
import { type Output } from '../host.js';

/** Written in pieces of this many characters, so that long results flow and short ones are all or nothing. */
const CHUNK = 32_768;

/** Thrown when nobody reads a stream any more. It is no error: `| head` does it. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Text on its way to a stream, in order, waiting for slow readers. */
export class Writer {
  #pending = '';
  #started = false;

  constructor(readonly stream: Output) {
    // Without a listener a reader that goes away would end the program with a stack trace.
    stream.on('error', ignore);
  }

  /** Whether anything has left for the stream. */
  get started(): boolean {
    return this.#started;
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') await this.#send(text);
  }

  /** Writes bytes, which are no text, after all text before them. */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    await this.flush();
    await this.#send(bytes);
  }

  async #send(chunk: string | Uint8Array): Promise<void> {
    this.#started = true;
    await new Promise<void>((resolve, reject) => {
      this.stream.write(chunk, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(isGone(error) ? new ReaderGone(error.message, { cause: error }) : unwritable(error));
      });
    });
  }

  /** Forgets what has not left yet. */
  discard(): void {
    this.#pending = '';
  }

  release(): void {
    this.stream.off('error', ignore);
  }
}

function unwritable(cause: Error): Error {
  return ownError('Internal', `The output could not be written: ${cause.message}.`, {
    hint: 'See to where it goes. What the command did is done all the same.',
    cause,
  });
}

function ignore(): void {
  // The write that failed reports it.
}

function isGone(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET';
}
