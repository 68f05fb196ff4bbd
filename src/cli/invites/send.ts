import { join } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { Campaign, type CampaignMail, type SentInvite } from '../../core/admin/invites/campaign.js';
import { parseRecipients, recipientsOf } from '../../core/admin/invites/recipients.js';
import { ownError } from '../../core/errors.js';
import { type InvitedUser, makeInvite } from '../../core/invites/invite.js';
import { columnsOf } from '../../core/invites/template.js';
import { type CampaignJournal } from '../../core/ports/campaign-journal.js';
import { type Mailer } from '../../core/ports/mailer.js';
import { quote } from '../../core/text.js';
import { type BulkKind } from '../many/bulk-report.js';
import { ManyCommand, type Token } from '../many/many.js';
import { type Result } from '../results.js';
import { type RunAgain, runAgainOn, type TypedFlag } from '../many/run-again.js';
import { inviteSource, type InviteSource } from './invite-source.js';
import { SENT_FIELDS } from './invite-fields.js';
import { JournalFile } from './journal.js';
import { mailMessage, messageIdOf } from './message.js';
import { mailboxFlag, type SmtpFlags, smtpServer, withPassword } from './smtp-flags.js';
import { onlyOneStdin } from '../passwords.js';

const CAMPAIGN_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;
const DEFAULT_RATE = 60;
const MAX_RATE = 6000;
const DEFAULT_ATTEMPTS = 4;

export const sendFlags = {
  sender: Flags.string({ summary: 'Who it is from.', helpValue: 'ADDRESS' }),
  'reply-to': Flags.string({ summary: 'Whom answers go to.', helpValue: 'ADDRESS' }),
  campaign: Flags.string({
    summary: 'Nobody is mailed twice in the same one. With another name, everybody is mailed anew.',
    helpValue: 'NAME',
    default: 'invite',
  }),
  rate: Flags.integer({
    summary: 'Send at most this many messages a minute.',
    helpValue: 'COUNT',
    min: 1,
    max: MAX_RATE,
    default: DEFAULT_RATE,
  }),
  attempts: Flags.integer({
    summary: 'Try a message this often where the server puts it off.',
    helpValue: 'COUNT',
    min: 1,
    max: 20,
    default: DEFAULT_ATTEMPTS,
  }),
  'resend-unknown': Flags.boolean({ summary: 'Send again where nobody knows whether it was sent.' }),
};

interface SendFlags extends SmtpFlags {
  readonly fleet: string | undefined;
  readonly from: string | undefined;
  readonly sender: string | undefined;
  readonly 'reply-to': string | undefined;
  readonly campaign: string;
  readonly rate: number;
  readonly attempts: number;
  readonly 'resend-unknown': boolean;
  readonly concurrency: number;
  readonly yes: boolean;
  readonly 'dry-run': boolean;
}

/** A message that is ready to be sent. */
interface PlannedInvite {
  readonly mail: CampaignMail;
  readonly user: InvitedUser;
  readonly subject: string;
}

const KIND: BulkKind<InvitedUser> = {
  noun: 'addresses',
  member: 'email',
  stateMember: 'state',
  fields: SENT_FIELDS,
  nameOf: ({ email }) => email,
  later: 'Run the same again later.',
};

/** Sends an invitation to many. */
export abstract class InviteSendCommand extends ManyCommand<InvitedUser, SentInvite> {
  protected override readonly fields = SENT_FIELDS;
  protected override readonly kind = KIND;

  protected override again(
    words: readonly string[],
    flags: readonly TypedFlag[],
    users: readonly InvitedUser[],
  ): RunAgain {
    const titles = [...new Set(users.flatMap(({ columns }) => [...columns.keys()]))];
    const isPlain = titles.length === 0 && users.every(({ name }) => name === '');
    const rows = users.map(({ email, name, columns }) => [
      email,
      name,
      ...titles.map((title) => columns.get(title) ?? ''),
    ]);
    return runAgainOn(
      words,
      flags,
      users.map(({ email }) => email),
      isPlain ? undefined : [['email', 'name', ...titles], ...rows],
    );
  }

