import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Rotation } from '../core/admin/identity-provider/rotate.js';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type BackendSettings, stateFileOf, type Surroundings } from './compose.js';

const FOLDER = 'rotations';
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** Two documents, each with every character escaped. */
const MAX_LENGTH = 3 * 1024 * 1024;

/**
 * Where rotations under way are kept: in the user's data folder, since the service has no place for the metadata as it was and as it
 * is to be. A file for each fleet of each service.
 */
export class RotationFile {
  readonly #file: string;
  readonly #folder: string;

  constructor(settings: BackendSettings, surroundings: Surroundings, fleetArn: string) {
    // Relative to the data folder, so that the two can be moved together.
    const service =
      settings.backend === 'local'
        ? relative(surroundings.dataDirectory, stateFileOf(settings, surroundings))
        : settings.endpointUrl;
    const name = JSON.stringify([settings.backend, service ?? '', fleetArn]);
    this.#folder = join(surroundings.dataDirectory, FOLDER);
    this.#file = join(this.#folder, `${createHash('sha256').update(name).digest('hex')}.json`);
  }

  /** @throws WorklinkError `InvalidInput` where the file holds something else */
  async read(): Promise<Rotation | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    const rotation = text.length > MAX_LENGTH ? undefined : rotationOf(parsed(text));
    if (rotation !== undefined) return rotation;
    throw ownError('InvalidInput', `The file ${quote(this.#file)} does not hold a rotation.`, {
      hint: 'Remove it, and link the metadata that is right with worklink idp update.',
    });
  }

  /** @throws WorklinkError `NotFound` where none is under way */
  async known(): Promise<Rotation> {
    const rotation = await this.read();
    if (rotation !== undefined) return rotation;
    throw ownError('NotFound', 'No rotation that was started here is under way.', {
      hint: 'Start one: worklink idp rotate start --metadata FILE. One that was started elsewhere is ended there, or by worklink idp update.',
    });
  }

  async write(rotation: Rotation): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: PRIVATE_FOLDER });
    const whole = `${this.#file}.${randomUUID()}`;
    try {
      await writeFile(whole, `${JSON.stringify(rotation)}\n`, { mode: PRIVATE_FILE, flag: 'wx' });
      await rename(whole, this.#file);
    } finally {
      await rm(whole, { force: true });
    }
  }

  remove(): Promise<void> {
    return rm(this.#file, { force: true });
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function rotationOf(value: unknown): Rotation | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { fleetArn, startedTime, before, after, proof } = value as Partial<Record<keyof Rotation, unknown>>;
  const started = timeOf(startedTime);
  if (typeof fleetArn !== 'string' || typeof before !== 'string' || typeof after !== 'string')
    return undefined;
  if (started === undefined) return undefined;
  const rotation = { fleetArn, startedTime: started, before, after };
  if (proof === undefined) return rotation;
  if (typeof proof !== 'object' || proof === null) return undefined;
  const { time, certificate } = proof as Readonly<Record<string, unknown>>;
  const proven = timeOf(time);
  return proven === undefined || typeof certificate !== 'string'
    ? undefined
    : { ...rotation, proof: { time: proven, certificate } };
}

function timeOf(value: unknown): Date | undefined {
  const time = typeof value === 'string' ? new Date(value) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time;
}
