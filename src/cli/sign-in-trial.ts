import { WorklinkError, ownError } from '../core/errors.js';
import { awaitTrial } from '../core/admin/identity-provider/try-sign-in.js';
import { showServiceProvider } from '../core/admin/identity-provider/service-provider.js';
import { provenBy } from '../core/admin/identity-provider/rotate.js';
import { serviceTime } from '../core/admin/service-time.js';
import { type Backend } from '../core/ports/backend.js';
import { type SignInOutcome } from '../core/ports/sign-ins.js';
import { quote } from '../core/text.js';
import { hasScreen, openBrowser } from './browser.js';
import { type BackendSettings, openServer, stateFileOf, type Surroundings } from './compose.js';
import { readInstance } from './emulator/instance.js';
import { RotationFile } from './rotation-file.js';
import { findRunning } from './emulator/running.js';
import { type Talk } from './terminal.js';

export interface TrialSettings {
  /** Name or ARN. */
  readonly fleet: string;
  readonly timeoutMs: number;
  /** Whether a browser is to be opened; where one can be, if absent. */
  readonly browser: boolean | undefined;
  /** The program that opens it. */
  readonly program: string | undefined;
  readonly version: string;
}

export interface TrialTools {
  readonly backend: Backend;
  readonly settings: BackendSettings;
  readonly surroundings: Surroundings;
  readonly talk: Talk;
}

/**
 * Has somebody sign in with a fleet's identity provider in a browser, by the emulator that runs, or by one that runs as long as that
 * takes. Nothing is stored.
 *
 * @throws WorklinkError `UnsupportedByBackend` where the ACS is somebody else's; `WaitTimedOut`; `Busy` where the ACS' port is taken
 */
export async function trySignIn(tools: TrialTools, wanted: TrialSettings): Promise<SignInOutcome> {
  const { backend, surroundings, talk } = tools;
  const { emulator } = backend;
  const { host } = surroundings;
  if (emulator === undefined) {
    throw ownError(
      'UnsupportedByBackend',
      'Responses go to the service itself, whose ACS cannot be listened at from here: an identity provider answers at no other address than the one it was told of.',
      { hint: judgeCaptured(`worklink idp test --fleet ${wanted.fleet}`) },
    );
  }
  await refuseInMemory(tools, wanted.fleet);
  const provider = await showServiceProvider(backend, wanted.fleet);
  const server = await serverFor(tools, provider.assertionConsumerServiceUrl, wanted.version);
  try {
    const signIns = await emulator.signIns();
    const trial = signIns.beginTrial(provider.fleetArn, wanted.timeoutMs);
    host.stderr.write(`Sign in at ${trial.url}\n`);
    const opens = wanted.browser ?? (wanted.program !== undefined || hasScreen(host));
    if (opens) await openOrSay(trial.url, wanted.program, tools);
    const wait = { timer: host.timer, timeoutMs: wanted.timeoutMs, signal: host.signal };
    const outcome = await talk.during('Waiting for the sign-in in the browser', () =>
      awaitTrial(signIns, trial, wait),
    );
    await recordProof(tools, wanted.fleet, provider.fleetArn, outcome);
    return outcome;
  } finally {
    await server?.close();
  }
}

/** How a sign-in is judged whose answer went elsewhere. @param command what judges it, but for the file */
function judgeCaptured(command: string): string {
  return `Sign in by the service's own way with the browser's developer tools open, save the form field SAMLResponse of the POST to the ACS URL, and judge it: ${command} --response FILE`;
}

/** Whoever runs an emulator in memory means that one, whatever the state file holds. */
async function refuseInMemory({ settings, surroundings }: TrialTools, fleet: string): Promise<void> {
  const state = stateFileOf(settings, surroundings);
  if ((await readInstance(state))?.inMemory !== true) return;
  const running = await findRunning(state);
  if (running === undefined) return;
  const judge = `worklink idp test --fleet ${fleet} --backend aws --endpoint-url ${running.url}`;
  throw ownError(
    'UnsupportedByBackend',
    'The emulator keeps its state in memory, where no other process reaches it.',
    { hint: `Start it without --in-memory. Or begin at ${running.url}/sign-in: ${judgeCaptured(judge)}` },
  );
}

/** A sign-in with the new key of a rotation is what lets it be finished. */
async function recordProof(
  { backend, settings, surroundings, talk }: TrialTools,
  fleet: string,
  fleetArn: string,
  outcome: SignInOutcome,
): Promise<void> {
  const file = new RotationFile(settings, surroundings, fleetArn);
  const rotation = await file.read();
  if (rotation === undefined || outcome.verdict !== 'accepted') return;
  const proven = provenBy(rotation, outcome, serviceTime(backend, surroundings.host.timer));
  if (proven === undefined) {
    await talk.say('The old signing certificate was used: the rotation is not proven yet.');
    return;
  }
  await file.write(proven);
  await talk.say(`The new signing certificate is proven: worklink idp rotate finish --fleet ${fleet}`);
}

/** A server at the ACS, unless the emulator runs already. */
async function serverFor(
  { settings, surroundings }: TrialTools,
  acsUrl: string,
  version: string,
): Promise<{ close(): Promise<void> } | undefined> {
  const state = stateFileOf(settings, surroundings);
  if ((await findRunning(state)) !== undefined) return undefined;
  const { hostname, port, protocol } = new URL(acsUrl);
  const server = await openServer(settings, surroundings, {
    address: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    allowedHosts: [],
    strict: false,
    logFormat: 'text',
    instance: { version, instanceId: 'sign-in-trial', pid: process.pid },
    write: () => undefined,
    graceMs: 1_000,
  });
  try {
    await server.listen();
    return server;
  } catch (error) {
    await server.close();
    if (!(error instanceof WorklinkError) || error.code !== 'Busy') throw error;
    throw ownError('Busy', `${error.message} The ACS URL ${quote(acsUrl)} leads there.`, {
      hint: 'End what listens there; or start the emulator on another port, and give the identity provider the new worklink idp sp-metadata.',
      cause: error,
    });
  }
}

/** The address is there to be opened by hand where no browser comes up, unless one was asked for. */
async function openOrSay(
  url: string,
  program: string | undefined,
  { surroundings: { host }, talk }: TrialTools,
): Promise<void> {
  try {
    await openBrowser(url, host, program);
  } catch (error) {
    if (program !== undefined || !(error instanceof WorklinkError)) throw error;
    await talk.say(`${error.message} Open the address yourself.`);
  }
}
