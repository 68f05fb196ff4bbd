import { randomUUID } from 'node:crypto';
import * as Flags from '@oclif/core/flags';
import { ownError } from '../../core/errors.js';
import { type Misbehaviour, MISBEHAVIOURS } from '../../core/saml/mock-idp/misbehaviours.js';
import { DEFAULT_USERS } from '../../core/saml/mock-idp/users.js';
import { type KnownServiceProvider } from '../../core/saml/mock-idp/service-providers.js';
import { type MockIdpSettings, openMockIdp } from '../compose/mock-idp.js';
import { type Surroundings } from '../compose.js';
import { type Host } from '../host.js';
import { writeOutputFile } from '../output-file.js';
import { readNamedFile } from '../values.js';
import { readUsersFile } from './mock-idp-users.js';
import { detachServer, type ServedPlace } from './detach.js';
import { type Instance } from './instance.js';
import { alreadyRunning, findServer, type Found } from './running.js';
import { claimPlace, strikeOut, untilStopped } from './serve.js';
import { MOCK_IDP } from './served.js';
import { serverFlags } from './server-flags.js';

const NAMES = Object.keys(MISBEHAVIOURS) as Misbehaviour[];

/** How a mock identity provider is to be served, and what it is told of its users and of how it goes wrong. */
export const mockIdpFlags = {
  port: Flags.integer({ summary: 'TCP port; 0 takes any free one.', default: 4581, min: 0, max: 65_535 }),
  host: serverFlags.host,
  'allow-host': serverFlags['allow-host'],
  foreground: serverFlags.foreground,
  detach: Flags.boolean({ summary: 'Go on in the background; worklink emulator idp stop ends it.' }),
  'log-format': serverFlags['log-format'],
  users: Flags.string({ summary: 'Users it knows, in YAML or CSV.', helpValue: 'FILE' }),
  misbehave: Flags.option({ options: NAMES, multiple: true })({
    summary: 'Go wrong in this way unless the login page says otherwise. Repeat to take turns.',
    helpValue: 'NAME',
  }),
  'sp-metadata': Flags.string({
    summary: 'Metadata of a service provider it can encrypt to. Repeat for more.',
    helpValue: 'FILE',
    multiple: true,
  }),
  'new-key': Flags.boolean({ summary: 'Sign with a new key from now on.' }),
  'metadata-out': Flags.string({ summary: 'Write its metadata into a file.', helpValue: 'PATH' }),
  force: Flags.boolean({ summary: 'Overwrite the file where it exists.', dependsOn: ['metadata-out'] }),
};

export interface MockIdpWanted {
  readonly host: string;
  readonly port: number;
  readonly 'allow-host'?: readonly string[] | undefined;
  readonly 'log-format': 'text' | 'json';
  readonly users?: string | undefined;
  readonly misbehave?: readonly Misbehaviour[] | undefined;
  readonly 'sp-metadata'?: readonly string[] | undefined;
  readonly 'new-key': boolean;
  readonly 'metadata-out'?: string | undefined;
  readonly force: boolean;
  readonly quiet: boolean;
}

/** Where and by which program it is served. */
export interface MockIdpPlace {
  /** The state file that it is found beside. */
  readonly state: string;
  readonly version: string;
}

export interface ServingMockIdp {
  readonly instance: Instance;
  /** Serves until the host is asked to stop. */
  untilStopped(): Promise<void>;
  /** Ends it at once. */
  close(): Promise<void>;
}

/**
 * Serves a mock identity provider from this process.
 *
 * @throws WorklinkError `AlreadyExists` where another process does, or the file for its metadata is there; `Busy` where the port is
 *   taken
 */
