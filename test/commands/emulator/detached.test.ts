import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/account.js';
import { ROOT } from './server-harness.js';

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the sources in a process of their own, with a home of their own. */
async function worklink(home: string, ...argv: readonly string[]): Promise<Finished> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/dev.js'), ...argv], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

describe('a detached emulator', function () {
  // Each command is a process that reads the sources anew.
  this.timeout(120_000);

  it('goes on when its command ends, is found, is not started twice, and ends when told to', () =>
    withTemporaryFolder(async (home) => {
      const state = ['--state', 'trial.db'];
      const start = await worklink(home, 'emulator', 'start', '--detach', '--port', '0', ...state, '--json');
      assert.deepEqual([start.code, start.stderr], [0, '']);
      const { url, pid } = JSON.parse(start.stdout) as { url: string; pid: number };
      try {
        assert.equal((await fetch(`${url}/_worklink/health`)).status, 200);
        assert.equal(statSync(join(home, 'trial.db.server.log')).mode & 0o777, 0o600);
        const [status, again] = await Promise.all([
          worklink(home, 'emulator', 'status', ...state, '--json'),
          worklink(home, 'emulator', 'start', '--detach', '--port', '0', ...state),
        ]);
        const found = JSON.parse(status.stdout) as { running: boolean; url: string; pid: number };
        assert.deepEqual([found.running, found.url, found.pid], [true, url, pid]);
        assert.equal(again.code, 6, again.stderr);
        assert.ok(readFileSync(join(home, 'trial.db.server.log'), 'utf8').includes(url));
        const stop = await worklink(home, 'emulator', 'stop', ...state);
        assert.deepEqual([stop.code, stop.stderr], [0, '']);
        await assert.rejects(fetch(`${url}/_worklink/health`));
      } catch (error) {
        process.kill(pid);
        throw error;
      }
    }));

  it('says why it did not start, with the exit code of the reason', () =>
    withTemporaryFolder(async (home) => {
      const { code, stderr } = await worklink(home, 'emulator', 'start', '--detach', '--host', '192.0.2.1');
      assert.equal(code, 3);
      assert.match(stderr, /^Error: The emulator did not start: Cannot listen on port 4580 of 192\.0\.2\.1/);
      assert.match(stderr, /emulator\.db\.server\.log/);
    }));

  it('exits 0 on SIGTERM in the foreground, having printed one line', () =>
    withTemporaryFolder(async (home) => {
      const args = [join(ROOT, 'bin/dev.js'), 'emulator', 'start', '--port', '0', '--state', 'trial.db'];
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const child = spawn(process.execPath, args, {
          cwd: home,
          env: { PATH: process.env['PATH'], HOME: home },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let stdout = '';
        child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
        await once(child.stdout, 'data');
        child.kill(signal);
        const [code] = (await once(child, 'close')) as [number | null];
        assert.equal(code, 0, signal);
        assert.match(stdout, /^[^\n]*http:\/\/127\.0\.0\.1:\d+\n$/);
      }
    }));
});
