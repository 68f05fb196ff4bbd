/**
 * Does what the Dockerfile says without a container engine, and tries the result: each stage's root is a folder, RUN and
 * COPY are carried out in it, then the image's command is started, asked for its health, killed, started again and stopped.
 * What it cannot show is the base images and the users in them.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import {
  ignorePatterns,
  type Instruction,
  isIgnored,
  parseDockerfile,
  type Stage,
  variablesOf,
} from './lib/dockerfile.js';

const context = join(import.meta.dirname, '..');
const patterns = ignorePatterns(readFileSync(join(context, '.dockerignore'), 'utf8'));
const stages = parseDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
const place = mkdtempSync(join(tmpdir(), 'worklink-docker-'));

/** A stage as far as it has been built. */
interface Built {
  readonly root: string;
  workdir: string;
  readonly env: Record<string, string>;
  readonly told: Map<string, Instruction>;
}

const built = new Map<string, Built>();
try {
  for (const stage of stages) built.set(stage.name, buildStage(stage));
  const image = [...built.values()].at(-1);
  if (image === undefined) throw new Error('the Dockerfile has no stage');
  await tryImage(image);
} finally {
  rmSync(place, { recursive: true, force: true });
}

function buildStage({ name, image, instructions }: Stage): Built {
  const root = join(place, name);
  const stage: Built = { root, workdir: '/', env: {}, told: new Map() };
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  say(`FROM ${image} as ${name}`);
  for (const instruction of instructions) {
    const { name: kind, rest } = instruction;
    say(`${kind} ${rest.slice(0, 100)}`);
    if (kind === 'WORKDIR') mkdirSync(join(root, (stage.workdir = rest)), { recursive: true });
    else if (kind === 'ENV') Object.assign(stage.env, Object.fromEntries(variablesOf(instruction)));
    else if (kind === 'COPY') copy(instruction, stage);
    else if (kind === 'RUN') run(instruction, stage);
    else stage.told.set(kind, instruction);
  }
  return stage;
}

function copy({ options, rest, line }: Instruction, stage: Built): void {
  const words = rest.split(/\s+/);
  const target = words.pop() ?? '';
  const from = options.get('from');
  const source = from === undefined ? context : built.get(from)?.root;
  if (source === undefined) throw new Error(`line ${line}: there is no stage ${from ?? ''}`);
  for (const word of words) {
    const path = join(source, word);
    const into = join(stage.root, target.startsWith('/') ? '' : stage.workdir, target);
    const isFolder = statSync(path).isDirectory();
    // A folder's content goes into the target; a file goes into it where it ends with a slash.
    const to = isFolder || !target.endsWith('/') ? into : join(into, basename(path));
    mkdirSync(isFolder ? to : dirname(to), { recursive: true });
    const filter = (file: string): boolean =>
      from !== undefined || isFolderOf(file) || !isIgnored(relative(context, file), patterns);
    if (!isFolder && !filter(path))
      throw new Error(`line ${line}: .dockerignore keeps ${word} from the build`);
    cpSync(path, to, { recursive: true, filter, verbatimSymlinks: true });
  }
}

function isFolderOf(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function run({ rest, line }: Instruction, stage: Built): void {
  const { status } = spawnSync('sh', ['-ec', inRoot(rest, stage)], {
    cwd: join(stage.root, stage.workdir),
    env: environment(stage),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`line ${line}: RUN ended with ${String(status)}`);
}

/** A command with the paths of the image made those of its folder. */
function inRoot(command: string, { root }: Built): string {
  return command.replace(/(^|[\s=:'"])\/(app|data|usr\/local\/bin)(?=[/\s'":]|$)/g, `$1${root}/$2`);
}

/** The machine's environment with the image's own; there is no user `node` here to give files to. */
function environment(stage: Built): NodeJS.ProcessEnv {
  const shims = join(place, 'shims');
  mkdirSync(shims, { recursive: true });
  writeFileSync(join(shims, 'chown'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(shims, 'chown'), 0o755);
  const { PATH, HOME, LANG } = process.env;
  const own = Object.fromEntries(
    Object.entries(stage.env).map(([name, value]) => [name, inRoot(value, stage)]),
  );
  // npm's own settings of whoever runs this, as a proxy, hold; everything else is the image's.
  const npm = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^npm_config_|_proxy$/i.test(name)),
  );
  return {
    ...npm,
    HOME,
    LANG,
    ...own,
    PATH: [shims, join(stage.root, 'usr/local/bin'), PATH].join(delimiter),
  };
}

async function tryImage(image: Built): Promise<void> {
  const words = (kind: string): readonly string[] =>
    (image.told.get(kind)?.words ?? []).map((word) => inRoot(word, image));
  const command = [...words('ENTRYPOINT'), ...words('CMD')];
  const port = await freePort();
  const env = { ...environment(image), WORKLINK_PORT: String(port) };
  const folders = readdirSync(join(image.root, 'app')).sort();
  say(`/app holds ${folders.join(', ')}`);
  const start = async (): Promise<ChildProcess> => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd: join(image.root, image.workdir),
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(([code]: unknown[]) => {
      throw new Error(`the command ended with ${String(code)} before it listened`);
    });
    await Promise.race([once(child.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    return child;
  };
  const healthy = (): boolean => {
    const [program = '', ...args] = words('HEALTHCHECK');
    return spawnSync(program, args, { env, stdio: 'ignore' }).status === 0;
  };
  const killed = await start();
  check('the health check passes while it serves', healthy());
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  check('the health check fails once it is gone', !healthy());
  const child = await start();
  check('it starts again after it was killed', healthy());
  check('it answers for the name of its container', (await statusFor(port, 'worklink-emulator')) === 200);
  check('it answers for no other name', (await statusFor(port, 'example.com')) === 421);
  const printed = spawnSync(
    join(image.root, 'usr/local/bin/worklink'),
    ['emulator', 'env', '--format', 'dotenv'],
    { env, encoding: 'utf8' },
  );
  check(
    'worklink is on the path, and finds it',
    printed.stdout.includes(`AWS_ENDPOINT_URL_WORKLINK=http://127.0.0.1:${String(port)}`),
  );
  child.kill((image.told.get('STOPSIGNAL')?.rest ?? 'SIGTERM') as NodeJS.Signals); // judged by the kernel
  const [code] = (await once(child, 'exit')) as [number | null];
  check('it ends with 0 when it is told to stop', code === 0);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens
  server.close();
  await once(server, 'close');
  return port;
}

function statusFor(port: number, name: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(
      {
        host: '127.0.0.1',
        port,
        path: '/_worklink/health',
        agent: false,
        headers: { host: `${name}:${String(port)}` },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on('error', reject);
  });
}

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(`it does not hold that ${what}`);
  say(`ok: ${what}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