export async function serveMockIdp(
  wanted: MockIdpWanted,
  { state, version }: MockIdpPlace,
  surroundings: Surroundings,
): Promise<ServingMockIdp> {
  const { host } = surroundings;
  const before = await findServer(state, MOCK_IDP);
  if (before !== undefined) throw alreadyRunning(before, state, MOCK_IDP);
  const identity = { instanceId: randomUUID(), pid: process.pid, version };
  const server = await openMockIdp(await settingsOf(wanted, identity.instanceId, host), surroundings);
  try {
    const { url, metadata } = await server.listen();
    const out = wanted['metadata-out'];
    if (out !== undefined) await writeOutputFile(out, metadata, wanted.force, host);
    const instance = { ...identity, url, startedTime: host.timer.now().toISOString() };
    // Last of all: whoever waits for it takes it for ready then.
    await claimPlace(MOCK_IDP, state, instance);
    const claimed = { served: MOCK_IDP, state, instance, server };
    return {
      instance,
      untilStopped: () => untilStopped(claimed, host.signal),
      close: () => strikeOut(claimed),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function settingsOf(wanted: MockIdpWanted, instanceId: string, host: Host): Promise<MockIdpSettings> {
  return {
    address: wanted.host,
    port: wanted.port,
    allowedHosts: wanted['allow-host'] ?? [],
    users: wanted.users === undefined ? DEFAULT_USERS : await readUsersFile(wanted.users, host),
    admitsAnybody: wanted.users === undefined,
    serviceProviders: await readServiceProviders(wanted['sp-metadata'] ?? [], host),
    misbehaviours: wanted.misbehave ?? [],
    newKey: wanted['new-key'],
    instanceId,
    logFormat: wanted['log-format'],
    write: (line) => {
      if (!wanted.quiet) host.stderr.write(`${line}\n`);
    },
  };
}

/** Serves one from a process of its own. @throws WorklinkError as {@link serveMockIdp}, in the words of its log */
export function detachMockIdp(
  wanted: MockIdpWanted,
  { state, name }: ServedPlace,
  host: Host,
): Promise<Found> {
  if ([wanted.users, ...(wanted['sp-metadata'] ?? [])].includes('-')) {
    throw ownError('Usage', 'A server in the background does not read standard input.', {
      hint: 'Give a file.',
    });
  }
  return detachServer(MOCK_IDP, state, mockIdpArguments(wanted, { state, name }), host);
}

/** The words of a command that serves in the foreground what was to be served in the background. */
export function mockIdpArguments(wanted: MockIdpWanted, { state, name }: ServedPlace): readonly string[] {
  const each = (flag: string, values: readonly string[] = []) => values.flatMap((value) => [flag, value]);
  const given = (flag: string, value: string | undefined) => (value === undefined ? [] : [flag, value]);
  return [
    ...['emulator', 'idp', 'start', '--foreground', '--no-input', '--output', 'table', '--backend', 'local'],
    ...(name === undefined ? ['--state', state] : ['--name', name]),
    ...['--host', wanted.host, '--port', String(wanted.port), '--log-format', wanted['log-format']],
    ...each('--allow-host', wanted['allow-host']),
    ...given('--users', wanted.users),
    ...each('--misbehave', wanted.misbehave),
    ...each('--sp-metadata', wanted['sp-metadata']),
    ...given('--metadata-out', wanted['metadata-out']),
    ...(wanted.force ? ['--force'] : []),
    ...(wanted['new-key'] ? ['--new-key'] : []),
    ...(wanted.quiet ? ['--quiet'] : []),
  ];
}

/** What there is to say of one that runs. */
export function mockIdpFacts(
  { url, pid, startedTime, version, instanceId }: Instance,
  { state, name }: ServedPlace,
) {
  return {
    ...(name !== undefined && { name }),
    running: true,
    url,
    metadataUrl: `${url}/metadata`,
    pid,
    state,
    startedTime,
    version,
    instanceId,
  };
}

/** Whom it can encrypt to. What reads metadata is loaded only where there is some. */
async function readServiceProviders(
  files: readonly string[],
  host: Host,
): Promise<readonly KnownServiceProvider[]> {
  if (files.length === 0) return [];
  const { readKnownServiceProvider } = await import('../../core/saml/mock-idp/service-providers.js');
  const documents = await Promise.all(
    files.map((file) => readNamedFile(file, host, { flag: '--sp-metadata' })),
  );
  return documents.map((document) => readKnownServiceProvider(document));
}
