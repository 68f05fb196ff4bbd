import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { type TlsOptions } from 'node:tls';
import { buildCertificate, newKeys } from '../certificates/builder.js';
import { element, hex } from '../certificates/fixtures.js';

type Keys = ReturnType<typeof newKeys>;

/** A certificate with its key, both as PEM; valid from 2020 to 2040. */
export interface Identity {
  readonly name: string;
  readonly keys: Keys;
  readonly pem: string;
}

/** A certificate authority: a root, or one that another has certified. */
export function authority(name: string, issuer?: Identity): Identity {
  const keys = newKeys();
  return { name, keys, pem: signed(name, keys, issuer ?? { name, keys }) };
}

/** A site's certificate for some names; self-signed without an issuer. */
export function siteIdentity(names: readonly string[], issuer?: Identity): Identity {
  const keys = newKeys();
  const [name = ''] = names;
  const dnsNames = names.map((dns) => element(0x82, Buffer.from(dns)));
  const subjectAltName = element(0x30, hex('0603551d11'), element(0x04, element(0x30, ...dnsNames)));
  return { name, keys, pem: signed(name, keys, issuer ?? { name, keys }, [subjectAltName]) };
}

let serial = 1;

function signed(
  subject: string,
  { publicKey }: Keys,
  issuer: Pick<Identity, 'name' | 'keys'>,
  extensions?: readonly Uint8Array[],
): string {
  serial += 1;
  const der = buildCertificate({
    subject,
    issuer: issuer.name,
    subjectKey: publicKey,
    issuerKey: issuer.keys.privateKey,
    serial: serial % 128,
    ...(extensions === undefined ? {} : { extensions }),
  });
  const base64 = Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`;
}

export interface SiteOptions extends TlsOptions {
  /** Certificates sent after the site's own. */
  readonly chain?: readonly Identity[];
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A site that serves HTTPS, gone once `body` is done. */
export function withSite<T>(
  identity: Identity,
  { chain = [], answer = hello, ...options }: SiteOptions,
  body: (port: number) => Promise<T>,
): Promise<T> {
  const server = createHttpsServer(
    {
      key: identity.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: [identity, ...chain].map(({ pem }) => pem).join(''),
      ...options,
    },
    answer,
  );
  return listening(server, body);
}

function hello(_: IncomingMessage, response: ServerResponse): void {
  response.end('<h1>Intranet</h1>');
}

/** A server of anything over TCP, gone once `body` is done. */
export function withServer<T>(
  serve: (socket: Socket) => void,
  body: (port: number) => Promise<T>,
): Promise<T> {
  return listening(createServer(serve), body);
}

async function listening<T>(server: Server, body: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    return await body(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** A port nothing listens on. */
export function closedPort(): Promise<number> {
  return listening(createServer(), (port) => Promise.resolve(port));
}
