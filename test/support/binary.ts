import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundle, type Bundle } from '../../scripts/build/bundle.js';
import { commandManifest } from '../../scripts/build/manifest.js';

const root = join(import.meta.dirname, '../..');

/** A built copy of the CLI, and the manifest that its commands have. */
export interface Built {
  readonly folder: string;
  readonly run: string;
  readonly manifest: string;
  readonly outputs: Bundle['outputs'];
  /** The sources that the bundle can start with. */
  readonly entryPoints: readonly string[];
}

let built: Promise<Built> | undefined;

/**
 * Builds the sources as they are now into a temporary folder, once per test run and only read afterwards.
 * No test can thus pass on an older build, nor does one need `npm run build` first.
 */
export function builtBinary(): Promise<Built> {
  built ??= buildInto(mkdtemp(join(tmpdir(), 'worklink-built-')));
  return built;
}

async function buildInto(made: Promise<string>): Promise<Built> {
  const folder = await made;
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { outputs, entryPoints } = await bundle({ root, outdir: join(folder, 'dist') });
  await mkdir(join(folder, 'bin'));
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await copyFile(join(root, 'bin/run.js'), join(folder, 'bin/run.js'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const manifest = await commandManifest(folder);
  await writeFile(join(folder, 'oclif.manifest.json'), manifest);
  return { folder, run: join(folder, 'bin/run.js'), manifest, outputs, entryPoints };
}

export interface Finished {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** One person's machine: a home folder of its own, with nothing in it and nothing inherited. */
export class Home {
  private constructor(
    readonly folder: string,
    /** The program's file, to be run by Node. */
    readonly binary: string,
  ) {}

  /** Makes a home, hands it over and removes it. */
  static async with(body: (home: Home) => Promise<void>): Promise<void> {
    const { run } = await builtBinary();
    const folder = await mkdtemp(join(tmpdir(), 'worklink-home-'));
    try {
      await body(new Home(folder, run));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  /** The environment of a command: enough to run, nothing of the developer's. */
  environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: this.folder, TZ: 'UTC', LANG: 'C.UTF-8', ...extra };
  }

  /** Writes a file into the home. @returns its path */
  async file(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** Starts the binary and leaves the rest to the test. */
  start(args: readonly string[], options: RunOptions = {}): ChildProcess {
    const child = spawn(process.execPath, [this.binary, ...args], {
      cwd: this.folder,
      env: this.environment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A command that ends without reading its input closes it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    return child;
  }

  /** Runs the binary to its end. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return finished(this.start(args, options));
  }

  /** Runs a line of shell in which `worklink` is the binary. */
  shell(line: string, options: RunOptions = {}): Promise<Finished> {
    const script = `worklink() { "${process.execPath}" "${this.binary}" "$@"; }\n${line}\n`;
    const child = spawn('bash', ['-c', script], { cwd: this.folder, env: this.environment(options.env) });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    return finished(child);
  }

  /** Runs a command that must succeed and answers what it printed as JSON. */
  async json(args: readonly string[], options: RunOptions = {}): Promise<unknown> {
    const { status, stdout, stderr } = await this.run([...args, '--json'], options);
    if (status !== 0) throw new Error(`worklink ${args.join(' ')} exited with ${status}: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  }
}

/** Collects what a process prints until it ends. */
export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => {
      resolve({ status, signal, stdout, stderr });
    });
  });
}
