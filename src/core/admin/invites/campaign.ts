import { ownError, type WorklinkError } from '../../errors.js';
import { addressKey } from '../../invites/address.js';
import { type CampaignEvent, type CampaignJournal } from '../../ports/campaign-journal.js';
import { type Timer } from '../../ports/clock.js';
import { MailFault, type Mailer } from '../../ports/mailer.js';
import { printable, quote } from '../../text.js';

/** A message to one recipient of a campaign. */
export interface CampaignMail {
  readonly from: string;
  readonly to: string;
  /** The same for the same recipient of the same campaign, so that whoever gets it twice can tell (RFC 5322, 3.6.4). */
  readonly messageId: string;
  readonly message: () => Promise<Uint8Array>;
}

export interface CampaignOptions {
  readonly journal: CampaignJournal;
  readonly mailer: Mailer;
  readonly timer: Timer;
  readonly signal: AbortSignal;
  /** How many messages a minute are begun at most. */
  readonly perMinute: number;
  /** How often a message is tried that the server defers, the first time included. */
  readonly attempts: number;
  /** Whether to mail again those of whom nobody knows whether they were mailed. */
  readonly resendUnknown: boolean;
}

/** What became of a recipient. */
export interface SentInvite {
  readonly result: 'sent' | 'sentBefore';
  readonly at: string;
  readonly messageId: string | undefined;
  readonly reply: string;
}

/** How long to wait before a message is tried again; doubled each time. */
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
const MINUTE_MS = 60_000;
const MAX_REPLY_LENGTH = 500;

/** Sends the messages of a campaign, to nobody twice. */
export class Campaign {
  readonly #last = new Map<string, CampaignEvent>();
  readonly #messageIds = new Map<string, string>();
  #nextAt = 0;
  #stopped: WorklinkError | undefined;

  constructor(private readonly options: CampaignOptions) {
    for (const event of options.journal.events) this.#learn(event);
  }

  /** What the journal says of a recipient: absent where it was never begun or is to be tried again. */
  standing(address: string): 'sent' | 'unknown' | undefined {
    const last = this.#last.get(addressKey(address));
    if (last?.state === 'sent') return 'sent';
    return last?.state === 'sending' ? 'unknown' : undefined;
  }

  /**
   * Sends one message, unless it was sent before.
   *
   * @throws WorklinkError `WrongState` where nobody knows whether it was; `Throttled` where the server defers it to the end;
   *   `InvalidInput` where the server refuses it; `Unreachable` or `NotAllowed` where no message can be sent at all
   */
  async send(mail: CampaignMail): Promise<SentInvite> {
    const known = this.#last.get(addressKey(mail.to));
    if (known?.state === 'sent') {
      const messageId = this.#messageIds.get(addressKey(mail.to));
      return { result: 'sentBefore', at: known.at, messageId, reply: known.reply };
    }
    if (known?.state === 'sending' && !this.options.resendUnknown) throw unknownOutcome(mail.to, known.at);
    for (let attempt = 1; ; attempt += 1) {
      if (this.#stopped !== undefined) throw this.#stopped;
      await this.#turn();
      const outcome = await this.#attempt(mail);
      if (outcome.kind === 'sent') return outcome.value;
      if (outcome.kind === 'given up') throw outcome.error;
      if (attempt >= this.options.attempts) throw this.#lastOf(outcome.error);
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      await this.#pause(pause, outcome.error);
    }
  }

  async #attempt(
    mail: CampaignMail,
  ): Promise<
    | { readonly kind: 'sent'; readonly value: SentInvite }
    | { readonly kind: 'again' | 'given up'; readonly error: WorklinkError }
  > {
    const { mailer } = this.options;
    const { to: address, from, messageId } = mail;
    const message = await mail.message();
    await this.#note({ state: 'sending', address, messageId, at: this.#now() });
    let reply: string;
    try {
      reply = shown(await mailer.send({ from, to: address, message }));
    } catch (error) {
      if (!(error instanceof MailFault)) throw error;
      if (error.kind === 'unknown') {
        return { kind: 'given up', error: unknownOutcome(address, this.#now(), error) };
      }
      const state = error.kind === 'permanent' ? 'refused' : 'deferred';
      await this.#note({ state, address, at: this.#now(), reply: shown(error.reply ?? error.message) });
      return this.#judge(error, address);
    }
    const at = this.#now();
    await this.#note({ state: 'sent', address, at, reply });
    return { kind: 'sent', value: { result: 'sent', at, messageId, reply } };
  }

  #judge(
    error: MailFault,
    address: string,
  ): { readonly kind: 'again' | 'given up'; readonly error: WorklinkError } {
    const said = shown(error.reply ?? error.message);
    if (error.kind === 'permanent') {
      return {
        kind: 'given up',
        error: ownError('InvalidInput', `The mail server refused the message to ${quote(address)}: ${said}`, {
          hint: 'Correct the address, or ask whoever runs the server.',
          cause: error,
        }),
      };
    }
    if (error.kind === 'server' || error.kind === 'unreachable') {
      const none = ownError('Unreachable', `No message can be sent: ${said}`, {
        hint: 'Run it again once that is mended: nobody is mailed twice.',
        cause: error,
      });
      if (error.kind === 'unreachable') return { kind: 'again', error: none };
      this.#stopped = none;
      return { kind: 'given up', error: none };
    }
    return {
      kind: 'again',
      error: ownError('Throttled', `The mail server put the message to ${quote(address)} off: ${said}`, {
        hint: 'Run it again later: nobody is mailed twice.',
        cause: error,
      }),
    };
  }

  /** A server that stays unreachable ends the campaign: to try it for everybody would take very long. */
  #lastOf(error: WorklinkError): WorklinkError {
    if (error.code === 'Unreachable') this.#stopped = error;
    return error;
  }

  /** Waits until the rate allows another message. */
  async #turn(): Promise<void> {
    const { timer, signal, perMinute } = this.options;
    const now = timer.now().getTime();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + MINUTE_MS / perMinute;
    if (at > now) await timer.sleep(at - now, signal);
    signal.throwIfAborted();
  }

  /** Whoever asks to stop meanwhile is told why the message was put off. */
  async #pause(milliseconds: number, error: WorklinkError): Promise<void> {
    const { timer, signal } = this.options;
    try {
      await timer.sleep(milliseconds, signal);
    } catch (cause) {
      throw signal.aborted ? error : cause;
    }
  }

  #now(): string {
    return this.options.timer.now().toISOString();
  }

  async #note(event: CampaignEvent): Promise<void> {
    await this.options.journal.note(event);
    this.#learn(event);
  }

  #learn(event: CampaignEvent): void {
    const key = addressKey(event.address);
    this.#last.set(key, event);
    if (event.state === 'sending') this.#messageIds.set(key, event.messageId);
  }
}

function unknownOutcome(address: string, at: string, cause?: unknown): WorklinkError {
  return ownError(
    'WrongState',
    `Nobody knows whether the message to ${quote(address)} went out: it was under way at ${at} when the connection or the program ended.`,
    {
      hint: 'Ask the recipient or look into the mail server’s log. --resend-unknown sends it again, with the same Message-ID.',
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** What a server said, harmless and short. */
function shown(reply: string): string {
  return printable(reply.replace(/\s*[\r\n]+\s*/g, ' ').slice(0, MAX_REPLY_LENGTH));
}
