import { type ChildProcess, spawn } from 'node:child_process';

/** How long a shell may take to show what it should: it waits for a whole run of the program, on a busy machine. */
const PATIENCE_MS = 60_000;

/** A program at a terminal of its own, made by `script` (util-linux). */
export class Terminal {
  readonly #child: ChildProcess;
  #shown = '';
  #seen = 0;
  #onText: () => void = () => undefined;

  /** @param command a shell command line */
  constructor(
    command: string,
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ) {
    this.#child = spawn('script', ['-qfec', command, '/dev/null'], {
      ...options,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text;
      this.#onText();
    });
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Waits until a text has been shown since what was waited for last. @returns what was shown up to it */
  until(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(
          new Error(
            `${JSON.stringify(text)} was not shown, but ${JSON.stringify(this.#shown.slice(this.#seen))}`,
          ),
        );
      }, PATIENCE_MS);
      this.#onText = () => {
        const at = this.#shown.indexOf(text, this.#seen);
        if (at === -1) return;
        clearTimeout(late);
        const shown = this.#shown.slice(this.#seen, at + text.length);
        this.#seen = at + text.length;
        this.#onText = () => undefined;
        resolve(shown);
      };
      this.#onText();
    });
  }

  /** Ends the program. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
