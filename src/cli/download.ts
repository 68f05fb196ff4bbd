import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ownError, type WorklinkError } from '../core/errors.js';
import { quote } from '../core/text.js';

/** How a download goes where the usual does not do. */
export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** PEM of the authorities that are trusted in place of the system's own. */
  readonly ca?: string;
  /** How long nothing may come, in milliseconds. */
  readonly idleMs?: number;
  /** How long all of it may take, in milliseconds. */
  readonly totalMs?: number;
}

const MAX_REDIRECTS = 5;
const IDLE_MS = 30_000;
/** Long enough for the aggregate of a federation. */
const TOTAL_MS = 300_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const HEADERS = {
  // RFC 7580 has the first; what the answer calls itself is not looked at.
  accept: 'application/samlmetadata+xml, application/xml;q=0.9, */*;q=0.1',
  'accept-encoding': 'identity',
  'user-agent': 'worklink',
};

/**
 * Downloads a document over https, its server's certificate verified whatever the environment says; over http from this
 * machine alone, where nobody is on the way. Redirects obey the same rule. The pieces come as they are asked for, so that
 * the reader decides how much is enough.
 *
 * @throws WorklinkError `Usage` for an address that is not taken, `NotFound` where there is no such document, `NotAllowed`
 *   where the server asks who is there, `Unreachable` for whatever else goes wrong
 */
export async function* download(address: string, options: DownloadOptions): AsyncGenerator<Uint8Array> {
  const timeout = AbortSignal.timeout(options.totalMs ?? TOTAL_MS);
  const signal = AbortSignal.any([options.signal, timeout]);
  const first = checkedUrl(address);
  let url = first;
  try {
    for (let hops = 0; ; hops += 1) {
      const response = await fetchOnce(url, signal, options);
      const next = redirectOf(response, url);
      if (next === undefined) {
        if (response.statusCode !== 200) throw refusedStatus(response, url);
        for await (const chunk of response) {
          if (chunk instanceof Uint8Array) yield chunk;
        }
        return;
      }
      response.destroy();
      if (hops === MAX_REDIRECTS)
        throw unreachable(`${shown(first)} redirects more than ${String(MAX_REDIRECTS)} times.`);
      url = checkedRedirect(next, first);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw understood(error, url, timeout.aborted);
  }
}

function fetchOnce(
  url: URL,
  signal: AbortSignal,
  { ca, idleMs = IDLE_MS }: DownloadOptions,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent: false,
        headers: HEADERS,
        signal,
        rejectUnauthorized: true,
        ...(ca === undefined ? {} : { ca }),
      },
      resolve,
    );
    sent.setTimeout(idleMs, () => sent.destroy(new TimedOut()));
    sent.on('error', reject);
    sent.end();
  });
}

class TimedOut extends Error {}

function checkedUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined)
    throw ownError('Usage', `${quote(address)} is not a URL.`, { hint: 'Give a file, - or an https URL.' });
  // Not repeated: it may end up in a log.
  if (url.username !== '' || url.password !== '')
    throw ownError('Usage', 'The URL holds a user name or a password.', {
      hint: 'Download the document by other means, and give its file.',
    });
  if (!isTaken(url))
    throw ownError(
      'Usage',
      `${shown(url)} is not an https URL: whoever is on the way could change the document.`,
      {
        hint: 'Give its https URL, or download the document by other means and give its file.',
      },
    );
  return url;
}

function checkedRedirect(location: string, first: URL): URL {
  const url = URL.canParse(location, first) ? new URL(location, first) : undefined;
  if (url?.username === '' && isTaken(url) && (!isLoopback(url) || isLoopback(first))) return url;
  throw unreachable(`${shown(first)} redirects to ${quote(location)}, which is not followed.`);
}

function isTaken(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** @returns where the answer points, resolved against the address it came from */
function redirectOf(
  { statusCode = 0, headers: { location } }: IncomingMessage,
  from: URL,
): string | undefined {
  if (!REDIRECTS.has(statusCode) || location === undefined) return undefined;
  return URL.canParse(location, from) ? new URL(location, from).href : location;
}

function refusedStatus(response: IncomingMessage, url: URL): WorklinkError {
  response.destroy();
  const { statusCode = 0 } = response;
  const message = `${shown(url)} answers with HTTP status ${String(statusCode)}.`;
  if (statusCode === 404 || statusCode === 410)
    return ownError('NotFound', message, { hint: 'Check the address.' });
  if (statusCode === 401 || statusCode === 403)
    return ownError('NotAllowed', message, {
      hint: 'Download the document where you are signed in, and give its file.',
    });
  return unreachable(message);
}

function understood(error: unknown, url: URL, isLate: boolean): unknown {
  if (error instanceof Error && error.name === 'WorklinkError') return error;
  if (isLate || error instanceof TimedOut)
    return unreachable(`${shown(url)} takes too long to answer.`, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/CERT|TLS|SSL|ISSUER|LEAF_SIGNATURE|EPROTO/.test(code)) {
    const reason = error instanceof Error ? error.message : code;
    return ownError(
      'Unreachable',
      `The server's certificate at ${shown(url)} is not trusted: ${quote(reason)}.`,
      {
        hint: 'Where your company has an authority of its own, name the file of its certificate in NODE_EXTRA_CA_CERTS.',
        cause: error,
      },
    );
  }
  return unreachable(`${shown(url)} cannot be reached${code === '' ? '' : ` (${code})`}.`, error);
}

function unreachable(message: string, cause?: unknown): WorklinkError {
  return ownError('Unreachable', message, {
    hint: 'Download the document by other means, and give its file.',
    cause,
  });
}

/** Without what may be a secret. */
function shown({ origin, pathname }: URL): string {
  return quote(`${origin}${pathname}`);
}
