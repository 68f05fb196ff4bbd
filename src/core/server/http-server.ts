import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Duplex } from 'node:stream';
import { ownError } from '../errors.js';
import { type Clock } from '../ports/clock.js';
import { isLoopback, isWildcard, urlHost } from './allowed-hosts.js';
import { type ServerEvent } from './server-events.js';

/** How long a connection may take over what, in milliseconds. */
export interface ServerTimeouts {
  /** From a connection's or a request's start until its headers are there. */
  readonly headers: number;
  /** Until the whole request is there. */
  readonly request: number;
  /** Between two requests. */
  readonly keepAlive: number;
  /** For requests under way when the server is closed. */
  readonly grace: number;
}

export interface HttpServerOptions {
  /** The machine's clock. */
  readonly clock: Clock;
  /** The address to listen on: a loopback address unless others shall reach it. */
  readonly host: string;
  /** The TCP port; 0 for any free one. */
  readonly port: number;
  readonly log: (event: ServerEvent) => void;
  readonly timeouts?: Partial<ServerTimeouts>;
  /** What listens, as a message calls it. */
  readonly what: string;
}

/** Answers one request; never rejects. `expectsContinue` says that the client waits for a word before it sends its body. */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
) => Promise<void>;

/** A server that does not listen yet. */
export interface HttpServer {
  /**
   * Begins to accept calls.
   *
   * @returns a URL at which this machine reaches the server, without a slash at its end
   * @throws WorklinkError `Busy` where the port is taken, `InvalidInput` where the address cannot be listened on
   */
  listen(): Promise<{ readonly url: string }>;
  /** Accepts nothing more, and resolves once what was under way is answered, or its grace is over. */
  close(): Promise<void>;
}

/** Bytes of request line and headers. Fifty tag keys in a query take about 24 KiB. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_HEADERS = 256;
const MAX_CONNECTIONS = 512;
const DEFAULT_TIMEOUTS: ServerTimeouts = { headers: 10_000, request: 30_000, keepAlive: 5_000, grace: 5_000 };
const CHECKS_PER_TIMEOUT = 4;

/** What node reports of a request it could not read, and what becomes of it. */
const UNREADABLE: Readonly<Record<string, { readonly status: string; readonly errorType: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    errorType: 'RequestHeaderTooLargeException',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: '413 Content Too Large',
    errorType: 'RequestEntityTooLargeException',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', errorType: 'RequestTimeoutException' },
};
const MALFORMED = { status: '400 Bad Request', errorType: 'BadRequestException' };

/**
 * A server with the limits that all of ours have.
 *
 * @param handlerOf makes what answers requests, told whether the server is being closed
 */
export function createHttpServer(
  options: HttpServerOptions,
  handlerOf: (isClosing: () => boolean) => RequestHandler,
): HttpServer {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const state = { closing: false };
  const handle = handlerOf(() => state.closing);
  const underWay = new Map<ServerResponse, IncomingMessage>();
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: Math.min(timeouts.headers, timeouts.request),
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.keepAlive,
    connectionsCheckingInterval: Math.ceil(timeouts.headers / CHECKS_PER_TIMEOUT),
  });
  server.maxHeadersCount = MAX_HEADERS;
  server.maxConnections = MAX_CONNECTIONS;
  const answer = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void => {
    underWay.set(response, request);
    response.once('close', () => {
      underWay.delete(response);
      if (state.closing) server.closeIdleConnections();
    });
    void handle(request, response, expectsContinue);
  };
  server.on('request', (request, response) => {
    answer(request, response, false);
  });
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, true);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // A request that was complete will be answered, and its answer must not get another one written into it.
    const busy = [...underWay].some(
      ([response, request]) => request.socket === socket && (request.complete || response.headersSent),
    );
    if (busy || !socket.writable || error.code === 'ECONNRESET') socket.destroy(error);
    else refuseUnreadable(socket, error.code, options.clock.now());
  });
  return {
    listen: () => listen(server, options),
    close: () => {
      state.closing = true;
      return close(server, timeouts.grace);
    },
  };
}

async function listen(
  server: Server,
  { host, port, log, clock, what }: HttpServerOptions,
): Promise<{ url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error, host, port));
    });
    server.listen({ host, port }, resolve);
  });
  server.on('error', (error) => {
    log({ kind: 'failure', time: clock.now(), error });
  });
  if (!isLoopback(host)) {
    log({
      kind: 'notice',
      time: clock.now(),
      message: `Listening on ${host}: other machines can reach ${what}, over HTTP that nothing encrypts.`,
    });
  }
  const address = server.address() as AddressInfo; // a TCP server that listens
  const reachable = isWildcard(host) ? (address.family === 'IPv6' ? '::1' : '127.0.0.1') : host;
  return { url: `http://${urlHost(reachable)}:${String(address.port)}` };
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const where = `port ${String(port)} of ${host}`;
  if (error.code === 'EADDRINUSE') {
    return ownError('Busy', `Something else listens on ${where} already.`, {
      hint: 'Choose another port with --port; --port 0 takes any free one.',
      cause: error,
    });
  }
  const hint =
    error.code === 'EACCES'
      ? 'Choose a port above 1023 with --port.'
      : 'Give an address of this machine with --host, such as 127.0.0.1.';
  return ownError('InvalidInput', `Cannot listen on ${where}: ${error.message}.`, { hint, cause: error });
}

async function close(server: Server, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const grace = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(grace);
      resolve(); // "not running" is as good as stopped
    });
    server.closeIdleConnections();
  });
}

function refuseUnreadable(socket: Duplex, code: string | undefined, now: Date): void {
  const { status, errorType } = UNREADABLE[code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({
    Message: 'The request is not one that HTTP/1.1 and the limits of this server allow.',
  });
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      `Date: ${now.toUTCString()}`,
      `x-amzn-ErrorType: ${errorType}`,
      'Content-Type: application/json',
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
