import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, open, readFile } from 'node:fs/promises';
import { ownError, type OwnErrorCode } from '../../core/errors.js';
import { type Host } from '../host.js';
import { type Instance, logFile, makeStateFolder } from './instance.js';
import { alreadyRunning, asEmulator, findServer, type Found, type Running } from './running.js';
import { EMULATOR, placeOf, type Served } from './served.js';

const START_TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 50;
const PRIVATE_FILE = 0o600;
/** How much of a log an error shows: its last lines. */
const TAIL_LINES = 10;

/** What the exit codes of a server that did not come up say about why. */
const CODES: Readonly<Record<number, OwnErrorCode>> = {
  2: 'Usage',
  3: 'InvalidInput',
  4: 'AnswerRequired',
  6: 'AlreadyExists',
  7: 'Busy',
};

/** The program this process runs, to be run once more. */
function thisProgram(): readonly string[] {
  return [process.execPath, ...process.execArgv, process.argv[1] ?? ''];
}

interface DetachOptions {
  readonly served: Served;
  readonly state: string;
  /** The program and its first arguments. */
  readonly program: readonly string[];
  /** The command that serves in the foreground. */
  readonly args: readonly string[];
  readonly host: Pick<Host, 'env' | 'cwd' | 'timer' | 'signal'>;
}

/**
 * Starts a server in a process of its own, that goes on when this one ends, and waits until it accepts calls.
 *
 * @throws WorklinkError `AlreadyExists` where one runs on the state; with the end of its log where it does not come up
 */
async function detach({ served, state, program, args, host }: DetachOptions): Promise<Found> {
  const before = await findServer(state, served);
  if (before !== undefined) throw alreadyRunning(before, state, served);
  await makeStateFolder(state);
  const log = logFile(placeOf(state, served));
  const output = await open(log, 'w', PRIVATE_FILE);
  try {
    await chmod(log, PRIVATE_FILE); // one that was there already keeps the mode it had
    const [command = '', ...first] = program;
    const child = spawn(command, [...first, ...args], {
      cwd: host.cwd,
      env: { ...host.env },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const ended = once(child, 'exit').then(
      ([code]: unknown[]) => (typeof code === 'number' ? code : -1),
      () => -1,
    );
    const pid = child.pid;
    child.unref();
    const running = pid === undefined ? undefined : await cameUp({ served, state, pid, ended, host });
    if (running !== undefined) return running;
    if (pid !== undefined) child.kill();
    throw await didNotComeUp(served, log, child.exitCode);
  } finally {
    await output.close();
  }
}

interface Awaited {
  readonly served: Served;
  readonly state: string;
  readonly pid: number;
  readonly ended: Promise<number>;
  readonly host: DetachOptions['host'];
}

async function cameUp({ served, state, pid, ended, host }: Awaited): Promise<Found | undefined> {
  const { timer, signal } = host;
  const child = { over: false };
  void ended.then(() => {
    child.over = true;
  });
  const deadline = timer.now().getTime() + START_TIMEOUT_MS;
  while (!child.over && timer.now().getTime() < deadline) {
    const running = await findServer(state, served);
    if (running?.pid === pid) return running;
    await Promise.race([ended, timer.sleep(LOOK_EVERY_MS, signal)]);
  }
  return undefined;
}

async function didNotComeUp({ noun }: Served, log: string, exitCode: number | null): Promise<Error> {
  const lines = (await readFile(log, 'utf8')).trim().split('\n').slice(-TAIL_LINES);
  const said = lines
    .join(' ')
    .replace(/^Error: /, '')
    .trim();
  return ownError(
    CODES[exitCode ?? 0] ?? 'Unreachable',
    `The ${noun} did not start${said === '' ? '.' : `: ${said}`}`,
    { hint: `Its log is ${log}; --foreground shows it directly.`, details: { log, exitCode } },
  );
}

export interface DetachedSettings {
  readonly state: string;
  /** The emulator's name, where it has one: it stands for the state file. */
  readonly name?: string | undefined;
  readonly inMemory?: boolean;
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly strict: boolean;
  readonly logFormat: string;
  readonly quiet: boolean;
}

/** Starts this very program once more, as a server in the background. @throws WorklinkError as `detach` says */
export async function startDetached(settings: DetachedSettings, host: Host): Promise<Running> {
  return asEmulator(await detachServer(EMULATOR, settings.state, foregroundArguments(settings), host));
}

/**
 * Starts this very program once more, with the words of a command that serves in the foreground.
 *
 * @throws WorklinkError as `detach` says
 */
export function detachServer(
  served: Served,
  state: string,
  args: readonly string[],
  host: Host,
): Promise<Found> {
  return detach({ served, state, program: thisProgram(), args, host });
}

/** The words of a command that serves in the foreground what was to be served in the background. */
export function foregroundArguments({ state, host, port, ...settings }: DetachedSettings): readonly string[] {
  const { name, inMemory = false } = settings;
  return [
    ...['emulator', 'start', '--foreground', '--no-input', '--output', 'table', '--backend', 'local'],
    // Without a name, in memory is the place of the usual state file, which is not to be named.
    ...(name !== undefined ? ['--name', name] : inMemory ? [] : ['--state', state]),
    ...(inMemory ? ['--in-memory'] : []),
    ...['--host', host, '--port', String(port), '--log-format', settings.logFormat],
    ...settings.allowedHosts.flatMap((name) => ['--allow-host', name]),
    ...(settings.strict ? ['--strict'] : []),
    ...(settings.quiet ? ['--quiet'] : []),
  ];
}

/** What a started server is told about, whichever way it was started. */
export function servingFacts(instance: Instance, accountId: string, { state, name }: ServedPlace) {
  const { url, pid, instanceId, version, startedTime, inMemory } = instance;
  return {
    ...(name !== undefined && { name }),
    running: true,
    url,
    pid,
    accountId,
    ...(inMemory === true ? { inMemory } : { state }),
    startedTime,
    version,
    instanceId,
  };
}

/** What an emulator is known by. */
export interface ServedPlace {
  readonly state: string;
  readonly name?: string | undefined;
}
