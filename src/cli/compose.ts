import { join, resolve } from 'node:path';
import { type LocalAccount } from '../core/backends/local/account.js';
import { ownError, type WorklinkError } from '../core/errors.js';
import { type Backend } from '../core/ports/backend.js';
import { type Timer } from '../core/ports/clock.js';
import { type EmulatorCredentials } from '../core/ports/emulator.js';
import { type SiteProbe } from '../core/ports/site-probe.js';
import { quote } from '../core/text.js';
import { type BackendName } from './global-flags.js';
import { type Host } from './host.js';

const STATE_FILE = 'emulator.db';
const DEFAULT_REGION = 'us-east-1';
const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}$/;
/** What the trail names as the source of calls that never left the machine. */
const LOCAL_ADDRESS = '127.0.0.1';

/** Which backend, and where. */
export interface BackendSettings {
  readonly backend: BackendName;
  /** Where the services beside WorkLink are; where it is itself, if absent. */
  readonly companions?: BackendName | undefined;
  readonly state?: string | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** What composing needs to know of the program and its machine. */
export interface Surroundings {
  readonly host: Host;
  /** Where the state file is kept where nobody says otherwise. */
  readonly dataDirectory: string;
  readonly userAgent: string;
}

/**
 * Opens the backend the settings name. The only place that knows which there are.
 *
 * @throws WorklinkError `Usage` for settings that do not go together
 */
export async function openBackend(settings: BackendSettings, surroundings: Surroundings): Promise<Backend> {
  const { backend, companions = backend } = settings;
  if (backend === 'local' && companions === 'local') return openLocal(settings, surroundings);
  const aws = await import('./compose/aws.js');
  const region = regionOf(settings, surroundings.host.env, await aws.regionOfProfile(settings));
  if (companions === 'aws' && backend === 'aws') return aws.onAws(settings, region, surroundings);
  const { endpointUrl, ...others } = settings;
  const local = { ...others, region, backend: 'local' } as const;
  if (backend === 'aws') {
    return aws.withAwsWorkLink(await openLocal(local, surroundings), settings, surroundings);
  }
  if (endpointUrl !== undefined) throw noEndpoint(endpointUrl);
  return aws.withAwsCompanions(await openLocal(local, surroundings), settings, surroundings);
}

async function openLocal(settings: BackendSettings, surroundings: Surroundings): Promise<Backend> {
  const region = regionOf(settings, surroundings.host.env);
  const account = await openAccount(settings, surroundings);
  try {
    return account.backend({
      principal: account.administrator(),
      region,
      sourceIp: LOCAL_ADDRESS,
      userAgent: surroundings.userAgent,
    });
  } catch (error) {
    account.close();
    throw error;
  }
}

/**
 * Opens the local account itself, for what works on it as a whole: the server.
 *
 * @throws WorklinkError `Usage` where the settings ask for another backend
 */
async function openAccount(
  settings: BackendSettings,
  { host, dataDirectory }: Surroundings,
  { strict = false, inMemory = false, clock = host.timer }: AccountSettings = {},
): Promise<LocalAccount> {
  if (settings.backend !== 'local') {
    throw ownError('UnsupportedByBackend', `The ${settings.backend} backend has no local account.`, {
      hint: 'Use --backend local.',
    });
  }
  if (settings.endpointUrl !== undefined) throw noEndpoint(settings.endpointUrl);
  const { openLocalAccount } = await import('../core/backends/local/account.js');
  return openLocalAccount({
    file: inMemory ? ':memory:' : stateFileOf(settings, { host, dataDirectory }),
    clock,
    strict,
  });
}

function noEndpoint(endpointUrl: string): WorklinkError {
  return ownError(
    'Usage',
    `The local backend has no endpoint, and --endpoint-url is ${quote(endpointUrl)}.`,
    {
      hint: 'An endpoint is for --backend aws.',
    },
  );
}

interface AccountSettings {
  readonly strict?: boolean;
  readonly inMemory?: boolean;
  readonly clock?: Timer;
}

/**
 * A probe that looks at web sites from this machine.
 *
 * @param nameServer the name server to ask in place of the machine's
 */
export async function openSiteProbe(
  { env }: Pick<Host, 'env'>,
  nameServer?: { readonly host: string; readonly port: number },
): Promise<SiteProbe> {
  const { createSiteProbe } = await import('../core/probe/site-probe.js');
  return createSiteProbe({ env, nameServer });
}

/** How the emulator is to be served over HTTP. */
export interface ServerSettings {
  /** The address to listen on. */
  readonly address: string;
  /** The TCP port; 0 for any free one. */
  readonly port: number;
  /** Host names clients may use besides the address. */
  readonly allowedHosts: readonly string[];
  /** Whether VPCs, streams and the like that the account does not know are refused. */
  readonly strict: boolean;
  /** Whether the state is to be in memory alone, and no file. */
  readonly inMemory?: boolean;
  readonly logFormat: 'text' | 'json';
  readonly instance: { readonly version: string; readonly instanceId: string; readonly pid: number };
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
  /** How long calls under way may take to end when the server is closed, in milliseconds; the server's own where absent. */
  readonly graceMs?: number;
}

/** The emulator, ready to be served. */
export interface OpenServer {
  readonly accountId: string;
  /** The keys of the account's administrator. */
  credentials(): EmulatorCredentials;
  /** Begins to accept calls. @throws WorklinkError `Busy` where the port is taken */
  listen(): Promise<{ readonly url: string }>;
  /** Answers what is under way, then closes the account too. */
  close(): Promise<void>;
}

/**
 * Opens the local account with a server before it, which does not listen yet.
 *
 * @throws WorklinkError `Usage` where the settings ask for another backend
 */
export async function openServer(
  settings: BackendSettings,
  surroundings: Surroundings,
  { address, logFormat, write, strict, inMemory = false, graceMs, ...rest }: ServerSettings,
): Promise<OpenServer> {
  const { createEmulatorServer } = await import('../core/server/emulator-server.js');
  const { formatEvent } = await import('../core/server/server-events.js');
  const { timer } = surroundings.host;
  const closed = new AbortController();
  // A delay that somebody asked for must not keep the program up once nobody can be answered any more.
  const clock: Timer = {
    now: () => timer.now(),
    sleep: (milliseconds, signal = closed.signal) => timer.sleep(milliseconds, signal),
  };
  const account = await openAccount(settings, surroundings, { strict, inMemory, clock });
  const server = createEmulatorServer({
    ...rest,
    ...(graceMs !== undefined && { timeouts: { grace: graceMs } }),
    account,
    clock,
    host: address,
    log: (event) => {
      write(formatEvent(event, logFormat));
    },
  });
  return {
    accountId: account.accountId,
    credentials: () => account.emulator().credentials(),
    listen: async () => {
      const { url } = await server.listen();
      account.emulator().setPublicUrl(url);
      return { url };
    },
    close: async () => {
      await server.close();
      closed.abort(ownError('Interrupted', 'The emulator has ended.'));
      account.close();
    },
  };
}

/** The state file the settings mean, absolute. */
export function stateFileOf(
  { state }: Pick<BackendSettings, 'state'>,
  { host, dataDirectory }: Pick<Surroundings, 'host' | 'dataDirectory'>,
): string {
  return state === undefined ? join(dataDirectory, STATE_FILE) : resolve(host.cwd, state);
}

/** The Region the settings mean, else the one the AWS SDKs would take from the environment, else the profile's. */
export function regionOf(
  { region }: Pick<BackendSettings, 'region'>,
  env: Host['env'],
  ofProfile?: string,
): string {
  const named = [region, env['AWS_REGION'], env['AWS_DEFAULT_REGION'], ofProfile].find(
    (name) => name !== undefined && name !== '',
  );
  const chosen = named ?? DEFAULT_REGION;
  if (!REGION.test(chosen)) {
    throw ownError('Usage', `${quote(chosen)} is not the name of a Region.`, {
      hint: `Give --region, such as ${DEFAULT_REGION}.`,
    });
  }
  return chosen;
}
