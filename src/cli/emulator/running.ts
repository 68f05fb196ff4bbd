import { get } from 'node:http';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { type Instance, instanceFile, readInstance, release } from './instance.js';

/** What a server says of itself. */
interface Health {
  readonly instanceId: string;
  readonly accountId: string;
}

/** A server that was found to run. */
export interface Running extends Instance {
  readonly accountId: string;
}

const HEALTH_PATH = '/_worklink/health';
const HEALTH_TIMEOUT_MS = 2_000;
const MAX_HEALTH_LENGTH = 4_096;

/**
 * The server that runs on a state file. One that is written down and gone, as after `kill -9`, is struck out.
 *
 * @param state the state file's path
 * @throws WorklinkError `Busy` where something is there that does not answer
 */
export async function findRunning(state: string): Promise<Running | undefined> {
  const instance = await readInstance(state);
  if (instance === undefined) return undefined;
  const health = await askHealth(instance.url);
  if (health === 'silent' && isAlive(instance.pid)) {
    throw ownError(
      'Busy',
      `The emulator at ${instance.url} (process ${String(instance.pid)}) does not answer.`,
      {
        hint: `End the process, or, where it is something else, remove ${quote(instanceFile(state))}.`,
      },
    );
  }
  if (typeof health === 'object' && health.instanceId === instance.instanceId) {
    return { ...instance, accountId: health.accountId };
  }
  await release(state, instance);
  return undefined;
}

/** That a second server on the same state is one too many. */
export function alreadyRunning({ url, pid }: Instance, state: string): WorklinkError {
  return ownError(
    'AlreadyExists',
    `An emulator runs on ${quote(state)} already, at ${url} (process ${String(pid)}).`,
    { hint: 'Use it, or end it with worklink emulator stop.', details: { url, pid, state } },
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
    return typeof instanceId === 'string' && typeof accountId === 'string'
      ? { instanceId, accountId }
      : undefined;
  } catch {
    return undefined;
  }
}
