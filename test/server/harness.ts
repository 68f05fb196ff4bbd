import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  openLocalAccount,
  type LocalAccount,
  type LocalAccountOptions,
} from '../../src/core/backends/local/account.js';
import { type Timer } from '../../src/core/ports/clock.js';
import { createEmulatorServer, type EmulatorServerOptions } from '../../src/core/server/emulator-server.js';
import { type EmulatedAccount } from '../../src/core/server/request-handler.js';
import { type ServerEvent } from '../../src/core/server/server-events.js';

const REGION = 'us-east-1';

/** A clock that stands still until somebody waits on it. */
export class TestTimer implements Timer {
  constructor(private time = Date.UTC(2026, 0, 2, 3, 4, 5)) {}

  now(): Date {
    return new Date(this.time);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }

  sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
    return Promise.resolve();
  }
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly account: LocalAccount;
  readonly keys: Keys;
  readonly clock: TestTimer;
  readonly events: ServerEvent[];
  close(): Promise<void>;
}

interface HarnessOptions {
  readonly account?: Partial<LocalAccountOptions>;
  readonly server?: Partial<EmulatorServerOptions>;
  /** Stands between the server and the account, to disturb what passes. */
  readonly wrap?: (account: LocalAccount) => EmulatedAccount;
}

/** The emulator on a free port, over an account in memory, by a clock that stands still. */
export async function startServer({
  account: forAccount,
  server: forServer,
  wrap,
}: HarnessOptions = {}): Promise<RunningServer> {
  const clock = new TestTimer();
  const account = openLocalAccount({ file: ':memory:', clock, ...forAccount });
  const events: ServerEvent[] = [];
  const server = createEmulatorServer({
    account: wrap?.(account) ?? account,
    clock,
    instance: { version: '0.0.0-test', instanceId: 'instance-of-the-test' },
    host: '127.0.0.1',
    port: 0,
    log: (event) => events.push(event),
    ...forServer,
  });
  const { url } = await server.listen();
  return {
    url,
    port: Number(new URL(url).port),
    account,
    keys: account.emulator().credentials(),
    clock,
    events,
    close: async () => {
      await server.close();
      account.close();
    },
  };
}

class Sha256 {
  readonly #hash: { update(data: string | Uint8Array): unknown; digest(): Buffer };
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('Nothing that signs starts again.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly keys?: Keys;
  readonly region?: string;
}

function signer(server: RunningServer, { keys = server.keys, region = REGION }: Call): SignatureV4 {
  return new SignatureV4({ service: 'worklink', region, credentials: keys, sha256: Sha256 });
}

function toSign(server: RunningServer, { method = 'POST', path, query = {}, headers = {}, body = '' }: Call) {
  return {
    method,
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: server.port,
    path,
    query: { ...query },
    headers: { host: `127.0.0.1:${String(server.port)}`, ...headers },
    body,
  };
}

/** The headers of a call with its signature, as an SDK makes them. */
export async function signedHeaders(
  server: RunningServer,
  call: Call,
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await signer(server, call).sign(toSign(server, call), {
    signingDate: server.clock.now(),
  });
  return headers;
}

/** A URL that carries its signature in the query. */
export async function presignedUrl(server: RunningServer, call: Call, expiresIn = 60): Promise<string> {
  const { query } = await signer(server, call).presign(toSign(server, call), {
    signingDate: server.clock.now(),
    expiresIn,
  });
  return `${server.url}${call.path}?${queryText(query ?? {})}`;
}

/** Makes a signed call. */
export async function send(server: RunningServer, call: Call): Promise<Answer> {
  const signed = Object.entries(await signedHeaders(server, call));
  const headers = Object.fromEntries(signed.filter(([name]) => name !== 'host')); // fetch adds it
  const { method = 'POST', path, query = {}, body } = call;
  const text = queryText(query);
  const response = await fetch(`${server.url}${path}${text === '' ? '' : `?${text}`}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  return answerOf(response);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly error: string | null;
  readonly message: string;
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const { status, headers } = response;
  const message = typeof json['Message'] === 'string' ? json['Message'] : '';
  return { status, headers, text, json, error: headers.get('x-amzn-errortype'), message };
}

/** Calls an operation that is a POST with its input in the body. */
export function post(server: RunningServer, path: string, input: unknown, keys?: Keys): Promise<Answer> {
  return send(server, {
    path,
    body: JSON.stringify(input),
    headers: { 'content-type': 'application/json' },
    ...(keys !== undefined && { keys }),
  });
}

/** Writes bytes to the server and returns all it says until it closes the connection. */
export function exchange(
  server: RunningServer,
  ...pieces: readonly (string | Uint8Array)[]
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Bytes the server did not want to read reset the connection; what it said before is what counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      resolve(Buffer.concat(received).toString('latin1'));
    });
    for (const piece of pieces) socket.write(piece);
  });
}

/** The status codes of the responses in what a connection said. */
export function statuses(conversation: string): readonly number[] {
  return [...conversation.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
}

function queryText(query: Readonly<Record<string, string | readonly string[] | null>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => [value ?? ''].flat().map((one) => `${encode(name)}=${encode(one)}`))
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
