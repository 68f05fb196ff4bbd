import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { authority, siteIdentity } from './site.js';

/** A mail that a test's server took. */
export interface TakenMail {
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly isSecure: boolean;
  readonly user: unknown;
}

/** A real SMTP server on this machine, with a certificate of an authority of the test's own. */
export interface TestMailServer {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  /** How many connections were made. */
  readonly connections: () => number;
}

export const MAIL_USER = 'it@example.com';
export const MAIL_PASSWORD = 'correct horse';

const root = authority('Mail root');
const identity = siteIdentity(['localhost'], root);
/** PEM of the authority that the server's certificate is from. */
export const MAIL_CA = root.pem;

export interface MailBehaviour {
  /** Before a recipient is taken: an error refuses it. */
  readonly onRecipient?: (address: string) => Error | undefined;
  /** Once a message is whole: an error refuses it; `drop` breaks the connection without a word. */
  readonly onMessage?: (address: string) => Error | 'drop' | undefined | Promise<Error | 'drop' | undefined>;
  /** Whether the connection breaks before the message is asked for. */
  readonly dropsAtRecipient?: (address: string) => boolean;
  readonly options?: SMTPServerOptions;
}

/** A reply of a mail server that refuses. */
export function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Runs a mail server while `body` runs. */
export async function withMailServer(
  behaviour: MailBehaviour,
  body: (server: TestMailServer) => Promise<void>,
): Promise<void> {
  const taken: TakenMail[] = [];
  const sockets = new Set<{ destroy(): unknown }>();
  let connections = 0;
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new SMTPServer({
    key: identity.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: identity.pem,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _, done) => {
      if (username === MAIL_USER && password === MAIL_PASSWORD) done(null, { user: username });
      else done(reply(535, 'Those credentials are not known'));
    },
    onConnect: (_, done) => {
      connections += 1;
      done();
    },
    onRcptTo: ({ address }, _, done) => {
      if (behaviour.dropsAtRecipient?.(address) === true) {
        drop();
        return;
      }
      done(behaviour.onRecipient?.(address));
    },
    onData: (stream, session, done) => {
      const { envelope, secure } = session;
      const user: unknown = session.user;
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = envelope.rcptTo[0]?.address ?? '';
        const { mailFrom } = envelope;
        void Promise.resolve(behaviour.onMessage?.(to)).then((outcome) => {
          if (outcome instanceof Error) {
            done(outcome);
            return;
          }
          taken.push({
            to,
            from: mailFrom === false ? '' : mailFrom.address,
            source: Buffer.concat(chunks).toString('utf8'),
            isSecure: secure,
            user,
          });
          if (outcome === 'drop') drop();
          else done();
        });
      });
    },
    ...behaviour.options,
  });
  // A client that leaves in the middle is what some tests are about.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  try {
    await body({ port: address.port, taken, connections: () => connections });
  } finally {
    drop();
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }
}
