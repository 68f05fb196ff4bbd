import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  claim,
  type Instance,
  instanceFile,
  readInstance,
  release,
} from '../../../src/cli/emulator/instance.js';
import { findRunning, isAlive } from '../../../src/cli/emulator/running.js';
import { withTemporaryFolder } from '../../support/account.js';

const instance: Instance = {
  instanceId: 'one',
  pid: process.pid,
  url: 'http://127.0.0.1:9',
  version: '1.2.3',
  startedTime: '2026-01-02T03:04:05.678Z',
};

function withState<T>(body: (state: string) => Promise<T>): Promise<T> {
  return withTemporaryFolder((folder) => body(join(folder, 'deep', 'state.db')));
}

describe('the instance file', () => {
  it('has one claimant, of many at once', () =>
    withState(async (state) => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => claim(state, { ...instance, instanceId: String(index) })),
      );
      assert.equal(claims.filter(Boolean).length, 1);
      assert.equal((await readInstance(state))?.instanceId, String(claims.indexOf(true)));
      assert.equal(readdirSync(join(state, '..')).length, 1);
    }));

  it('may be the first process of all, as in a container, and keep keys', () =>
    withState(async (state) => {
      const credentials = { accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 'secret' };
      const contained = { ...instance, pid: 1, inMemory: true, credentials };
      await claim(state, contained);
      assert.deepEqual(await readInstance(state), contained);
    }));

  it('is released by its own instance alone', () =>
    withState(async (state) => {
      await claim(state, instance);
      await release(state, { ...instance, instanceId: 'another' });
      assert.deepEqual(await readInstance(state), instance);
      await release(state, instance);
      await release(state, instance);
      assert.equal(await readInstance(state), undefined);
      assert.equal(readdirSync(join(state, '..')).length, 0);
    }));

  for (const [what, text] of Object.entries({
    'half a document': '{"instanceId":',
    'another document': '[]',
    null: 'null',
    'a process id that stands for many': JSON.stringify({ ...instance, pid: -1 }),
    'a process id of zero': JSON.stringify({ ...instance, pid: 0 }),
    'keys that are none': JSON.stringify({ ...instance, inMemory: true, credentials: { accessKeyId: 1 } }),
    'keys that are a text': JSON.stringify({ ...instance, credentials: 'x' }),
    'a memory that is neither': JSON.stringify({ ...instance, inMemory: 'yes' }),
    'a URL of elsewhere': JSON.stringify({ ...instance, url: 'https://example.com/x' }),
    'a flood': `"${'x'.repeat(10_000)}"`,
  })) {
    it(`is not read from ${what}`, () =>
      withState(async (state) => {
        await claim(state, instance);
        writeFileSync(instanceFile(state), text);
        assert.equal(await readInstance(state), undefined);
      }));
  }
});

describe('finding a running server', () => {
  async function withServer<T>(answer: RequestListener, body: (url: string) => Promise<T>): Promise<T> {
    const server = createHttpServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      return await body(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  function health(instanceId: string): RequestListener {
    return (_, response) => response.end(JSON.stringify({ instanceId, accountId: '123456789012' }));
  }

  it('finds the one that says it is the one', () =>
    withState((state) =>
      withServer(health('one'), async (url) => {
        await claim(state, { ...instance, url });
        assert.deepEqual(await findRunning(state), { ...instance, url, accountId: '123456789012' });
      }),
    ));

  it('strikes out one that is gone, whoever has its process id now', () =>
    withState(async (state) => {
      const gone = await withServer(health('one'), (url) => Promise.resolve(url));
      await claim(state, { ...instance, url: gone });
      assert.equal(await findRunning(state), undefined);
      assert.equal(existsSync(instanceFile(state)), false);
    }));

  for (const [what, answer] of Object.entries<RequestListener>({
    'another emulator': health('another'),
    'no emulator': (_, response) => response.end('<html>'),
    'a flood': (_, response) => response.end('x'.repeat(100_000)),
    nothing: (_, response) => response.end('null'),
    'a broken connection': (request) => request.socket.destroy(),
  })) {
    it(`strikes out one in whose place ${what} answers`, () =>
      withState((state) =>
        withServer(answer, async (url) => {
          await claim(state, { ...instance, url });
          assert.equal(await findRunning(state), undefined);
          assert.equal(await readInstance(state), undefined);
        }),
      ));
  }

  it('takes no silence for absence', () =>
    withState((state) =>
      withServer(
        () => undefined,
        async (url) => {
          await claim(state, { ...instance, url });
          await assert.rejects(findRunning(state), { code: 'Busy' });
          assert.equal((await readInstance(state))?.instanceId, 'one');
        },
      ),
    ));

  it('knows who is alive', () => {
    assert.equal(isAlive(process.pid), true);
    assert.equal(isAlive(2 ** 22 + 12_345), false);
  });
});
