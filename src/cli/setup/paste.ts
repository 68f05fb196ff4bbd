import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ownError } from '../../core/errors.js';
import { type Host, interrupted } from '../host.js';
import { BACK_TOKEN, GoBack } from './dialogue.js';

/** Larger than any metadata the service takes, in characters. */
const MAX_CHARACTERS = 1_048_576;
/** The end of a document of one identity provider, or of several. */
const END = /<\/(?:[\w.-]{1,64}:)?Entit(?:y|ies)Descriptor\s{0,64}>\s*$/;
/** How long what is pasted after the end is still taken in, in milliseconds: it would answer the next question. */
const REST_MS = 150;

/**
 * Takes in a document of metadata that is pasted at the terminal, which is not shown: it ends where its root element does,
 * or at a line with nothing but a full stop.
 *
 * @throws GoBack for a line with nothing but `<`; WorklinkError `Interrupted`; `InvalidInput` for what is too long
 */
export async function readPasted({ stdin, timer, signal }: Host): Promise<string> {
  signal.throwIfAborted();
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    const text = await new Promise<string>((resolve, reject) => {
      const taken: string[] = [];
      let length = 0;
      const stop = (): void => {
        reject(interrupted());
      };
      signal.addEventListener('abort', stop, { once: true });
      lines.on('SIGINT', stop);
      lines.on('close', () => {
        resolve(taken.join('\n'));
      });
      lines.on('line', (line) => {
        const only = line.trim();
        if (taken.length === 0 && only === '') return;
        if (taken.length === 0 && only === BACK_TOKEN) reject(new GoBack());
        length += line.length + 1;
        if (length > MAX_CHARACTERS) reject(tooLong());
        if (only !== '.') taken.push(line);
        // An end tag may itself be broken over lines: a few are looked at.
        if (only === '.' || END.test(taken.slice(-3).join('\n'))) resolve(`${taken.join('\n')}\n`);
      });
    });
    await timer.sleep(REST_MS, signal);
    return text;
  } finally {
    lines.close();
  }
}

function tooLong(): Error {
  return ownError('InvalidInput', `The text is longer than ${String(MAX_CHARACTERS)} characters.`, {
    hint: 'Give it as a file.',
  });
}
