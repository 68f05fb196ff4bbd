import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { resolve } from 'node:path';
import { interrupted } from '../../../src/cli/host.js';
import { loadConfig, main } from '../../../src/cli/main.js';
import { type Workplace } from '../../support/cli.js';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A server that a command runs in this process. */
export interface Foreground {
  readonly url: string;
  /** All it wrote on standard output so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Asks it to stop, as a signal does. @returns its exit code */
  stop(): Promise<number>;
}

/** Runs `emulator start` until it has said its first word. */
export async function startForeground(workplace: Workplace, ...argv: readonly string[]): Promise<Foreground> {
  const controller = new AbortController();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const host = workplace.host({ signal: controller.signal }, stdout, stderr);
  const ended = main(
    ['emulator', 'start', ...(argv.includes('--port') ? [] : ['--port', '0']), ...argv],
    await loadConfig({ root: ROOT, fromSource: true }),
    host,
  );
  const early = ended.then((code) => assert.fail(`It ended with ${String(code)}: ${said.stderr}`));
  await Promise.race([once(stdout, 'data'), early]);
  early.catch(() => undefined);
  const url = /http:\/\/[^\s"]+/.exec(said.stdout)?.[0];
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
