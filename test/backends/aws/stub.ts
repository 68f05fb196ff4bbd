// What the SDK loads puts helpers into the global scope, and a test that is the first to load it would be blamed for them.
import '@aws-sdk/client-acm';
import '@aws-sdk/client-worklink';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAwsBackend } from '../../../src/core/backends/aws/backend.js';
import { type ConnectionOptions } from '../../../src/core/backends/aws/connection.js';
import { type Timer } from '../../../src/core/ports/clock.js';

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** What the call is, by the protocols' own ways: `X-Amz-Target`, the form's `Action`, else method and path. */
  readonly action: string;
  /** Of the signature: whose key, for which Region and service. */
  readonly signed: { readonly accessKeyId: string; readonly region: string; readonly service: string };
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body: unknown;
}

export interface Stub {
  readonly url: string;
  readonly received: readonly Received[];
  /** The bodies received, as JSON. */
  inputs(): unknown[];
  /** The bodies received, as forms. */
  forms(): Record<string, string>[];
  close(): Promise<void>;
}

/** An HTTP server that answers as a test says and remembers what it was asked. */
export async function startStub(
  answer: (request: Received, index: number) => Answer | Promise<Answer>,
): Promise<Stub> {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const request = read(message, Buffer.concat(chunks).toString());
      received.push(request);
      void Promise.resolve(answer(request, received.length - 1)).then(
        ({ status = 200, headers = {}, body }) => {
          response.writeHead(status, {
            'content-type': typeof body === 'string' ? 'text/xml' : 'application/x-amz-json-1.1',
            'x-amzn-requestid': `request-${String(received.length)}`,
            ...headers,
          });
          response.end(typeof body === 'string' ? body : JSON.stringify(body));
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    received,
    inputs: () => received.map(({ body }): unknown => JSON.parse(body)),
    forms: () => received.map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function read(message: IncomingMessage, body: string): Received {
  const url = new URL(message.url ?? '/', 'http://stub');
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/[0-9]{8}\/([^/]+)\/([^/]+)\//.exec(message.headers.authorization ?? '') ?? [];
  const target = message.headers['x-amz-target'];
  const action =
    (typeof target === 'string' ? target : undefined) ??
    new URLSearchParams(body).get('Action') ??
    `${message.method ?? ''} ${url.pathname}`;
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
    action,
    signed: { accessKeyId, region, service },
  };
}

/** An exception as JSON protocols write it. */
export function jsonError(name: string, message: string, status = 400): Answer {
  return { status, headers: { 'x-amzn-errortype': name }, body: { __type: name, message } };
}

/** Keys every test signs with. */
export const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

export interface AwsWorld {
  /** A home folder, where the shared configuration files are. */
  readonly home: string;
  /** Puts the environment back, and removes the folder. */
  leave(): Promise<void>;
}

/** What stands in the shared files, where there are any. */
interface SharedFiles {
  readonly config?: string;
  readonly credentials?: string;
}

/**
 * Makes the environment that the SDK reads a test's own: nothing of the machine's, an empty home folder, and what the
 * test says.
 */
export async function enterAwsWorld(
  environment: Readonly<Record<string, string>>,
  files: SharedFiles = {},
): Promise<AwsWorld> {
  const home = await mkdtemp(join(tmpdir(), 'worklink-aws-'));
  await mkdir(join(home, '.aws'));
  for (const [name, text = ''] of Object.entries<string | undefined>({ ...files }))
    await writeFile(join(home, '.aws', name), text);
  const before = { ...process.env };
  clearEnvironment((name) => name.startsWith('AWS_'));
  Object.assign(process.env, {
    HOME: home,
    AWS_CONFIG_FILE: join(home, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws/credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...environment,
  });
  return {
    home,
    leave: async () => {
      clearEnvironment(() => true);
      Object.assign(process.env, before);
      await rm(home, { recursive: true, force: true });
    },
  };
}

function clearEnvironment(which: (name: string) => boolean): void {
  for (const name of Object.keys(process.env)) if (which(name)) Reflect.deleteProperty(process.env, name);
}

/** Runs a test in an environment of its own, put back afterwards. */
export async function inAwsWorld<T>(
  environment: Readonly<Record<string, string>>,
  body: (world: AwsWorld) => Promise<T>,
  files: SharedFiles = {},
): Promise<T> {
  const world = await enterAwsWorld(environment, files);
  try {
    return await body(world);
  } finally {
    await world.leave();
  }
}

/** The machine's clock, and waits that take no time: a test does not wait for a pause between attempts. */
export const hurried: Timer = {
  now: () => new Date(),
  sleep: (_milliseconds, signal) => {
    signal?.throwIfAborted();
    return new Promise((resolve) => setImmediate(resolve));
  },
};

/** The AWS backend as tests open it. */
export function openBackend(options: Partial<ConnectionOptions> = {}): ReturnType<typeof openAwsBackend> {
  return openAwsBackend({
    region: 'eu-west-1',
    userAgent: 'worklink/0.0.0-test',
    timer: hurried,
    ...options,
  });
}

/** Runs a test against a stub that stands for every AWS service. */
export function withStub<T>(
  answer: (request: Received, index: number) => Answer | Promise<Answer>,
  body: (backend: ReturnType<typeof openAwsBackend>, stub: Stub) => Promise<T>,
  options: Partial<ConnectionOptions> = {},
): Promise<T> {
  return inAwsWorld(KEYS, async () => {
    const stub = await startStub(answer);
    process.env['AWS_ENDPOINT_URL'] = stub.url;
    const backend = openBackend(options);
    try {
      return await body(backend, stub);
    } finally {
      backend.close();
      await stub.close();
    }
  });
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