  protected async send(
    emails: readonly string[] | undefined,
    flags: SendFlags,
    tokens: readonly Token[],
  ): Promise<Result> {
    const { host, asker } = this;
    const around = { host, asker };
    onlyOneStdin(
      flags.from ?? (emails?.includes('-') === true ? '-' : undefined),
      flags['smtp-password-file'],
    );
    if (!CAMPAIGN_NAME.test(flags.campaign)) {
      throw ownError('Usage', `--campaign ${quote(flags.campaign)} is not a name for a campaign.`, {
        hint: 'Use lower-case letters, digits, dots, hyphens and underscores.',
      });
    }
    const question = { message: 'Sender (address)', flag: '--sender' };
    const from = mailboxFlag(await asker.required(flags.sender, question), '--sender');
    const replyTo =
      flags['reply-to'] === undefined ? undefined : mailboxFlag(flags['reply-to'], '--reply-to');
    const server = await smtpServer(flags, around);
    const fleet = await this.fleetFlag(flags.fleet);
    const source = await inviteSource(await this.backend(), fleet, this.surroundings.dataDirectory);
    const columns = columnsOf(source.current.template);
    const users = await this.listed(emails, flags.from, {
      question: 'Address',
      ofNames: recipientsOf,
      ofText: (text) => parseRecipients(text, columns),
    });
    this.#refuseColumns(users, columns);
    const { fleetArn, companyCode } = source.fleet;
    const campaign = [fleetArn, companyCode, flags.campaign];
    const plan = (user: InvitedUser): Promise<PlannedInvite> => {
      const invite = makeInvite(source.current.template, source.fleet, user);
      const messageId = messageIdOf(campaign, user.email, from.address);
      const to = { name: user.name, address: user.email };
      const message = (): Promise<Uint8Array> =>
        mailMessage(invite, { from, replyTo, to, messageId, date: host.timer.now() });
      const mail = { from: from.address, to: user.email, messageId, message };
      return Promise.resolve({ mail, user, subject: invite.subject });
    };
    const path = this.#journalPath(source, flags.campaign);
    const options = { tokens, dryRun: flags['dry-run'], concurrency: flags.concurrency };
    if (flags['dry-run']) {
      const events = await JournalFile.read(path);
      return this.#run(users, plan, this.#campaign({ events, note: refuse }, UNUSED, flags), flags, options);
    }
    const journal = await JournalFile.open(path);
    try {
      const { SmtpMailer } = await import('./smtp.js');
      const mailer = new SmtpMailer(await withPassword(server, flags, around));
      try {
        return await this.#run(users, plan, this.#campaign(journal, mailer, flags), flags, options);
      } finally {
        await mailer.close();
      }
    } finally {
      await journal.close();
    }
  }

  #run(
    users: readonly InvitedUser[],
    plan: (user: InvitedUser) => Promise<PlannedInvite>,
    campaign: Campaign,
    flags: SendFlags,
    options: { readonly tokens: readonly Token[]; readonly dryRun: boolean; readonly concurrency: number },
  ): Promise<Result> {
    return this.work<PlannedInvite>(
      users,
      {
        doing: 'Sending',
        done: 'mailed',
        plan,
        call: ({ user, subject }) => ({
          operation: 'SMTP',
          input: {
            to: user.email,
            name: user.name,
            subject,
            standing: campaign.standing(user.email) ?? 'new',
          },
        }),
        before: (plans) => this.#confirm(plans, campaign, flags.yes),
        act: ({ mail }) => campaign.send(mail),
      },
      options,
    );
  }

  async #confirm(plans: readonly PlannedInvite[], campaign: Campaign, yes: boolean): Promise<void> {
    const standings = plans.map(({ user }) => campaign.standing(user.email));
    const count = standings.filter((standing) => standing !== 'sent').length;
    if (count === 0) return;
    const before = plans.length - count;
    const who =
      count === 1
        ? (plans[standings.findIndex((one) => one !== 'sent')]?.user.email ?? '')
        : `${String(count)} people`;
    const passed = before === 0 ? '' : ` ${String(before)} of the list were mailed before.`;
    await this.asker.confirm(yes, { message: `Mail the invitation to ${who}?${passed}`, flag: '--yes' });
  }

  #campaign(journal: CampaignJournal, mailer: Mailer, flags: SendFlags): Campaign {
    return new Campaign({
      journal,
      mailer,
      timer: this.host.timer,
      signal: this.host.signal,
      perMinute: flags.rate,
      attempts: flags.attempts,
      resendUnknown: flags['resend-unknown'],
    });
  }

  /** A fleet that was deleted and made again has another company code: those who had the old one are to be told. */
  #journalPath({ folder, fleet: { companyCode } }: InviteSource, campaign: string): string {
    return join(
      folder,
      `campaign-${companyCode.replace(/[^a-z0-9-]/gi, '-').slice(0, 64)}-${campaign}.jsonl`,
    );
  }

  /** Addresses on the command line have no columns. */
  #refuseColumns(users: readonly InvitedUser[], columns: ReadonlyMap<string, string>): void {
    const needed = [...columns].find(
      ([column]) => !['email', 'name'].includes(column) && !users.every((user) => user.columns.has(column)),
    );
    if (needed === undefined) return;
    throw ownError(
      'InvalidInput',
      `The invitation speaks of {{user.${needed[0]}}} (${needed[1]}), which is not known of these addresses.`,
      {
        hint: 'Give them in a list with that column: --from.',
      },
    );
  }
}

function refuse(): never {
  throw ownError('Internal', 'A dry run was about to note something.');
}

/** A dry run hands over nothing. */
const UNUSED: Mailer = { send: refuse, close: () => Promise.resolve() };
