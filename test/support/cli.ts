import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clearLine, cursorTo, moveCursor } from 'node:readline';
import { PassThrough, Readable, Writable } from 'node:stream';
import { interrupted, type Host } from '../../src/cli/host.js';
import { loadConfig, main } from '../../src/cli/main.js';
import { FakeClock, withTemporaryFolder } from './account.js';

/** What a command line came to. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is typed once something is on the screen, colours and the like left out. */
export interface Cue {
  readonly when: RegExp;
  readonly type: string;
}
/** What is typed at the next prompt, or by a cue. */
export type Typed = string | Cue;

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input; nothing and at its end where absent. */
  readonly stdin?: string;
  /** Whether standard input and error are a terminal, at which `answers` are typed, one for each prompt. */
  readonly terminal?: boolean;
  readonly answers?: readonly Typed[];
  /** Whether standard output is a terminal. */
  readonly stdoutTerminal?: boolean;
  /** How many rows that terminal has. */
  readonly rows?: number;
  /** Working directory, relative to the workplace's folder. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** A machine of a test's own: a home folder, a state file in it, and a clock nobody waits on. */
export class Workplace {
  readonly clock = new FakeClock();

  private constructor(readonly folder: string) {}

  /** Makes a workplace, gone once `body` is done. */
  static with<T>(body: (workplace: Workplace) => Promise<T>): Promise<T> {
    return withTemporaryFolder((folder) => body(new Workplace(folder)));
  }

  /** Runs `worklink` with some words in this process. */
  async run(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
    const stdout = new Sink(options.stdoutTerminal ?? false, [], options.rows);
    const stderr = new Sink(options.terminal ?? false, options.answers);
    const code = await main(argv, await programConfig(), this.host(options, stdout, stderr));
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  /** Runs `worklink` expecting success. @returns what it wrote on standard output */
  async succeed(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(argv, options);
    if (code !== 0) throw new Error(`worklink ${argv.join(' ')} exited ${String(code)}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Runs `worklink … --json`. @returns the document it wrote */
  async json(argv: readonly string[], options: RunOptions = {}): Promise<unknown> {
    const document: unknown = JSON.parse((await this.run([...argv, '--json'], options)).stdout);
    return document;
  }

  /** A host at a terminal where answers are typed, for what is tried without a command around it. */
  terminal(
    answers: readonly Typed[] = [],
    options: RunOptions = {},
  ): { readonly host: Host; readonly shown: () => string } {
    const stderr = new Sink(true, answers);
    return {
      host: this.host({ ...options, terminal: true }, new Sink(false), stderr),
      shown: () => stderr.text,
    };
  }

  host(options: RunOptions, stdout: Writable, stderr: Writable): Host {
    const cwd = resolve(this.folder, options.cwd ?? '.');
    mkdirSync(cwd, { recursive: true });
    return {
      env: { HOME: this.folder, ...options.env },
      cwd,
      stdin:
        options.terminal === true
          ? keyboardOf(stderr)
          : Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
      stdout,
      stderr,
      timer: this.clock,
      signal: options.signal ?? new AbortController().signal,
      configDirectory: join(this.folder, 'config'),
      dataDirectory: join(this.folder, 'data'),
    };
  }
}

/** A signal as the host has it once somebody pressed Ctrl-C. */
export function stopped(): AbortSignal {
  return AbortSignal.abort(interrupted());
}

const ROOT = resolve(import.meta.dirname, '../..');
let config: ReturnType<typeof loadConfig> | undefined;
/** The program's own facts, the same for every test: loaded once, never changed. */
function programConfig(): ReturnType<typeof loadConfig> {
  config ??= loadConfig({ root: ROOT, fromSource: true });
  return config;
}

/** A stream that keeps what is written; as a terminal, it has the next answer typed once a prompt has appeared. */
class Sink extends Writable {
  readonly keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => this.keyboard });
  readonly columns = 80;
  readonly #answers: Typed[];
  text = '';
  #sinceAnswer = '';

  constructor(
    readonly isTTY: boolean,
    answers: readonly Typed[] = [],
    readonly rows = 24,
  ) {
    super();
    this.#answers = [...answers];
  }

  // What a terminal's stream can do besides (node:tty, WriteStream).
  cursorTo(column: number): boolean {
    return cursorTo(this, column);
  }
  moveCursor(columns: number, rows: number): boolean {
    return moveCursor(this, columns, rows);
  }
  clearLine(direction: -1 | 0 | 1): boolean {
    return clearLine(this, direction);
  }

  /** As the process's own streams: what is done with them does not end them. */
  override end(): this {
    return this;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    this.#sinceAnswer += chunk.toString();
    const [answer] = this.#answers;
    // A question begins with a mark of its own; a spinner that hides the cursor writes one in an escape sequence.
    const isDue =
      typeof answer === 'string'
        ? /(?<!\u001b\[)\?/.test(this.#sinceAnswer)
        : answer?.when.test(plainScreen(this.#sinceAnswer));
    if (answer !== undefined && isDue === true) {
      this.#answers.shift();
      this.#sinceAnswer = '';
      setImmediate(() => this.keyboard.write(typeof answer === 'string' ? answer : answer.type));
    }
    done();
  }
}

/** What a terminal was sent, without what moves its cursor and colours it. */
export function plainScreen(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

function keyboardOf(stderr: Writable): Host['stdin'] {
  return stderr instanceof Sink ? stderr.keyboard : new PassThrough();
}
