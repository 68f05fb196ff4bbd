import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { type EmulatorCredentials } from '../../core/ports/emulator.js';

/** A server that runs on a state file, as it has written itself down beside it. */
export interface Instance {
  readonly instanceId: string;
  readonly pid: number;
  /** Where this machine reaches it, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedTime: string;
  /** Whether its state is in its memory alone. */
  readonly inMemory?: boolean;
  /** The administrator's keys, where no state file holds them. */
  readonly credentials?: EmulatorCredentials;
}

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const MAX_LENGTH = 4096;

/** The file in which the server on a state file is written down. */
export function instanceFile(state: string): string {
  return `${state}.server.json`;
}

/** What a detached server says goes here. */
export function logFile(state: string): string {
  return `${state}.server.log`;
}

/** Makes the folder a state file is in, as nobody else's. */
export async function makeStateFolder(state: string): Promise<void> {
  await mkdir(dirname(state), { recursive: true, mode: PRIVATE_FOLDER });
}

/** @returns the instance written down for a state file; nothing where there is none, or it cannot be read as one */
export async function readInstance(state: string): Promise<Instance | undefined> {
  return readInstanceFile(instanceFile(state));
}

/**
 * Writes an instance down, unless another one is.
 *
 * @returns whether it was: of any number of servers that try at once, one has it
 */
export async function claim(state: string, instance: Instance): Promise<boolean> {
  await makeStateFolder(state);
  const whole = `${instanceFile(state)}.${instance.instanceId}`;
  await writeFile(whole, `${JSON.stringify(instance)}\n`, { mode: PRIVATE_FILE, flag: 'wx' });
  try {
    // A link appears whole or not at all, and never over another one.
    await link(whole, instanceFile(state));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

/** Strikes an instance out; another one that has taken its place stays. */
export async function release(state: string, { instanceId }: Instance): Promise<void> {
  const file = instanceFile(state);
  const taken = `${file}.${randomUUID()}`;
  try {
    await rename(file, taken);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const found = await readInstanceFile(taken);
  // Moved away first, then looked at: between looking and removing, somebody else could have come.
  if (found !== undefined && found.instanceId !== instanceId) await link(taken, file).catch(() => undefined);
  await rm(taken, { force: true });
}

async function readInstanceFile(file: string): Promise<Instance | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    const value: unknown = text.length > MAX_LENGTH ? undefined : JSON.parse(text);
    return isInstance(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isInstance(value: unknown): value is Instance {
  if (typeof value !== 'object' || value === null) return false;
  const { instanceId, pid, url, version, startedTime, inMemory, credentials } = value as Partial<
    Record<keyof Instance, unknown>
  >;
  return (
    typeof instanceId === 'string' &&
    typeof pid === 'number' &&
    Number.isInteger(pid) &&
    pid > 0 && // 0 and below stand for groups of processes; 1 is a server that has a container to itself
    typeof url === 'string' &&
    /^http:\/\/[^/\s]+$/.test(url) &&
    typeof version === 'string' &&
    typeof startedTime === 'string' &&
    (inMemory === undefined || typeof inMemory === 'boolean') &&
    (credentials === undefined || isCredentials(credentials))
  );
}

function isCredentials(value: unknown): value is EmulatorCredentials {
  if (typeof value !== 'object' || value === null) return false;
  const { accessKeyId, secretAccessKey } = value as Partial<Record<keyof EmulatorCredentials, unknown>>;
  return typeof accessKeyId === 'string' && typeof secretAccessKey === 'string';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
