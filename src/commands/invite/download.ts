import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { INVITE_FORMATS, inviteContent, recipientList, writtenInvite } from '../../cli/invites/download.js';
import { INVITE_FILE_FIELDS } from '../../cli/invites/invite-fields.js';
import { inviteSource, templateVersionFlag } from '../../cli/invites/invite-source.js';
import { mailboxFlag } from '../../cli/invites/smtp-flags.js';
import { outputFileFlags } from '../../cli/output-file.js';
import { directoryFlag, makePrivateFolder, writePrivateFile } from '../../cli/private-files.js';
import { type Result } from '../../cli/results.js';
import { UserFilesCommand } from '../../cli/many/user-files.js';

export default class InviteDownload extends UserFilesCommand {
  static override summary = 'Download the invitation to a fleet, to be sent with a mail program.';
  static override description =
    'As text, as HTML, or as a message with both that mail programs open (.eml). With --from, a file for each user of a list: those that are there are passed over.';
  static override examples = [
    {
      description: 'A message to open in a mail program',
      command: 'worklink invite download sales --output-file invite.eml',
    },
    { description: 'The HTML', command: 'worklink invite download sales --format html > invite.html' },
    {
      description: 'A message for each user of a list',
      command:
        'worklink invite download sales --from invited.csv --directory invites --sender it@example.com',
    },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN.' }) };
  static override flags = {
    format: Flags.option({ options: INVITE_FORMATS })({ summary: 'What to write.', default: 'eml' }),
    to: Flags.string({ summary: 'Whom it is for.', helpValue: 'ADDRESS' }),
    sender: Flags.string({ summary: 'Who sends it.', helpValue: 'ADDRESS' }),
    from: Flags.string({
      summary:
        'One for each user of a list: CSV with a column email, perhaps name, and others for {{user.COLUMN}}.',
      helpValue: 'FILE|-',
      exclusive: ['to', 'output-file'],
      dependsOn: ['directory'],
    }),
    ...directoryFlag,
    ...outputFileFlags,
    force: Flags.boolean({ summary: 'Overwrite files that exist.' }),
    ...templateVersionFlag,
  };
  protected override readonly fields = INVITE_FILE_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(InviteDownload);
    const { format, from: list } = flags;
    const from = flags.sender === undefined ? undefined : mailboxFlag(flags.sender, '--sender');
    const to = flags.to === undefined ? undefined : mailboxFlag(flags.to, '--to');
    const fleet = await this.fleetArgument(args.fleet);
    const { dataDirectory } = this.surroundings;
    const source = await inviteSource(await this.backend(), fleet, dataDirectory, flags['template-version']);
    const date = this.host.timer.now();
    if (list === undefined) {
      const user =
        to === undefined
          ? undefined
          : { email: to.address, name: to.name, columns: new Map<string, string>() };
      const content = await inviteContent(source, format, { from, to, date }, user);
      return writtenInvite(source, format, content, flags, this.host);
    }
    const { items, duplicates } = await recipientList(list, source, this.host);
    if (duplicates > 0) await this.talk.say(`Left out ${String(duplicates)} named before.`);
    const folder = flags.directory ?? '.';
    await makePrivateFolder(folder, this.host);
    const { result } = await this.eachUser({
      items: items.map((user) => ({ user: user.email, invited: user })),
      folder,
      ending: `.${format === 'text' ? 'txt' : format}`,
      force: flags.force,
      doing: 'Writing invitations',
      fields: INVITE_FILE_FIELDS,
      act: async ({ invited }, name) => {
        const mailbox = { name: invited.name, address: invited.email };
        const content = await inviteContent(source, format, { from, to: mailbox, date }, invited);
        const path = `${folder}/${name}.${format === 'text' ? 'txt' : format}`;
        return { file: await writePrivateFile(path, content, flags.force, this.host) };
      },
    });
    return result;
  }
}
