import { join, resolve } from 'node:path';
import { type LocalAccount } from '../core/backends/local/account.js';
import { ownError } from '../core/errors.js';
import { type Backend } from '../core/ports/backend.js';
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
 * @throws WorklinkError `Usage` for settings that do not go together, `UnsupportedByBackend` where there is no such backend
 */
export async function openBackend(settings: BackendSettings, surroundings: Surroundings): Promise<Backend> {
  const region = regionOf(settings, surroundings.host.env);
  if (settings.backend === 'aws') {
    throw ownError('UnsupportedByBackend', 'This version of worklink has no aws backend.', {
      hint: 'Use --backend local, the emulator in a local file.',
    });
  }
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
export async function openAccount(
  settings: BackendSettings,
  { host, dataDirectory }: Surroundings,
): Promise<LocalAccount> {
  if (settings.backend !== 'local') {
    throw ownError('UnsupportedByBackend', `The ${settings.backend} backend has no local account.`, {
      hint: 'Use --backend local.',
    });
  }
  if (settings.endpointUrl !== undefined) {
    throw ownError(
      'Usage',
      `The local backend has no endpoint, and --endpoint-url is ${quote(settings.endpointUrl)}.`,
      {
        hint: 'An endpoint is for --backend aws.',
      },
    );
  }
  const { openLocalAccount } = await import('../core/backends/local/account.js');
  return openLocalAccount({ file: stateFileOf(settings, { host, dataDirectory }), clock: host.timer });
}

/** The state file the settings mean, absolute. */
export function stateFileOf(
  { state }: Pick<BackendSettings, 'state'>,
  { host, dataDirectory }: Pick<Surroundings, 'host' | 'dataDirectory'>,
): string {
  return state === undefined ? join(dataDirectory, STATE_FILE) : resolve(host.cwd, state);
}

/** The Region the settings mean, else the one the AWS SDKs would take from the environment. */
export function regionOf({ region }: Pick<BackendSettings, 'region'>, env: Host['env']): string {
  const named = [region, env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find(
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
