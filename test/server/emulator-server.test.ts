import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { ServiceError } from '../../src/core/contract/errors.js';
import { ownError } from '../../src/core/errors.js';
import { createEmulatorServer } from '../../src/core/server/emulator-server.js';
import { type RequestEvent } from '../../src/core/server/server-events.js';
import {
  answerOf,
  exchange,
  post,
  presignedUrl,
  type RunningServer,
  send,
  signedHeaders,
  startServer,
  statuses,
  TestTimer,
} from './harness.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/example';
const TAGS = `/tags/${encodeURIComponent(ARN)}`;

function requests(server: RunningServer): readonly RequestEvent[] {
  return server.events.filter((event) => event.kind === 'request');
}

describe('the emulator over HTTP', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  describe('answers', () => {
    it('answers a call as an AWS REST-JSON service does', async () => {
      const { status, headers, json } = await post(server, '/createFleet', { FleetName: 'example' });
      assert.equal(status, 200);
      assert.deepEqual(json, { FleetArn: ARN });
      assert.equal(headers.get('content-type'), 'application/json');
      assert.match(headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
      assert.equal(headers.get('date'), server.clock.now().toUTCString());
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('access-control-allow-origin'), null);
      assert.equal(headers.get('x-amzn-errortype'), null);
    });

    it('answers {} where an operation has nothing to say', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      assert.equal((await post(server, '/deleteFleet', { FleetArn: ARN })).text, '{}');
    });

    it('writes times as epoch seconds', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      const { json } = await post(server, '/describeFleetMetadata', { FleetArn: ARN });
      assert.equal(json['CreatedTime'], server.clock.now().getTime() / 1000);
    });

    it('names an error in a header and says it in the body', async () => {
      const { status, error, json, headers } = await post(server, '/deleteFleet', { FleetArn: ARN });
      assert.deepEqual([status, error], [404, 'ResourceNotFoundException']);
      assert.deepEqual(Object.keys(json), ['Message']);
      assert.ok(headers.has('x-amzn-requestid'));
    });

    it('carries tags in path, body and query', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      const tagged = await send(server, { path: TAGS, body: '{"Tags":{"owner":"it","cost+centre/a":"é"}}' });
      assert.deepEqual([tagged.status, tagged.text], [200, '{}']);
      const listed = await send(server, { method: 'GET', path: TAGS });
      assert.deepEqual(listed.json, { Tags: { owner: 'it', 'cost+centre/a': 'é' } });
      const untagged = await send(server, {
        method: 'DELETE',
        path: TAGS,
        query: { tagKeys: ['owner', 'cost+centre/a'] },
      });
      assert.equal(untagged.status, 200);
      assert.deepEqual((await send(server, { method: 'GET', path: TAGS })).json['Tags'] ?? {}, {});
    });

    it('carries a tag whose key objects have of their own', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      await send(server, { path: TAGS, body: '{"Tags":{"__proto__":"x","constructor":"y"}}' });
      const { text } = await send(server, { method: 'GET', path: TAGS });
      assert.equal(text, '{"Tags":{"__proto__":"x","constructor":"y"}}');
    });

    it('takes fifty tag keys of 128 characters that all need escapes', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      const tagKeys = Array.from(
        { length: 50 },
        (_, index) => '/'.repeat(78 + index) + ':'.repeat(50 - index),
      );
      const { status } = await send(server, { method: 'DELETE', path: TAGS, query: { tagKeys } });
      assert.equal(status, 200);
    });

    it('takes the longest metadata, written as long as JSON can write it', async () => {
      const escaped = '\\ud83d\\ude00'.repeat(204_800);
      const body = `{"FleetArn":"${ARN}","IdentityProviderType":"SAML","IdentityProviderSamlMetadata":"${escaped}"}`;
      const { status, error } = await send(server, { path: '/updateIdentityProviderConfiguration', body });
      assert.deepEqual([status, error], [404, 'ResourceNotFoundException']);
    });

    it('knows no operation that the contract does not have', async () => {
      for (const [method, path] of [
        ['POST', '/nothing'],
        ['GET', '/createFleet'],
        ['HEAD', '/listFleets'],
        ['OPTIONS', '/listFleets'],
        ['GET', '/'],
        ['GET', '/_worklink/nothing'],
        ['GET', '/_worklink/'],
        ['POST', '/_worklink/health'],
      ] as const) {
        const response = await fetch(server.url + path, { method });
        assert.deepEqual(
          [response.status, response.headers.get('x-amzn-errortype')],
          [404, 'UnknownOperationException'],
          `${method} ${path}`,
        );
      }
    });

    it('takes any content type, and refuses a compressed body', async () => {
      const odd = await send(server, {
        path: '/listFleets',
        body: '{}',
        headers: { 'content-type': 'text/plain' },
      });
      assert.equal(odd.status, 200);
      const zipped = await send(server, {
        path: '/listFleets',
        body: '{}',
        headers: { 'content-encoding': 'gzip' },
      });
      assert.deepEqual([zipped.status, zipped.error], [415, 'UnsupportedMediaTypeException']);
    });

    it('reads an empty body as an empty input', async () => {
      assert.deepEqual((await send(server, { path: '/listFleets' })).json, { FleetSummaryList: [] });
    });

    it('refuses a body that is no JSON object with SerializationException', async () => {
      const { status, error } = await send(server, { path: '/listFleets', body: '[1' });
      assert.deepEqual([status, error], [400, 'SerializationException']);
    });

    it('says all that is wrong with an input at once', async () => {
      const { status, error, message } = await post(server, '/createFleet', {
        FleetName: 'Not Lower',
        DisplayName: 'x'.repeat(101),
        OptimizeForEndUserLocation: 'yes',
        Tags: {},
      });
      assert.deepEqual([status, error], [400, 'InvalidRequestException']);
      assert.ok(message.startsWith('4 validation errors detected'), message);
      for (const member of ['FleetName', 'DisplayName', 'OptimizeForEndUserLocation', 'Tags']) {
        assert.ok(message.includes(`'${member}'`), message);
      }
    });
  });

  describe('signatures', () => {
    it('refuses a call without one, before anything is looked at', async () => {
      const answer = await answerOf(
        await fetch(`${server.url}/createFleet`, { method: 'POST', body: 'no json' }),
      );
      assert.deepEqual([answer.status, answer.error], [403, 'MissingAuthenticationTokenException']);
    });

    it('refuses an unknown key and a wrong secret', async () => {
      const keys = server.keys;
      const unknown = await post(server, '/listFleets', {}, { ...keys, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
      assert.deepEqual([unknown.status, unknown.error], [403, 'UnrecognizedClientException']);
      const wrong = await post(server, '/listFleets', {}, { ...keys, secretAccessKey: 'not the secret' });
      assert.deepEqual([wrong.status, wrong.error], [403, 'InvalidSignatureException']);
    });

    it('refuses a body that is not the one signed', async () => {
      const headers = await signedHeaders(server, { path: '/listFleets', body: '{}' });
      const response = await fetch(`${server.url}/listFleets`, {
        method: 'POST',
        headers,
        body: '{"MaxResults":1}',
      });
      assert.equal((await answerOf(response)).error, 'InvalidSignatureException');
    });

    it('judges the date of a signature by the machine, wherever the emulator has travelled', async () => {
      server.account.emulator().advanceClock(365 * 86_400_000);
      assert.equal((await post(server, '/listFleets', {})).status, 200);
      const headers = await signedHeaders(server, { path: '/listFleets', body: '{}' });
      server.clock.advance(6 * 60_000);
      const late = await fetch(`${server.url}/listFleets`, { method: 'POST', headers, body: '{}' });
      assert.equal((await answerOf(late)).error, 'InvalidSignatureException');
    });

    it('takes a presigned URL until it expires', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      const url = await presignedUrl(server, { method: 'GET', path: TAGS }, 60);
      assert.equal((await fetch(url)).status, 200);
      server.clock.advance(61_000);
      assert.equal((await fetch(url)).status, 403);
    });

    it('takes the Region from the signature', async () => {
      await post(server, '/createFleet', { FleetName: 'example' });
      for (const [region, count] of [
        ['us-east-1', 1],
        ['eu-west-1', 0],
      ] as const) {
        const { json } = await send(server, { path: '/listFleets', body: '{}', region });
        assert.equal((json['FleetSummaryList'] as unknown[]).length, count, region);
      }
    });

    it('refuses a session token: the emulator gives out none', async () => {
      const { error } = await send(server, {
        path: '/listFleets',
        body: '{}',
        headers: { 'x-amz-security-token': 'a' },
      });
      assert.equal(error, 'UnrecognizedClientException');
    });
  });

  describe('who may ask', () => {
    it('answers no request made by a web page', async () => {
      for (const path of ['/listFleets', '/_worklink/health']) {
        const headers = await signedHeaders(server, {
          path,
          body: '{}',
          headers: { origin: 'https://evil.example' },
        });
        const answer = await answerOf(
          await fetch(server.url + path, { method: 'POST', headers, body: '{}' }),
        );
        assert.deepEqual([answer.status, answer.error], [403, 'AccessDeniedException']);
      }
    });

    it('does not answer for another host name', async () => {
      const said = await exchange(
        server,
        'GET /_worklink/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      );
      assert.deepEqual(statuses(said), [421]);
      assert.ok(!said.includes(server.account.accountId));
    });

    it('answers for a host name it was started with', async () => {
      const named = await startServer({ server: { allowedHosts: ['emulator'] } });
      try {
        const said = await exchange(
          named,
          'GET /_worklink/health HTTP/1.1\r\nHost: emulator:1\r\nConnection: close\r\n\r\n',
        );
        assert.deepEqual(statuses(said), [200]);
      } finally {
        await named.close();
      }
    });
  });

  it('tells its health to anybody on the machine', async () => {
    const response = await fetch(`${server.url}/_worklink/health?x=1`);
    assert.deepEqual(await response.json(), {
      status: 'ok',
      version: '0.0.0-test',
      accountId: '123456789012',
      instanceId: 'instance-of-the-test',
    });
    assert.equal((await fetch(`${server.url}/_worklink/health`, { method: 'HEAD' })).status, 200);
  });

  describe('the log', () => {
    it('has one event for each request, with who called what and how it ended', async () => {
      const { headers } = await post(server, '/createFleet', { FleetName: 'example' });
      await post(server, '/createFleet', { FleetName: 'example' });
      const [first, second, ...rest] = requests(server);
      assert.deepEqual(rest, []);
      assert.deepEqual(first, {
        kind: 'request',
        time: server.clock.now(),
        requestId: headers.get('x-amzn-requestid'),
        sourceIp: '127.0.0.1',
        caller: 'administrator',
        operation: 'CreateFleet',
        method: 'POST',
        path: '/createFleet',
        status: 200,
        milliseconds: 0,
      });
      assert.deepEqual([second?.status, second?.error], [400, 'ResourceAlreadyExistsException']);
    });

    it('holds no signature, secret or body', async () => {
      const url = await presignedUrl(server, { method: 'GET', path: TAGS });
      await fetch(url);
      await post(server, '/createFleet', { FleetName: 'example', DisplayName: 'Confidential' });
      const log = JSON.stringify(server.events);
      const signature = new URL(url).searchParams.get('X-Amz-Signature') ?? '-';
      for (const secret of [signature, server.keys.secretAccessKey, 'Confidential', 'X-Amz-', 'AWS4-']) {
        assert.ok(!log.includes(secret), secret);
      }
    });

    it('tells the cause of what was not foreseen, the answer does not', async () => {
      const broken = await startServer({
        wrap: (account) => ({
          accountId: account.accountId,
          emulator: () => account.emulator(),
          findAccessKey: (id) => account.findAccessKey(id),
          call: () => Promise.reject(new Error('the secret inside')),
        }),
      });
      try {
        const { status, error, text } = await post(broken, '/listFleets', {});
        assert.deepEqual([status, error], [500, 'InternalServerErrorException']);
        assert.ok(!text.includes('secret inside'));
        const failure = broken.events.find((event) => event.kind === 'failure');
        assert.match(String(failure?.error), /the secret inside/);
        assert.equal(failure?.requestId, requests(broken)[0]?.requestId);
      } finally {
        await broken.close();
      }
    });

    it('says in plain words what trouble of its own it understands', async () => {
      const busy = await startServer({
        wrap: (account) => ({
          accountId: account.accountId,
          emulator: () => account.emulator(),
          findAccessKey: () => {
            throw ownError('Busy', 'The state file is locked.');
          },
          call: () => Promise.reject(new ServiceError('TooManyRequestsException', 'never')),
        }),
      });
      try {
        const { status, message } = await post(busy, '/listFleets', {});
        assert.deepEqual([status, message], [500, 'The state file is locked.']);
      } finally {
        await busy.close();
      }
    });
  });

  describe('hostile clients', () => {
    const host = 'Host: localhost\r\n';
    const bad: Readonly<Record<string, readonly [request: string | Uint8Array, status: number]>> = {
      'two Host headers': [`POST /listFleets HTTP/1.1\r\n${host}${host}Connection: close\r\n\r\n`, 400],
      'no Host header': ['POST /listFleets HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
      'HTTP/1.0 without a Host': ['POST /listFleets HTTP/1.0\r\n\r\n', 400],
      'a target in absolute form': [
        `POST http://localhost/listFleets HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
        400,
      ],
      'a target that is an asterisk': [`OPTIONS * HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
      'a malformed escape': [`GET /tags/%zz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
      'an escape that is not UTF-8': [`GET /tags/%ff HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
      'raw bytes in the path': [
        Buffer.from(`GET /tags/\xff HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 'latin1'),
        400,
      ],
      'a header larger than the limit': [`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
      'a path larger than the limit': [`GET /${'x'.repeat(70_000)} HTTP/1.1\r\n${host}\r\n`, 431],
      'a length and a transfer coding': [
        `POST /listFleets HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        400,
      ],
      'two lengths': [
        `POST /listFleets HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
        400,
      ],
      'a negative length': [`POST /listFleets HTTP/1.1\r\n${host}Content-Length: -2\r\n\r\n{}`, 400],
      'a broken chunk': [`POST /listFleets HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
      'a folded header': [`GET / HTTP/1.1\r\n${host} folded\r\n\r\n`, 400],
      'a line feed alone': [`GET / HTTP/1.1\nHost: localhost\n\n`, 400],
      'no HTTP': ['\x16\x03\x01\x02\x00\x01\x00', 400],
      'an unknown expectation': [
        `POST /listFleets HTTP/1.1\r\n${host}Expect: x\r\nConnection: close\r\n\r\n`,
        417,
      ],
      'an announced body larger than the limit, not sent': [
        `POST /listFleets HTTP/1.1\r\n${host}Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n`,
        413,
      ],
    };
    for (const [what, [request, status]] of Object.entries(bad)) {
      it(`refuses ${what} with ${status}`, async () => {
        const said = await exchange(server, request);
        assert.deepEqual(statuses(said), [status], said);
        assert.doesNotMatch(said, /node_modules|\.ts:|at .*\(/);
      });
    }

    it('hears a body that is too large out, and says so', async () => {
      const body = 'x'.repeat(3 * 1024 * 1024 + 1);
      const answer = await answerOf(await fetch(`${server.url}/listFleets`, { method: 'POST', body }));
      assert.deepEqual([answer.status, answer.error], [413, 'RequestEntityTooLargeException']);
    });

    it('hears a chunked body that does not end out only so far', async () => {
      const small = await startServer({ server: { maxBodyBytes: 1_000 } });
      try {
        const chunk = Buffer.concat([
          Buffer.from('100000\r\n'),
          Buffer.alloc(0x100000, 'x'),
          Buffer.from('\r\n'),
        ]);
        const head = `POST /listFleets HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`;
        const said = await exchange(small, head, ...Array.from({ length: 32 }, () => chunk));
        // The answer may be lost to the reset; that the connection ends is what counts.
        assert.ok(['[413]', '[]'].includes(JSON.stringify(statuses(said))), said);
      } finally {
        await small.close();
      }
    });

    it('takes a chunked body like any other', async () => {
      const headers = Object.entries(
        await signedHeaders(server, { path: '/listFleets', body: '{"MaxResults":1}' }),
      );
      const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      const said = await exchange(
        server,
        `POST /listFleets HTTP/1.1\r\n${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
        '8\r\n{"MaxRes\r\n',
        '8;extension=1\r\nults":1}\r\n0\r\nTrailer: x\r\n\r\n',
      );
      assert.deepEqual(statuses(said), [200], said);
    });

    it('gives its word to a client that waits for it, and refuses at once where it can', async () => {
      const call = { path: '/listFleets', body: '{}', headers: { expect: '100-continue' } };
      const headers = Object.entries(await signedHeaders(server, call))
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('');
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`POST /listFleets HTTP/1.1\r\n${headers}Content-Length: 2\r\nConnection: close\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      assert.ok(first.toString().startsWith('HTTP/1.1 100 '));
      socket.write('{}');
      const [second] = (await once(socket, 'data')) as [Buffer];
      assert.ok(second.toString().startsWith('HTTP/1.1 200 '));
      await once(socket, 'close');
      const refused = await exchange(
        server,
        `POST /nothing HTTP/1.1\r\n${host}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n`,
      );
      assert.deepEqual(statuses(refused), [404]);
    });

    it('answers pipelined requests in their order', async () => {
      const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\n${host}${more}\r\n`;
      const said = await exchange(
        server,
        get('/_worklink/health') + get('/nothing') + get('/_worklink/health', 'Connection: close\r\n'),
      );
      assert.deepEqual(statuses(said), [200, 404, 200]);
    });

    it('ends a connection after garbage behind a good request', async () => {
      const said = await exchange(server, `GET /_worklink/health HTTP/1.1\r\n${host}\r\nGARBAGE\r\n\r\n`);
      assert.ok(statuses(said).length <= 2, said);
      assert.equal((await fetch(`${server.url}/_worklink/health`)).status, 200);
    });

    it('logs a client that goes away in the middle of its body', async () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`POST /listFleets HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\n{`);
      await once(socket, 'connect');
      const logged = new Promise<void>((resolve) => {
        const push = server.events.push.bind(server.events);
        server.events.push = (...events) => {
          resolve();
          return push(...events);
        };
      });
      socket.resetAndDestroy();
      // Whether the server saw the request at all before the reset is the network's choice: another one makes sure.
      await fetch(`${server.url}/_worklink/health`);
      await logged;
      assert.ok(requests(server).every(({ status }) => status === 0 || status === 200));
    });

    it('does not wait for ever', async () => {
      const timeouts = { headers: 40, request: 80, keepAlive: 40 };
      const impatient = await startServer({ server: { timeouts } });
      try {
        const silent = exchange(impatient);
        const halfHeaders = exchange(impatient, 'POST /listFleets HTTP/1.1\r\nHost: loc');
        const halfBody = exchange(
          impatient,
          `POST /listFleets HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\n{`,
        );
        const idle = exchange(impatient, `GET /_worklink/health HTTP/1.1\r\n${host}\r\n`);
        assert.deepEqual(statuses(await silent), [408]);
        assert.deepEqual(statuses(await halfHeaders), [408]);
        await halfBody;
        assert.deepEqual(statuses(await idle), [200]);
      } finally {
        await impatient.close();
      }
    });
  });

  describe('stopping', () => {
    it('finishes what is under way, and accepts nothing more', async () => {
      let release: (() => void) | undefined;
      let begun: (() => void) | undefined;
      const underWay = new Promise<void>((resolve) => (begun = resolve));
      const slow = await startServer({
        wrap: (account) => ({
          accountId: account.accountId,
          emulator: () => account.emulator(),
          findAccessKey: (id) => account.findAccessKey(id),
          call: async (...call) => {
            await new Promise<void>((resolve) => {
              release = resolve;
              begun?.();
            });
            return account.call(...call);
          },
        }),
      });
      const answer = post(slow, '/listFleets', {});
      await underWay;
      const closed = slow.close();
      await assert.rejects(fetch(`${slow.url}/_worklink/health`));
      release?.();
      const { status, headers } = await answer;
      assert.deepEqual([status, headers.get('connection')], [200, 'close']);
      await closed;
    });

    it('gives what does not end its grace and no more', async () => {
      const stuck = await startServer({
        server: { timeouts: { grace: 20 } },
        wrap: (account) => ({
          accountId: account.accountId,
          emulator: () => account.emulator(),
          findAccessKey: (id) => account.findAccessKey(id),
          call: () => new Promise(() => undefined),
        }),
      });
      const answer = assert.rejects(post(stuck, '/listFleets', {}));
      const half = exchange(stuck, 'POST /listFleets HTTP/1.1\r\nHost: loc');
      await fetch(`${stuck.url}/_worklink/health`);
      await stuck.close();
      await answer;
      await half;
    });

    it('can be closed twice, and without having listened', async () => {
      const other = await startServer();
      await other.close();
      const unused = createEmulatorServer({
        account: server.account,
        clock: new TestTimer(),
        instance: { version: '0', instanceId: 'i' },
        host: '127.0.0.1',
        port: 0,
        log: () => undefined,
      });
      await unused.close();
      await unused.close();
    });
  });

  describe('listening', () => {
    it('says that a port is taken', async () => {
      await assert.rejects(startServer({ server: { port: server.port } }), {
        code: 'Busy',
        message: `Something else listens on port ${String(server.port)} of 127.0.0.1 already.`,
      });
    });

    it('says that an address is not one of this machine', async () => {
      await assert.rejects(startServer({ server: { host: '192.0.2.1' } }), { code: 'InvalidInput' });
    });

    it('warns where other machines can reach it, and gives a URL that this one can', async () => {
      const open = await startServer({ server: { host: '0.0.0.0' } });
      try {
        assert.match(open.url, /^http:\/\/127\.0\.0\.1:\d+$/);
        assert.equal((await fetch(`${open.url}/_worklink/health`)).status, 200);
        const notices = open.events.filter((event) => event.kind === 'notice');
        assert.equal(notices.length, 1);
        assert.deepEqual(
          server.events.filter((event) => event.kind === 'notice'),
          [],
        );
      } finally {
        await open.close();
      }
    });

    it('listens on IPv6', async () => {
      const six = await startServer({ server: { host: '::1' } });
      try {
        assert.match(six.url, /^http:\/\/\[::1\]:\d+$/);
        assert.equal((await fetch(`${six.url}/_worklink/health`)).status, 200);
      } finally {
        await six.close();
      }
    });
  });
});
