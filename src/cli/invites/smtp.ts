import { once } from 'node:events';
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { MailFault, type Mailer, type OutgoingMail } from '../../core/ports/mailer.js';

/** Where mail is handed in, and how. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte (RFC 8314), `starttls` before anything is said, `none` on this machine alone. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** PEM of the authorities that are trusted in place of the system's own. */
  readonly ca?: string | undefined;
  /** How long the server may say nothing, in milliseconds. */
  readonly timeoutMs: number;
}

const CONNECT_MS = 30_000;
/** How long a server may take to say goodbye. */
const QUIT_MS = 5000;
/** The longest reply that is read. */
const MAX_REPLY_BYTES = 65_536;
/** Errors of nodemailer that no message is to blame for, and that another try does not mend. */
const SERVER_CODES: ReadonlySet<unknown> = new Set(['EAUTH', 'ETLS', 'EOAUTH2', 'ENOAUTH', 'ECONFIG']);
const LARGEST_TEMPORARY = 499;

/** Hands messages to an SMTP server (RFC 5321), each connection one at a time and used again. */
export class SmtpMailer implements Mailer {
  readonly #idle: SMTPConnection[] = [];
  readonly #open = new Set<SMTPConnection>();

  constructor(private readonly server: SmtpServer) {}

  async send({ from, to, message }: OutgoingMail): Promise<string> {
    const connection = this.#idle.pop() ?? (await this.#connect());
    const handing = new Handing(message);
    try {
      const { response } = await sent(connection, { from, to }, handing.stream);
      this.#idle.push(connection);
      return response;
    } catch (error) {
      const fault = handing.judge(error);
      // After a refusal the server waits for the next message; after anything else, who knows.
      if (fault.reply !== undefined && (await isReset(connection))) this.#idle.push(connection);
      else this.#drop(connection);
      throw fault;
    }
  }

  async close(): Promise<void> {
    const leaving = [...this.#open].map(async (connection) => {
      const ended = once(connection, 'end', { signal: AbortSignal.timeout(QUIT_MS) }).catch(() => undefined);
      if (this.#idle.includes(connection)) connection.quit();
      else connection.close();
      await ended;
      connection.close();
    });
    await Promise.all(leaving);
  }

  async #connect(): Promise<SMTPConnection> {
    const { default: Connection } = await import('nodemailer/lib/smtp-connection');
    const { host, port, security, user, password, ca, timeoutMs } = this.server;
    const connection = new Connection({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      connectionTimeout: Math.min(CONNECT_MS, timeoutMs),
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      maxResponseSize: MAX_REPLY_BYTES,
      logger: false,
      // Verified whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    });
    this.#open.add(connection);
    connection.once('end', () => {
      this.#forget(connection);
    });
    // While a message is under way its callback is told too; between messages the connection is just gone.
    connection.on('error', () => {
      this.#forget(connection);
    });
    try {
      await connected(connection);
      if (user !== undefined) await loggedIn(connection, { user, pass: password ?? '' });
      return connection;
    } catch (error) {
      this.#drop(connection);
      throw connectionFault(error, this.server);
    }
  }

  #drop(connection: SMTPConnection): void {
    connection.close();
    this.#forget(connection);
  }

  #forget(connection: SMTPConnection): void {
    this.#open.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }
}

/** A message being handed over: knows whether all of it went, so that its end may have been heard. */
class Handing {
  #isGone = false;
  readonly stream: Readable;

  constructor(message: Uint8Array) {
    this.stream = Readable.from(this.#chunks(message), { objectMode: false });
  }

  *#chunks(message: Uint8Array): Generator<Uint8Array> {
    // What is read after this may be followed by the line that ends the message.
    this.#isGone = true;
    yield message;
  }

  judge(error: unknown): MailFault {
    const { code, reply, message } = saidBy(error);
    if (reply !== undefined) {
      if (SERVER_CODES.has(code)) return new MailFault('server', message, reply, error);
      const isTemporary = Number.parseInt(reply, 10) <= LARGEST_TEMPORARY;
      return new MailFault(isTemporary ? 'temporary' : 'permanent', message, reply, error);
    }
    if (this.#isGone) return new MailFault('unknown', message, undefined, error);
    // Refused before the server was asked: too large, or a sender it cannot be told of.
    if (code === 'EMESSAGE' || code === 'EENVELOPE')
      return new MailFault('permanent', message, undefined, error);
    return new MailFault('temporary', message, undefined, error);
  }
}

/** What nodemailer says of an error: its code, and the server's reply where there was one. */
function saidBy(error: unknown): {
  readonly code: unknown;
  readonly reply: string | undefined;
  readonly message: string;
} {
  if (!(error instanceof Error))
    return { code: undefined, reply: undefined, message: 'The connection broke.' };
  const members = new Map<string, unknown>(Object.entries(error));
  const response = members.get('response');
  const reply = typeof response === 'string' && /^[2-5]\d\d/.test(response) ? response : undefined;
  return { code: members.get('code'), reply, message: error.message };
}

/** What is wrong with a connection that could not be made. Never the password: nodemailer's messages hold what the server said. */
function connectionFault(error: unknown, { host, port, security }: SmtpServer): MailFault {
  const { code, reply, message } = saidBy(error);
  const where = `${host}:${String(port)}`;
  if (code === 'EAUTH') {
    const isLater = reply?.startsWith('4') === true;
    const what =
      reply === undefined
        ? `${where}: the server offers no sign-in that is known.`
        : `${where} does not let you in: ${reply}`;
    return new MailFault(isLater ? 'unreachable' : 'server', what, undefined, error);
  }
  const isTls =
    SERVER_CODES.has(code) ||
    isTlsError(error) ||
    (code === 'ESOCKET' && /certificate|altnames|SSL|TLS/i.test(message));
  if (isTls) {
    const want = security === 'starttls' ? 'STARTTLS' : 'TLS';
    return new MailFault('server', `${want} with ${where} failed: ${message}`, undefined, error);
  }
  return new MailFault('unreachable', `${where} cannot be reached: ${reply ?? message}`, undefined, error);
}

function isTlsError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(String(error.code))
  );
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      connection.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

function loggedIn(
  connection: SMTPConnection,
  credentials: { readonly user: string; readonly pass: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    // A connection that breaks meanwhile says so here alone.
    connection.once('error', reject);
    connection.once('end', () => {
      reject(new Error('The connection was closed.'));
    });
    connection.login({ credentials: { ...credentials } }, (error) => {
      connection.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

function sent(
  connection: SMTPConnection,
  envelope: { readonly from: string; readonly to: string },
  message: Readable,
): Promise<{ readonly response: string }> {
  return new Promise((resolve, reject) => {
    connection.once('end', () => {
      reject(new Error('The connection was closed.'));
    });
    connection.send({ ...envelope }, message, (error, info) => {
      if (error) reject(error);
      else resolve({ response: info.response });
    });
  });
}

function isReset(connection: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    connection.once('end', () => {
      resolve(false);
    });
    connection.reset((error) => {
      resolve(!error);
    });
  });
}
