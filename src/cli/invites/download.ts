import { parseRecipients, type Recipients } from '../../core/admin/invites/recipients.js';
import { type InvitedUser, makeInvite } from '../../core/invites/invite.js';
import { columnsOf } from '../../core/invites/template.js';
import { type Host } from '../host.js';
import { writeOutputFile } from '../output-file.js';
import { outcome, type Outcome, textDocument, type TextDocument } from '../results.js';
import { readValue } from '../values.js';
import { type InviteSource } from './invite-source.js';
import { mailMessage, type MessageFacts } from './message.js';

export const INVITE_FORMATS = ['text', 'html', 'eml'] as const;
export type InviteFormat = (typeof INVITE_FORMATS)[number];

export const MAX_LIST_BYTES = 16 * 1_048_576;

/** Reads the list of those who are invited, with the columns that the invitation speaks of. */
export async function recipientList(
  from: string,
  { current }: InviteSource,
  host: Host,
): Promise<Recipients> {
  const source = from === '-' ? '-' : `@${from.replace(/^@/, '')}`;
  const text = await readValue(source, host, { flag: '--from', maxBytes: MAX_LIST_BYTES });
  return parseRecipients(text, columnsOf(current.template));
}

/** An invitation in a format, as text. */
export async function inviteContent(
  { fleet, current }: InviteSource,
  format: InviteFormat,
  facts: MessageFacts,
  user?: InvitedUser,
): Promise<string> {
  const invite = makeInvite(current.template, fleet, user);
  if (format === 'text') return `Subject: ${invite.subject}\n\n${invite.text}`;
  if (format === 'html') return invite.html;
  return (await mailMessage(invite, { ...facts, isDraft: true })).toString('utf8');
}

/** Writes an invitation into a file, or as the result. */
export async function writtenInvite(
  { fleet: { fleetArn, fleetName }, current: { version } }: InviteSource,
  format: InviteFormat,
  content: string,
  flags: { readonly 'output-file': string | undefined; readonly force: boolean },
  host: Host,
): Promise<Outcome | TextDocument> {
  const data = { fleetArn, version, format };
  const path = flags['output-file'];
  if (path === undefined) return textDocument({ text: content, data: { ...data, content } });
  const file = await writeOutputFile(path, content, flags.force, host);
  return outcome({ data: { ...data, file }, message: `Wrote the invitation to ${fleetName} to ${file}.` });
}
