import assert from 'node:assert/strict';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { download, type DownloadOptions } from '../../src/cli/download.js';
import { interrupted } from '../../src/cli/host.js';
import { WorklinkError } from '../../src/core/errors.js';
import { toPem } from '../../src/core/certificates/pem.js';
import { buildCertificate, newKeys } from '../certificates/builder.js';
import { hex } from '../certificates/fixtures.js';

/** subjectAltName, dNSName localhost. */
const LOCALHOST = hex('3014 0603551d11 040d 300b 8209 6c6f63616c686f7374');

/** A certificate for this machine, with its key and the authority above it. */
function localhostFiles(): Map<string, string> {
  const [root, site] = [newKeys(), newKeys()];
  const issuer = { issuer: 'Example Web CA', issuerKey: root.privateKey };
  const authority = buildCertificate({ ...issuer, subject: 'Example Web CA', subjectKey: root.publicKey });
  const subject = { subject: 'localhost', subjectKey: site.publicKey, serial: 2, extensions: [LOCALHOST] };
  return new Map([
    ['site.pem', toPem(buildCertificate({ ...issuer, ...subject }))],
    ['site.key', site.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['chain.pem', toPem(authority)],
  ]);
}

let files: Map<string, string>;
const open: Server[] = [];

/** Starts a server of its own on a free port. @returns its address */
async function serve(listener: RequestListener, secure = true): Promise<string> {
  const pem = (name: string): string => files.get(name) ?? '';
  const server = secure
    ? createHttpsServer({ cert: pem('site.pem') + pem('chain.pem'), key: pem('site.key') }, listener)
    : createHttpServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return secure ? `https://localhost:${String(port)}` : `http://127.0.0.1:${String(port)}`;
}

async function read(address: string, options: Partial<DownloadOptions> = {}): Promise<string> {
  const all: DownloadOptions = {
    signal: new AbortController().signal,
    ca: files.get('chain.pem') ?? '',
    ...options,
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of download(address, all)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function fails(
  address: string,
  code: string,
  says: RegExp,
  options?: Partial<DownloadOptions>,
): Promise<void> {
  return assert.rejects(read(address, options), (error: unknown) => {
    assert.ok(error instanceof WorklinkError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, says);
    return true;
  });
}

describe('downloading metadata', () => {
  before(() => {
    files = localhostFiles();
  });

  afterEach(async () => {
    await Promise.all(
      open.splice(0).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  });

  it('given an https URL, then reads the document, whatever it is called, and asks for it unpacked', async () => {
    const asked: (string | undefined)[] = [];
    const address = await serve((request, response) => {
      asked.push(request.headers['accept-encoding'], request.headers.accept, request.url);
      response.setHeader('content-type', 'text/plain');
      response.end('<a/>');
    });
    assert.equal(await read(`${address}/metadata?app=1`), '<a/>');
    assert.deepEqual(asked, [
      'identity',
      'application/samlmetadata+xml, application/xml;q=0.9, */*;q=0.1',
      '/metadata?app=1',
    ]);
  });

  it('given redirects, then follows up to five of them, relative ones too', async () => {
    const address = await serve((request, response) => {
      const hop = Number(request.url?.slice(1));
      if (hop === 0) response.end('<a/>');
      else
        response
          .writeHead([301, 302, 303, 307, 308][hop % 5] ?? 302, { location: `/${String(hop - 1)}` })
          .end();
    });
    assert.equal(await read(`${address}/5`), '<a/>');
    await fails(`${address}/6`, 'Unreachable', /redirects more than 5 times/);
  });

  for (const location of [
    'http://idp.example.com/',
    'ftp://idp.example.com/',
    'https://a:b@idp.example.com/',
    'file:///etc/passwd',
    'https://[',
  ]) {
    it(`given a redirect to ${location}, then does not follow it`, async () => {
      const address = await serve((_, response) => response.writeHead(302, { location }).end());
      await fails(address, 'Unreachable', /which is not followed/);
    });
  }

  it('given http from this machine, then reads it; from elsewhere, refuses it before it is asked', async () => {
    assert.equal(await read(await serve((_, response) => response.end('<a/>'), false)), '<a/>');
    for (const address of [
      'http://idp.example.com/',
      'http://127.0.0.1.example.com/',
      'ftp://localhost/',
      'file:///etc/passwd',
    ])
      await fails(address, 'Usage', /is not an https URL/);
    await fails('https://', 'Usage', /is not a URL/);
  });

  it('given a password or a token in the URL, then no message repeats it', async () => {
    await fails('https://admin:hunter2@idp.example.com/', 'Usage', /^(?!.*hunter2)/);
    const address = await serve((_, response) => response.writeHead(500).end());
    await fails(
      `${address}/metadata?token=hunter2`,
      'Unreachable',
      /^(?!.*hunter2).*\/metadata' answers with HTTP status 500/,
    );
  });

  it('given a server whose certificate nobody vouches for, or for another name, then does not read it', async () => {
    const address = await serve((_, response) => response.end('<a/>'));
    await fails(address, 'Unreachable', /certificate .* is not trusted/, { ca: '' });
    await fails(address.replace('localhost', '127.0.0.1'), 'Unreachable', /certificate .* is not trusted/);
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    try {
      process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
      await fails(address, 'Unreachable', /is not trusted/, { ca: '' });
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  for (const [status, code] of [
    [404, 'NotFound'],
    [410, 'NotFound'],
    [401, 'NotAllowed'],
    [403, 'NotAllowed'],
    [500, 'Unreachable'],
    [204, 'Unreachable'],
    [302, 'Unreachable'],
  ] as const) {
    it(`given the status ${String(status)}, then ${code}`, async () => {
      await fails(
        await serve((_, response) => response.writeHead(status).end()),
        code,
        new RegExp(`status ${String(status)}`),
      );
    });
  }

  it('given a server that says nothing, or never ends, then gives up', async () => {
    await fails(await serve(() => undefined), 'Unreachable', /takes too long/, { idleMs: 50 });
    const slow = await serve((_, response) => {
      response.write('<a>');
    });
    await fails(slow, 'Unreachable', /takes too long/, { totalMs: 200 });
  });

  it('given an answer cut short, then does not take it for the document', async () => {
    const address = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('<a/>');
      setImmediate(() => response.destroy());
    });
    await fails(address, 'Unreachable', /cannot be reached/);
  });

  it('given an endless document, then a reader that has enough ends it', async () => {
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const address = await serve((_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more).on('close', closed);
      more();
    });
    let size = 0;
    const options = { signal: new AbortController().signal, ca: files.get('chain.pem') ?? '' };
    for await (const chunk of download(address, options)) {
      size += chunk.length;
      if (size > 1_000_000) break;
    }
    await isClosed;
  });

  it('given a person who interrupts, then ends with that', async () => {
    const controller = new AbortController();
    const address = await serve(() => {
      controller.abort(interrupted());
    });
    await fails(address, 'Interrupted', /Interrupted/, { signal: controller.signal });
  });

  it('given nobody who answers, then says so', async () => {
    const address = await serve((_, response) => response.end(), false);
    const server = open.splice(0)[0];
    await new Promise((resolve) => server?.close(resolve));
    await fails(address, 'Unreachable', /cannot be reached \(ECONNREFUSED\)/);
  });
});
