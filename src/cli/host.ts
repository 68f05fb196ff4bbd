import { type Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownError, type WorklinkError } from '../core/errors.js';
import { type Timer } from '../core/ports/clock.js';

/** A stream that may be a terminal. */
export type Input = Readable & { readonly isTTY?: boolean };
export type Output = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** The machine as a command sees it: nothing below `cli` and nothing in a command asks `process`. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory, absolute. */
  readonly cwd: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly timer: Timer;
  /** Aborted when the person or the system asks the program to stop; the reason is an `Interrupted` error. */
  readonly signal: AbortSignal;
  /** Where the user's settings file is; given by the framework where absent. */
  readonly configDirectory?: string;
  /** Where the state file is kept by default; given by the framework where absent. */
  readonly dataDirectory?: string;
}

/** Exit codes of a program ended by a signal: 128 and the signal's number. */
const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof SIGNAL_EXIT_CODES;

/** The error a command ends with when it was asked to stop. */
export function interrupted(signal: StopSignal = 'SIGINT'): WorklinkError {
  return ownError('Interrupted', 'Interrupted.', { details: { signal } });
}

/** The exit code of an `Interrupted` error. */
export function interruptedExitCode(error: WorklinkError): number {
  return error.details?.['signal'] === 'SIGTERM' ? SIGNAL_EXIT_CODES.SIGTERM : SIGNAL_EXIT_CODES.SIGINT;
}

/** The real machine. The first SIGINT or SIGTERM aborts the host's signal; the second ends the process at once. */
export function processHost(): Host {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(SIGNAL_EXIT_CODES[signal]);
      controller.abort(interrupted(signal));
    });
  }
  return {
    env: process.env,
    cwd: process.cwd(),
    // Node makes each stream when it is first asked for: a command that reads nothing is spared the making of stdin.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    timer: machineTimer,
    signal: controller.signal,
  };
}

const machineTimer: Timer = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Node rejects with an AbortError of its own; the port promises the signal's reason.
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};

/** Whether a switch in the environment is on: set, and to none of the usual words for no. */
export function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value.trim().toLowerCase());
}

/** Whether colour may be written to a stream (no-color.org, force-color.org). */
export function mayColour(host: Host, stream: Output, wanted: boolean): boolean {
  const { NO_COLOR: refused = '', FORCE_COLOR: forced, TERM: terminal } = host.env;
  if (!wanted || refused !== '') return false;
  if (forced !== undefined && forced !== '') return isSwitchedOn(forced);
  return stream.isTTY === true && terminal !== 'dumb';
}
