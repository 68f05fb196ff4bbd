import { type Clock } from '../ports/clock.js';
import { hostCheck } from './allowed-hosts.js';
import { createHttpServer, type HttpServer, type ServerTimeouts } from './http-server.js';
import { type EmulatedAccount, requestHandler, type ServerInstance } from './request-handler.js';
import { type ServerEvent } from './server-events.js';

export interface EmulatorServerOptions {
  readonly account: EmulatedAccount;
  /** The machine's clock, by which signatures are judged. The emulator's own is the account's business. */
  readonly clock: Clock;
  readonly instance: ServerInstance;
  /** The address to listen on: a loopback address unless others shall reach it. */
  readonly host: string;
  /** The TCP port; 0 for any free one. */
  readonly port: number;
  readonly log: (event: ServerEvent) => void;
  /** Host names that clients may use besides the address itself and the loopback's names. */
  readonly allowedHosts?: readonly string[];
  readonly maxBodyBytes?: number;
  readonly timeouts?: Partial<ServerTimeouts>;
}

/**
 * The longest body taken. The longest legal call is an identity provider's metadata: 204,800 code points, each of which
 * JSON can take twelve bytes to write (two `\uXXXX`), beside a fleet's ARN.
 */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** The service over HTTP: an account's operations, as AWS's own clients call them, and the pages on which its users sign in. */
export function createEmulatorServer(options: EmulatorServerOptions): HttpServer {
  return createHttpServer({ ...options, what: 'the emulator' }, (isClosing) =>
    requestHandler({
      ...options,
      checkHost: hostCheck(options.host, options.allowedHosts ?? []),
      maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
      isClosing,
    }),
  );
}
