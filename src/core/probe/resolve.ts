import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Resolution, type VisitOptions } from '../ports/site-probe.js';
import { failureOf, within } from './deadline.js';

/** A name server to ask in place of the machine's. */
export interface NameServer {
  /** IP address, or a host name that the machine itself resolves. */
  readonly host: string;
  readonly port: number;
}

/** Addresses of one name that are tried at most. */
const MAX_ADDRESSES = 16;
/** How often a name server is asked again that does not answer. */
const TRIES = 2;
/** The codes that say the name, or its addresses, do not exist (RFC 2308): the other family may still have some. */
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

type ResolveOptions = Pick<VisitOptions, 'timeoutMs' | 'signal'>;

/** The addresses of a host: by the machine's own way (hosts file and all), or by a name server's A and AAAA records. */
export async function resolveHost(
  host: string,
  server: NameServer | undefined,
  { timeoutMs, signal }: ResolveOptions,
): Promise<Resolution> {
  try {
    const found = await within(timeoutMs, signal, (inner) =>
      server === undefined ? bySystem(host) : byServer(host, server, timeoutMs, inner),
    );
    return { addresses: [...new Set(found)].slice(0, MAX_ADDRESSES) };
  } catch (error) {
    return { addresses: [], failure: failureOf(error, signal) };
  }
}

async function bySystem(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

async function byServer(
  host: string,
  server: NameServer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const address = isIP(server.host) === 0 ? (await lookup(server.host)).address : server.host;
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / TRIES), tries: TRIES });
  resolver.setServers([`${isIP(address) === 6 ? `[${address}]` : address}:${String(server.port)}`]);
  signal.addEventListener('abort', () => {
    resolver.cancel();
  });
  const [six, four] = await Promise.allSettled([resolver.resolve6(host), resolver.resolve4(host)]);
  const addresses = [six, four].flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (addresses.length > 0) return addresses;
  const failures = [six, four].flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  // That there is no address of one family says less than that the server could not be asked for the other.
  throw failures.find((error) => !isNone(error)) ?? failures[0];
}

function isNone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && NONE.has(error.code);
}
