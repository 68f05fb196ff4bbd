import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { ownError } from '../../core/errors.js';
import { type Misbehaviour } from '../../core/saml/mock-idp/misbehaviours.js';
import { type KnownServiceProvider } from '../../core/saml/mock-idp/service-providers.js';
import { type KnownUser } from '../../core/saml/mock-idp/users.js';
import { quote } from '../../core/text.js';
import { type Surroundings } from '../compose.js';

const KEY_FILE = 'mock-idp.json';
const KEY_NAME = 'worklink mock identity provider';
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

interface KeyPair {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** How a mock identity provider is to be served. */
export interface MockIdpSettings {
  readonly address: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly users: readonly KnownUser[];
  readonly admitsAnybody: boolean;
  readonly serviceProviders: readonly KnownServiceProvider[];
  readonly misbehaviours: readonly Misbehaviour[];
  /** Whether it is to sign with a new key from now on. */
  readonly newKey: boolean;
  readonly instanceId: string;
  readonly logFormat: 'text' | 'json';
  readonly write: (line: string) => void;
}

export interface OpenMockIdp {
  listen(): Promise<{ readonly url: string; readonly metadataUrl: string; readonly metadata: string }>;
  close(): Promise<void>;
}

/** A mock identity provider, which does not listen yet. Its key is kept in the data folder, so that what is linked stays good. */
export async function openMockIdp(
  { address, newKey, logFormat, write, ...rest }: MockIdpSettings,
  { host, dataDirectory }: Surroundings,
): Promise<OpenMockIdp> {
  const { createMockIdpServer } = await import('../../core/server/mock-idp/mock-idp.js');
  const { formatEvent } = await import('../../core/server/server-events.js');
  return createMockIdpServer({
    ...rest,
    host: address,
    clock: host.timer,
    key: await keyPair(dataDirectory, host.timer.now(), newKey),
    log: (event) => {
      write(formatEvent(event, logFormat));
    },
  });
}

async function keyPair(folder: string, now: Date, isNew: boolean): Promise<KeyPair> {
  const file = join(folder, KEY_FILE);
  const kept = isNew ? undefined : await readKeyPair(file);
  if (kept !== undefined) return kept;
  const { createSamlKeyPair } = await import('../../core/certificates/issue.js');
  const made = await createSamlKeyPair({ name: KEY_NAME, now });
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const whole = `${file}.${randomUUID()}`;
  try {
    await writeFile(whole, `${JSON.stringify(made)}\n`, { mode: PRIVATE_FILE, flag: 'wx' });
    await rename(whole, file);
  } finally {
    await rm(whole, { force: true });
  }
  return made;
}

async function readKeyPair(file: string): Promise<KeyPair | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isKeyPair(value)) return value;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw ownError('InvalidInput', `The file ${quote(file)} does not hold the mock identity provider's key.`, {
    hint: 'Give --new-key for a new one, and link its metadata.',
  });
}

function isKeyPair(value: unknown): value is KeyPair {
  if (typeof value !== 'object' || value === null) return false;
  const { certificatePem, privateKeyPem } = value as Partial<Record<keyof KeyPair, unknown>>;
  return typeof certificatePem === 'string' && typeof privateKeyPem === 'string';
}
