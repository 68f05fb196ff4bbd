import { createHash, randomUUID } from 'node:crypto';
import { type Invite } from '../../core/invites/invite.js';

/** Somebody a message is from or to. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface MessageFacts {
  readonly from?: Mailbox | undefined;
  readonly replyTo?: Mailbox | undefined;
  readonly to?: Mailbox | undefined;
  readonly messageId?: string;
  readonly date: Date;
  /** Whether it is a draft, which mail programs open to be sent, rather than a message on its way. */
  readonly isDraft?: boolean;
}

/**
 * An invitation as a message: plain text and HTML as alternatives, the richer one last (RFC 2046, 5.1.4).
 *
 * @returns headers and body, lines ended by CRLF
 */
export async function mailMessage(invite: Invite, facts: MessageFacts): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { from, replyTo, to, messageId, date, isDraft = false } = facts;
  const node = new MailComposer({
    ...(from === undefined ? {} : { from: { ...from } }),
    ...(replyTo === undefined ? {} : { replyTo: { ...replyTo } }),
    ...(to === undefined ? {} : { to: { ...to } }),
    // The library's own would name this machine where there is no sender.
    messageId: messageId ?? `<${randomUUID()}@${domainOf(from?.address ?? 'localhost')}>`,
    date,
    subject: invite.subject,
    // The library leaves line ends as they are; a message has CRLF (RFC 5322, 2.3).
    text: withLineEnds(invite.text),
    html: withLineEnds(invite.html),
    // The contents are texts: never a path or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    // RFC 3834: nobody's absence is to be answered with.
    headers: isDraft ? { 'X-Unsent': '1' } : { 'Auto-Submitted': 'auto-generated' },
  }).compile();
  return node.build();
}

/** A Message-ID that is the same for the same recipient of the same campaign (RFC 5322, 3.6.4). */
export function messageIdOf(campaign: readonly string[], address: string, sender: string): string {
  const mark = createHash('sha256')
    .update(JSON.stringify([...campaign, address.toLowerCase()]))
    .digest('hex')
    .slice(0, 40);
  return `<worklink.${mark}@${domainOf(sender)}>`;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function withLineEnds(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}
