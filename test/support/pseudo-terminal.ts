import { type ChildProcess, spawn } from 'node:child_process';
import { type Cue, plainScreen } from './cli.js';
import { type Home } from './binary.js';

/** How long something is waited for on a screen, in milliseconds: long, for the machine may be busy. */
const PATIENCE_MS = 60_000;

/** The built program at a real pseudo-terminal of 80 columns and 24 rows, as util-linux's or BSD's `script` makes one. */
export class PseudoTerminal {
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();
  /** Everything that was written, as it came. */
  raw = '';
  #read = 0;
  #code: number | null | undefined;

  constructor(home: Home, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const words = [process.execPath, home.binary, ...args].map((word) => `'${word}'`).join(' ');
    const command = `stty rows 24 cols 80; exec ${words}`;
    const options =
      process.platform === 'linux'
        ? ['-qefc', command, '/dev/null']
        : ['-q', '/dev/null', 'sh', '-c', command];
    this.#child = spawn('script', options, {
      cwd: home.folder,
      env: { ...home.environment(env), TERM: 'xterm', SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.raw += chunk;
      this.#wake();
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.once('close', (code) => {
      this.#code = code;
      this.#wake();
    });
  }

  /** Types each text once what is to be on the screen has come since the one before. */
  async talk(cues: readonly Cue[]): Promise<void> {
    for (const { when, type } of cues) {
      await this.until(when);
      this.#child.stdin?.write(type);
    }
  }

  /** Waits for something to be written since the last that was waited for. */
  async until(what: RegExp): Promise<void> {
    await this.#wait(String(what), () => {
      if (what.test(plainScreen(this.raw.slice(this.#read)))) return true;
      if (this.#code !== undefined) throw new Error(`It ended without ${String(what)}: ${this.#end()}`);
      return undefined;
    });
    this.#read = this.raw.length;
  }

  /** @returns the exit code, once the program has ended */
  exit(): Promise<number> {
    return this.#wait('the end', () => this.#code ?? undefined);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #wait<T>(what: string, look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        try {
          const seen = look();
          if (seen === undefined) return;
          resolve(seen);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        clearTimeout(timer);
        this.#watchers.delete(settle);
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(settle);
        reject(new Error(`${what} did not come: ${this.#end()}`));
      }, PATIENCE_MS);
      this.#watchers.add(settle);
      settle();
    });
  }

  #wake(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #end(): string {
    return plainScreen(this.raw).slice(-1500);
  }
}
