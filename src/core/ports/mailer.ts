/** A message as a mail server is handed it. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  /** Headers and body, RFC 5322. */
  readonly message: Uint8Array;
}

/**
 * How a message did not go out:
 * `temporary` may go out later; `permanent` will not; `unknown` was handed over, but what became of it was not said;
 * `unreachable` and `server` are no message's own: nobody answers, or a certificate or a password is not taken.
 */
export type MailFaultKind = 'temporary' | 'permanent' | 'unknown' | 'unreachable' | 'server';

export class MailFault extends Error {
  override readonly name = 'MailFault';

  /** @param reply the server's, where it said something */
  constructor(
    readonly kind: MailFaultKind,
    message: string,
    readonly reply?: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** Hands messages to a mail server. */
export interface Mailer {
  /** @returns the server's reply, once it has taken the message. @throws MailFault */
  send(mail: OutgoingMail): Promise<string>;
  /** Ends its connections. */
  close(): Promise<void>;
}
