import { connect, isIP, type Socket } from 'node:net';
import { type FailedAddress, type VisitOptions } from '../ports/site-probe.js';
import { failureOf, within } from './deadline.js';

/** How long one address is given before the next is tried beside it (RFC 8305 §5, Connection Attempt Delay). */
const HEAD_START_MS = 250;

export interface Connected {
  readonly socket?: Socket;
  readonly address?: string;
  readonly failed: readonly FailedAddress[];
}

/** Connects to the first of several addresses that answers (RFC 8305, Happy Eyeballs): families by turns, one after another. */
export async function connectToAny(
  addresses: readonly string[],
  { port, timeoutMs, signal }: VisitOptions,
): Promise<Connected> {
  const failed: FailedAddress[] = [];
  const won = new AbortController();
  let winner: { readonly socket: Socket; readonly address: string } | undefined;
  const attempts: Promise<void>[] = [];
  for (const address of byTurns(addresses)) {
    const attempt = within(timeoutMs, AbortSignal.any([signal, won.signal]), (inner) =>
      open(address, port, inner),
    ).then(
      (socket) => {
        if (winner !== undefined) {
          socket.destroy();
          return;
        }
        winner = { socket, address };
        won.abort(new Error('Another address answered.'));
      },
      (error: unknown) => {
        if (!won.signal.aborted && !signal.aborted) failed.push({ address, ...failureOf(error, signal) });
      },
    );
    attempts.push(attempt);
    await Promise.race([attempt, pause(HEAD_START_MS)]);
    if (won.signal.aborted || signal.aborted) break;
  }
  await Promise.all(attempts);
  if (signal.aborted) winner?.socket.destroy();
  signal.throwIfAborted();
  return { ...winner, failed };
}

function open(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // From here on the next step listens; between them an error must not end the program.
      socket.on('error', ignore);
      resolve(socket);
    });
    signal.addEventListener('abort', () => {
      if (socket.connecting) socket.destroy();
    });
  });
}

function ignore(): void {
  // Whoever reads or writes next learns of it.
}

/** IPv6 and IPv4 by turns, IPv6 first (RFC 8305 §4). */
export function byTurns(addresses: readonly string[]): readonly string[] {
  const six = addresses.filter((address) => isIP(address) === 6);
  const four = addresses.filter((address) => isIP(address) !== 6);
  const rounds = Math.max(six.length, four.length);
  return Array.from({ length: rounds }, (_, index) => [six[index], four[index]])
    .flat()
    .filter((address) => address !== undefined);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
