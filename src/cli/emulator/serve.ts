import { randomUUID } from 'node:crypto';
import { ownError } from '../../core/errors.js';
import { type BackendSettings, openServer, stateFileOf, type Surroundings } from '../compose.js';
import { claim, type Instance, release } from './instance.js';
import { alreadyRunning, findRunning, findServer } from './running.js';
import { EMULATOR, placeOf, type Served } from './served.js';

export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly strict: boolean;
  /** Whether the state is to be in this process's memory alone. */
  readonly inMemory: boolean;
  readonly logFormat: 'text' | 'json';
  /** Whether requests are not to be logged. */
  readonly quiet: boolean;
  readonly version: string;
}

/** A server that accepts calls. */
export interface Serving {
  readonly instance: Instance;
  readonly accountId: string;
  readonly state: string;
  /** Serves until the host is asked to stop, then ends what is under way and everything else. */
  untilStopped(): Promise<void>;
}

/**
 * Serves a state file over HTTP from this process.
 *
 * @throws WorklinkError `AlreadyExists` where another process does, `Busy` where the port is taken
 */
export async function serve(
  settings: BackendSettings,
  surroundings: Surroundings,
  { host: address, port, allowedHosts, strict, inMemory, logFormat, quiet, version }: ServeSettings,
): Promise<Serving> {
  const { host } = surroundings;
  const state = stateFileOf(settings, surroundings);
  const before = await findRunning(state);
  if (before !== undefined) throw alreadyRunning(before, state, EMULATOR);
  const identity = { instanceId: randomUUID(), pid: process.pid, version };
  const server = await openServer(settings, surroundings, {
    address,
    port,
    allowedHosts,
    strict,
    inMemory,
    logFormat,
    instance: identity,
    write: (line) => {
      if (!quiet) host.stderr.write(`${line}\n`);
    },
  });
  try {
    const { url } = await server.listen();
    const instance = {
      ...identity,
      url,
      startedTime: host.timer.now().toISOString(),
      ...(inMemory && { inMemory, credentials: server.credentials() }),
    };
    await claimPlace(EMULATOR, state, instance);
    return {
      instance,
      accountId: server.accountId,
      state,
      untilStopped: () => untilStopped({ served: EMULATOR, state, instance, server }, host.signal),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** That an emulator in memory was given a state file. */
export function stateInMemory(): Error {
  return ownError('Usage', 'An emulator in memory has no state file, and --state names one.', {
    hint: 'Leave --state or --in-memory out.',
  });
}

/**
 * Writes a server down as the one that runs on, or beside, a state file.
 *
 * @throws WorklinkError `AlreadyExists` where another one does; `Busy` where one did, and has ended
 */
export async function claimPlace(served: Served, state: string, instance: Instance): Promise<void> {
  if (await claim(placeOf(state, served), instance)) return;
  const other = await findServer(state, served);
  if (other !== undefined) throw alreadyRunning(other, state, served);
  throw ownError(
    'Busy',
    `Another ${served.noun} was started ${served.place} the same state at the same time, and ended.`,
    { hint: 'Start it again.' },
  );
}

interface Claimed {
  readonly served: Served;
  readonly state: string;
  readonly instance: Instance;
  readonly server: { close(): Promise<void> };
}

/** Serves until the host is asked to stop. */
export async function untilStopped(
  { served, state, instance, server }: Claimed,
  signal: AbortSignal,
): Promise<void> {
  await stopAsked(signal);
  await strikeOut({ served, state, instance, server });
}

/** Ends a server that was written down. */
export async function strikeOut({ served, state, instance, server }: Claimed): Promise<void> {
  try {
    await server.close();
  } finally {
    // Last of all: whoever stops a server takes it for gone once it is struck out.
    await release(placeOf(state, served), instance);
  }
}

/** Resolves once the host is asked to stop. */
function stopAsked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
