import * as Flags from '@oclif/core/flags';
import { type Misbehaviour, MISBEHAVIOURS } from '../../core/saml/mock-idp/misbehaviours.js';
import { DEFAULT_USERS } from '../../core/saml/mock-idp/users.js';
import { type KnownServiceProvider } from '../../core/saml/mock-idp/service-providers.js';
import { openMockIdp } from '../compose/mock-idp.js';
import { type Surroundings } from '../compose.js';
import { type Host } from '../host.js';
import { readNamedFile } from '../values.js';
import { readUsersFile } from './mock-idp-users.js';
import { stopAsked } from './serve.js';

const NAMES = Object.keys(MISBEHAVIOURS) as Misbehaviour[];

/** What a mock identity provider is told of its users and of how it goes wrong. */
export const mockIdpFlags = {
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
};

interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly 'allow-host'?: readonly string[] | undefined;
  readonly 'log-format': 'text' | 'json';
  readonly users?: string | undefined;
  readonly misbehave?: readonly Misbehaviour[] | undefined;
  readonly 'sp-metadata'?: readonly string[] | undefined;
  readonly 'new-key': boolean;
  readonly quiet: boolean;
}

export interface ServingMockIdp {
  readonly facts: { readonly url: string; readonly metadataUrl: string; readonly metadata: string };
  /** Serves until the host is asked to stop. */
  untilStopped(): Promise<void>;
  close(): Promise<void>;
}

/** Serves a mock identity provider from this process. @throws WorklinkError `Busy` where the port is taken */
export async function serveMockIdp(wanted: Wanted, surroundings: Surroundings): Promise<ServingMockIdp> {
  const { host } = surroundings;
  const users = wanted.users === undefined ? DEFAULT_USERS : await readUsersFile(wanted.users, host);
  const idp = await openMockIdp(
    {
      address: wanted.host,
      port: wanted.port,
      allowedHosts: wanted['allow-host'] ?? [],
      users,
      admitsAnybody: wanted.users === undefined,
      serviceProviders: await readServiceProviders(wanted['sp-metadata'] ?? [], host),
      misbehaviours: wanted.misbehave ?? [],
      newKey: wanted['new-key'],
      logFormat: wanted['log-format'],
      write: (line) => {
        if (!wanted.quiet) host.stderr.write(`${line}\n`);
      },
    },
    surroundings,
  );
  const facts = await idp.listen();
  return {
    facts,
    close: () => idp.close(),
    untilStopped: async () => {
      await stopAsked(host.signal);
      await idp.close();
    },
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
