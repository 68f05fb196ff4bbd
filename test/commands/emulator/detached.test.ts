import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, finished, Home } from '../../support/binary.js';

/** Runs the built program in a process of its own. */
function worklink(home: Home, ...argv: readonly string[]): Promise<Finished> {
  return home.run(argv);
}

describe('a detached emulator', function () {
  // The program may have to be built first.
  this.timeout(120_000);

  it('goes on when its command ends, is found, is not started twice, and ends when told to', () =>
    Home.with(async (home) => {
      const state = ['--state', 'trial.db'];
      const start = await worklink(home, 'emulator', 'start', '--detach', '--port', '0', ...state, '--json');
      assert.deepEqual([start.status, start.stderr], [0, '']);
      const { url, pid } = JSON.parse(start.stdout) as { url: string; pid: number };
      try {
        assert.equal((await fetch(`${url}/_worklink/health`)).status, 200);
        assert.equal(statSync(join(home.folder, 'trial.db.server.log')).mode & 0o777, 0o600);
        const [look, again] = await Promise.all([
          worklink(home, 'emulator', 'status', ...state, '--json'),
          worklink(home, 'emulator', 'start', '--detach', '--port', '0', ...state),
        ]);
        const [found] = JSON.parse(look.stdout) as { running: boolean; url: string; pid: number }[];
        assert.deepEqual([found?.running, found?.url, found?.pid], [true, url, pid]);
        assert.equal(again.status, 6, again.stderr);
        assert.ok(readFileSync(join(home.folder, 'trial.db.server.log'), 'utf8').includes(url));
        const stop = await worklink(home, 'emulator', 'stop', ...state);
        assert.deepEqual([stop.status, stop.stderr], [0, '']);
        await assert.rejects(fetch(`${url}/_worklink/health`));
      } catch (error) {
        process.kill(pid);
        throw error;
      }
    }));

  it('may be a mock identity provider, which is found and ended alike', () =>
    Home.with(async (home) => {
      const idp = ['emulator', 'idp'];
      const start = await worklink(
        home,
        ...[...idp, 'start', '--detach', '--port', '0', '--metadata-out', 'idp.xml', '--json'],
      );
      assert.deepEqual([start.status, start.stderr], [0, '']);
      const { metadataUrl, pid } = JSON.parse(start.stdout) as { metadataUrl: string; pid: number };
      try {
        const served = await (await fetch(metadataUrl)).text();
        assert.equal(readFileSync(join(home.folder, 'idp.xml'), 'utf8'), served);
        const look = await worklink(home, ...idp, 'status', '--query', '[0].[running, pid]', '--json');
        assert.deepEqual(JSON.parse(look.stdout), [true, pid]);
        const taken = await worklink(
          home,
          ...[...idp, 'start', '--detach', '--name', 'two', '--metadata-out', 'idp.xml', '--port', '0'],
        );
        assert.equal(taken.status, 6);
        assert.match(taken.stderr, /^Error: The mock identity provider did not start: .*idp\.xml/);
        const stop = await worklink(home, ...idp, 'stop');
        assert.deepEqual([stop.status, stop.stderr], [0, '']);
        await assert.rejects(fetch(metadataUrl));
      } catch (error) {
        process.kill(pid);
        throw error;
      }
    }));

  it('says why it did not start, with the exit code of the reason', () =>
    Home.with(async (home) => {
      const { status: code, stderr } = await worklink(
        home,
        'emulator',
        'start',
        '--detach',
        '--host',
        '192.0.2.1',
      );
      assert.equal(code, 3);
      assert.match(stderr, /^Error: The emulator did not start: Cannot listen on port 4580 of 192\.0\.2\.1/);
      assert.match(stderr, /emulator\.db\.server\.log/);
    }));

  it('exits 0 on SIGTERM in the foreground, having printed one line', () =>
    Home.with(async (home) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const child = home.start(['emulator', 'start', '--port', '0']);
        const end = finished(child);
        assert.ok(child.stdout !== null);
        await once(child.stdout, 'data');
        child.kill(signal);
        const { status, stdout } = await end;
        assert.equal(status, 0, signal);
        assert.match(stdout, /^[^\n]*http:\/\/127\.0\.0\.1:\d+\n$/);
      }
    }));
});
