import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { interrupted } from '../../src/cli/host.js';
import { loadConfig, main } from '../../src/cli/main.js';
import { type Workplace } from './cli.js';

const ROOT = join(import.meta.dirname, '../..');

/** A server that a command runs in this process. */
export interface Foreground {
  readonly url: string;
  /** All it wrote on standard output so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Asks it to stop, as a signal does. @returns its exit code */
  stop(): Promise<number>;
}

/** Runs a command that serves, on any free port unless one is named, until it has said its first word. */
export async function serveInForeground(
  place: Workplace,
  command: readonly string[],
  argv: readonly string[],
): Promise<Foreground> {
  const controller = new AbortController();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = main(
    [...command, ...(argv.includes('--port') ? [] : ['--port', '0']), ...argv],
    await loadConfig({ root: ROOT, fromSource: true }),
    place.host({ signal: controller.signal }, stdout, stderr),
  );
  const early = ended.then((code) => assert.fail(`It ended with ${String(code)}: ${said.stderr}`));
  await Promise.race([once(stdout, 'data'), early]);
  early.catch(() => undefined);
  const url = /http:\/\/[^\s";]+/.exec(said.stdout)?.[0];
  assert.ok(url !== undefined, said.stdout);
  return {
    url,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    stop: () => {
      controller.abort(interrupted('SIGTERM'));
      return ended;
    },
  };
}
