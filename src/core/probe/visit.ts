import { request, type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import {
  type HttpFacts,
  type ProbedSite,
  type ProbeFailure,
  type TlsFacts,
  type Visit,
  type VisitOptions,
} from '../ports/site-probe.js';
import { connectToAny } from './connect.js';
import { failureOf, within } from './deadline.js';

/** The whole head of an answer, in bytes. Browsers and proxies take no more than 8 to 256 KiB. */
const MAX_HEAD_BYTES = 64 * 1024;
/** How much of a body is read before it is known that content comes. */
const MAX_BODY_BYTES = 64 * 1024;
/** Certificates of a chain that are looked at. */
const MAX_CERTIFICATES = 20;
const HTTPS = 443;

/** As {@link SiteProbe.visit}. */
export async function visitSite(site: ProbedSite, options: VisitOptions): Promise<Visit> {
  const { socket, address, failed } = await connectToAny(site.addresses, options);
  if (socket === undefined || address === undefined) return { failed };
  const reached = { failed, address };
  const { timeoutMs, signal } = options;
  try {
    const secured = await attempt(signal, () =>
      within(timeoutMs, signal, (inner) => speakTls(socket, site.host, inner)),
    );
    if (secured.failure !== undefined) return { ...reached, tlsFailure: secured.failure };
    const tls = tlsFacts(secured.value);
    const answered = await attempt(signal, () => get(secured.value, site, options));
    return answered.failure === undefined
      ? { ...reached, tls, http: answered.value }
      : { ...reached, tls, httpFailure: answered.failure };
  } finally {
    socket.destroy();
  }
}

type Attempt<T> = { readonly value: T; readonly failure?: undefined } | { readonly failure: ProbeFailure };

async function attempt<T>(signal: AbortSignal, step: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await step() };
  } catch (error) {
    return { failure: failureOf(error, signal) };
  }
}

/** What OpenSSL makes of the certificate is not asked: it is judged elsewhere, by the fleet's own authorities too. */
function speakTls(socket: Socket, host: string, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket,
      servername: host,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    });
    secured.once('secureConnect', () => {
      secured.off('error', reject);
      secured.on('error', ignore);
      resolve(secured);
    });
    secured.once('error', reject);
    secured.once('close', () => {
      reject(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }));
    });
    signal.addEventListener('abort', () => {
      if (secured.getProtocol() === null || secured.connecting) socket.destroy();
    });
  });
}

function ignore(): void {
  // The request that is under way reports it.
}

function tlsFacts(secured: TLSSocket): TlsFacts {
  const certificates: Uint8Array[] = [];
  const seen = new Set<string>();
  // Without a certificate of the server's, the types notwithstanding, this is an empty object.
  let current: Partial<DetailedPeerCertificate> | undefined = secured.getPeerCertificate(true);
  while (current?.raw !== undefined && certificates.length < MAX_CERTIFICATES) {
    const key = current.raw.toString('base64');
    if (seen.has(key)) break;
    seen.add(key);
    certificates.push(current.raw);
    current = current.issuerCertificate;
  }
  return { protocol: secured.getProtocol() ?? 'unknown', certificates };
}

/** One GET. The head must come within the time, and the body is given as much again. */
async function get(
  secured: TLSSocket,
  { host, path }: ProbedSite,
  { port, timeoutMs, signal }: VisitOptions,
): Promise<HttpFacts> {
  const response = await within(
    timeoutMs,
    signal,
    (inner) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const asked = request({
          createConnection: () => secured,
          method: 'GET',
          path,
          maxHeaderSize: MAX_HEAD_BYTES,
          headers: {
            Host: port === HTTPS ? host : `${host}:${String(port)}`,
            Accept: 'text/html,*/*;q=0.8',
            'User-Agent': 'worklink-domain-check',
            Connection: 'close',
          },
        });
        asked.once('response', resolve);
        asked.on('error', reject);
        // A switch of protocols is no answer to a GET that did not ask for one.
        asked.once('upgrade', () => {
          reject(Object.assign(new Error('It switched protocols.'), { code: 'HPE_UPGRADE' }));
        });
        inner.addEventListener('abort', () => asked.destroy());
        asked.end();
      }),
  );
  const { location } = response.headers;
  const facts = { status: response.statusCode ?? 0, ...(location === undefined ? {} : { location }) };
  const body = await attempt(signal, () => within(timeoutMs, signal, () => drain(response)));
  return body.failure === undefined ? facts : { ...facts, bodyFailure: body.failure };
}

async function drain(response: IncomingMessage): Promise<void> {
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    // A response without a set encoding yields buffers.
    size += chunk.length;
    if (size >= MAX_BODY_BYTES) return;
  }
}
