import { get } from 'node:http';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { type Instance, instanceFile, readInstance, release } from './instance.js';
import { EMULATOR, indefinite, placeOf, type Served } from './served.js';

/** What a server says of itself. */
interface Health {
  readonly instanceId: string;
  /** Of an emulator. */
  readonly accountId?: string;
}

/** A server that was found to run. */
export type Found = Instance & Health;

/** An emulator that was found to run. */
export interface Running extends Instance {
  readonly accountId: string;
}

const HEALTH_PATH = '/_worklink/health';
const HEALTH_TIMEOUT_MS = 2_000;
const MAX_HEALTH_LENGTH = 4_096;

/** The emulator that runs on a state file. @throws WorklinkError as {@link findServer} */
export async function findRunning(state: string): Promise<Running | undefined> {
  const found = await findServer(state, EMULATOR);
  return found && asEmulator(found);
}

/** An emulator says which account it is of. */
export function asEmulator(found: Found): Running {
  const { accountId } = found;
  if (accountId === undefined) throw ownError('Internal', `The emulator at ${found.url} has no account.`);
  return { ...found, accountId };
}

/**
 * The server that runs on, or beside, a state file. One that is written down and gone, as after `kill -9`, is struck out.
 *
 * @param state the state file's path
 * @throws WorklinkError `Busy` where something is there that does not answer
 */
export async function findServer(state: string, served: Served): Promise<Found | undefined> {
  const place = placeOf(state, served);
  const instance = await readInstance(place);
  if (instance === undefined) return undefined;
  const health = await askHealth(instance.url);
  if (health === 'silent' && isAlive(instance.pid)) {
    throw ownError(
      'Busy',
      `The ${served.noun} at ${instance.url} (process ${String(instance.pid)}) does not answer.`,
      {
        hint: `End the process, or, where it is something else, remove ${quote(instanceFile(place))}.`,
      },
    );
  }
  if (typeof health === 'object' && health.instanceId === instance.instanceId) {
    return { ...instance, ...health };
  }
  await release(place, instance);
  return undefined;
}

/** That a second server on the same state is one too many. */
export function alreadyRunning({ url, pid }: Instance, state: string, served: Served): WorklinkError {
  const what = indefinite(served).replace(/^a/, 'A');
  return ownError(
    'AlreadyExists',
    `${what} runs ${served.place} ${quote(state)} already, at ${url} (process ${String(pid)}).`,
    { hint: `Use it, or end it with ${served.topic} stop.`, details: { url, pid, state } },
  );
}

/** Whether there is a process of this id, whosever it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Asks whoever listens at a URL. @returns `gone` where nobody does, `silent` where somebody does not answer */
function askHealth(url: string): Promise<Health | 'gone' | 'silent'> {
  return new Promise((resolve) => {
    const request = get(`${url}${HEALTH_PATH}`, { agent: false, timeout: HEALTH_TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_HEALTH_LENGTH) request.destroy();
      });
      response.on('close', () => {
        resolve(readHealth(text) ?? 'gone');
      });
    });
    request.on('timeout', () => {
      resolve('silent');
      request.destroy();
    });
    request.on('error', () => {
      resolve('gone');
    });
  });
}

function readHealth(text: string): Health | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { instanceId, accountId } = value as Partial<Record<keyof Health, unknown>>;
    if (typeof instanceId !== 'string') return undefined;
    if (accountId === undefined) return { instanceId };
    return typeof accountId === 'string' ? { instanceId, accountId } : undefined;
  } catch {
    return undefined;
  }
}
