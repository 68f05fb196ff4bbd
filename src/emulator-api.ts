/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The emulator for other people's test suites: `import { startEmulator } from 'worklink/emulator'`.
 * docs/testing-with-the-emulator.md shows it at work.
 *
 * @packageDocumentation
 */
import { parseDuration } from './cli/duration.js';
import { type Timings } from './core/backends/local/timings.js';
import { ownError, WorklinkError } from './core/errors.js';
import { type AccountDocument } from './core/model/account-file/account-document.js';
import { parseMoment } from './core/model/moment.js';
import {
  type EmulatorClock,
  type EmulatorCredentials,
  type Fault,
  type SeedCounts,
} from './core/ports/emulator.js';
import { quote } from './core/text.js';

export { type ServiceErrorName } from './core/contract/errors.js';
export { type OperationName } from './core/contract/contract.js';
export { WorklinkError };
export type * from './core/model/account-file/account-document.js';
export type { EmulatorClock, EmulatorCredentials, Fault, SeedCounts, Timings };

/** An account file: the document itself, or where it is, as a path or a `file:` URL. */
export type AccountFile = AccountDocument | string | { readonly href: string };

export interface EmulatorOptions {
  /** The TCP port; any free one where left out. */
  readonly port?: number | undefined;
  /** The address to listen on; `127.0.0.1` where left out. */
  readonly host?: string | undefined;
  /** Host names that clients may use besides the address and the loopback's names. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The state file; in memory where left out, and gone with the emulator. */
  readonly state?: string | undefined;
  /** The Region of {@link RunningEmulator.env} and of what a seed gives none; `us-east-1` where left out. */
  readonly region?: string | undefined;
  /** What the account is to hold from the start. */
  readonly seed?: AccountFile | undefined;
  /** Whether the seed replaces what a state file held before; else that is in its way. */
  readonly replace?: boolean | undefined;
  /** How long states last that time alone ends, in milliseconds. */
  readonly timings?: Partial<Timings> | undefined;
  /** Whether VPCs, subnets, security groups and streams that the account does not know are refused. */
  readonly strict?: boolean | undefined;
  /** Where the time comes from; the machine's clock where left out. Signatures are always judged by the machine's. */
  readonly clock?: { now(): Date } | undefined;
  /** Takes a line for each request; nobody is told where left out. */
  readonly log?: ((line: string) => void) | undefined;
}

