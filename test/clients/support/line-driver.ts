import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** A child process that is told one JSON document a line and answers each with one, in order. */
export class LineDriver {
  readonly #child;
  readonly #waiting: Waiting[] = [];
  #complaint = '';

  constructor(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
  ) {
    this.#child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin.on('error', () => undefined); // what the child died of is said when it closes
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text));
    createInterface(this.#child.stdout).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line));
    });
    this.#child.once('error', (error) => {
      this.#complaint += error.message;
    });
    this.#child.once('close', () => {
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new Error(`${program} ${args.join(' ')} ended: ${this.#complaint}`));
      }
    });
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  ask(question: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#child.exitCode !== null) reject(new Error(`The driver has ended: ${this.#complaint}`));
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  async close(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await closed;
  }
}

/** Several drivers of one kind, each asked when it has least to do. */
export class DriverPool {
  readonly #drivers: readonly LineDriver[];

  constructor(count: number, start: () => LineDriver) {
    this.#drivers = Array.from({ length: count }, start);
  }

  ask(question: unknown): Promise<unknown> {
    const [first, ...others] = this.#drivers;
    if (first === undefined) throw new RangeError('A pool has at least one driver.');
    return others
      .reduce((best, driver) => (driver.waiting < best.waiting ? driver : best), first)
      .ask(question);
  }

  async close(): Promise<void> {
    await Promise.all(this.#drivers.map((driver) => driver.close()));
  }
}