/** An emulator that serves. */
export interface RunningEmulator {
  /** Where it listens, without a slash at the end: the endpoint of clients. */
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  /** The administrator's keys, as they are now. */
  readonly credentials: EmulatorCredentials;
  /** The environment variables that point AWS's clients at it. */
  env(): Record<string, string>;
  /** The emulator's time, and how far it is ahead of the clock's. */
  clock(): EmulatorClock;
  /** @param by milliseconds, or a duration such as `1h30m`; forward only */
  advanceClock(by: number | string): EmulatorClock;
  /** @param to a moment, or ISO 8601 with its zone */
  setClock(to: Date | string): EmulatorClock;
  /** Puts the emulator's clock back on the one it was given. */
  resetClock(): EmulatorClock;
  /** Has calls fail, or be slow. */
  addFault(fault: Omit<Fault, 'id'>): Fault;
  listFaults(): readonly Fault[];
  /** @returns how many were cleared; all of them where no id is given */
  clearFaults(id?: string): number;
  /** Deletes everything in the account but its administrator. */
  reset(): void;
  /** Seeds an account file, all of it or nothing. */
  seed(file: AccountFile, options?: { readonly replace?: boolean | undefined }): Promise<SeedCounts>;
  /** The whole account as one document; keys are in it only where they are wanted. */
  export(options?: { readonly includeSecrets?: boolean | undefined }): Promise<AccountDocument>;
  /** Ends it, once what is under way is answered. Ending it twice does no harm. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_REGION = 'us-east-1';
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** For calls under way when it is stopped: a test does not wait longer. */
const GRACE_MS = 1_000;

/**
 * Starts an emulator in this process.
 *
 * @throws WorklinkError `Busy` where the port is taken; `InvalidInput` for a state file or a seed that cannot be used;
 *   `AlreadyExists` where a seed brings what the state file holds already
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = DEFAULT_HOST, region = DEFAULT_REGION, allowedHosts = [], log } = options;
  const { openLocalAccount } = await import('./core/backends/local/account.js');
  const { createEmulatorServer } = await import('./core/server/emulator-server.js');
  const { formatEvent } = await import('./core/server/server-events.js');
  const { randomUUID } = await import('node:crypto');
  const stopped = new AbortController();
  const account = openLocalAccount({
    file: options.state ?? ':memory:',
    clock: { now: () => options.clock?.now() ?? new Date(), sleep: sleeper(stopped.signal) },
    strict: options.strict ?? false,
    ...(options.timings !== undefined && { timings: options.timings }),
  });
  const server = createEmulatorServer({
    account,
    host,
    port,
    allowedHosts,
    // AWS's clients sign by the machine's clock, whatever the emulator's says.
    clock: { now: () => new Date() },
    instance: { version: 'embedded', instanceId: randomUUID() },
    timeouts: { grace: GRACE_MS },
    log: (event) => {
      log?.(formatEvent(event, 'text'));
    },
  });
  const emulator = account.emulator();
  const seed: RunningEmulator['seed'] = async (file, { replace = false } = {}) =>
    emulator.seed(await sourceOf(file), { region, replace });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await server.close();
      stopped.abort(ownError('Interrupted', 'The emulator has ended.'));
      account.close();
    })();
    return stopping;
  };
  try {
    if (options.seed !== undefined) await seed(options.seed, { replace: options.replace });
    const { url } = await server.listen();
    emulator.setPublicUrl(url);
    return {
      url,
      region,
      accountId: account.accountId,
      get credentials() {
        return emulator.credentials();
      },
      env: () => variables(url, region, emulator.credentials()),
      clock: () => emulator.clock(),
      advanceClock: (by) => emulator.advanceClock(durationOf(by)),
      setClock: (to) => emulator.setClock(momentOf(to)),
      resetClock: () => emulator.resetClock(),
      addFault: (fault) => emulator.addFault(fault),
      listFaults: () => emulator.listFaults(),
      clearFaults: (id) => emulator.clearFaults(id),
      reset: () => {
        emulator.reset();
      },
      seed,
      export: ({ includeSecrets = false } = {}) => emulator.exportAccount({ includeSecrets }),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits as long as a fault's delay says, and no longer than there is an emulator. */
function sleeper(ended: AbortSignal): (milliseconds: number, signal?: AbortSignal) => Promise<void> {
  return async (milliseconds, signal = ended) => {
    const { setTimeout: sleep } = await import('node:timers/promises');
    await sleep(milliseconds, undefined, { signal });
  };
}

function variables(
  url: string,
  region: string,
  { accessKeyId, secretAccessKey }: EmulatorCredentials,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_WORKLINK: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

async function sourceOf(file: AccountFile): Promise<AccountDocument | string> {
  if (typeof file === 'object' && !('href' in file)) return file;
  const { readFile, stat } = await import('node:fs/promises');
  const { fileURLToPath } = await import('node:url');
  const path = typeof file === 'string' ? file : fileURLToPath(file.href);
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES)
      throw ownError('InvalidInput', `The account file ${quote(path)} is too large.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof WorklinkError) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw ownError(
      missing ? 'NotFound' : 'InvalidInput',
      `The account file ${quote(path)} ${missing ? 'does not exist' : 'cannot be read as UTF-8 text'}.`,
      { cause: error },
    );
  }
}

function durationOf(by: number | string): number {
  const milliseconds = typeof by === 'number' ? by : parseDuration(by);
  if (milliseconds === undefined) {
    throw ownError('InvalidInput', `${quote(String(by))} is not a duration, such as 45s or 1h30m.`);
  }
  return milliseconds;
}

function momentOf(to: Date | string): Date {
  const moment = typeof to === 'string' ? parseMoment(to) : to;
  if (moment === undefined) {
    throw ownError(
      'InvalidInput',
      `${quote(String(to))} is not a time with its zone, such as 2030-01-31T12:00:00Z.`,
    );
  }
  return moment;
}
