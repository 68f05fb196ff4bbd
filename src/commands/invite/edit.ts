import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import { changedTemplate, saveTemplate, templateHistory } from '../../cli/invites/edit.js';
import { inviteSource } from '../../cli/invites/invite-source.js';
import { type Result } from '../../cli/results.js';

const CHANGING = ['subject', 'text', 'html', 'link', 'revert'];

export default class InviteEdit extends BaseCommand {
  static override summary = 'Edit the invitation to a fleet.';
  static override description =
    'Opens subject, text and HTML in the editor of VISUAL or EDITOR, or takes them from flags. {{companyCode}}, {{name}}, {{email}}, {{fleetName}}, {{displayName}} and {{link}} stand for what differs, {{user.COLUMN}} for a column of the list that is sent to; {{#name}}…{{/name}} is left out where there is no name. Each edit is kept as a version of its own.';
  static override examples = [
    {
      description: 'Another subject',
      command: 'worklink invite edit sales --subject "Your phone at Example Corp"',
    },
    {
      description: 'Text and HTML from files',
      command: 'worklink invite edit sales --text @invite.txt --html @invite.html',
    },
    { description: 'What it was before', command: 'worklink invite edit sales --history' },
    { description: 'Back to what comes with worklink', command: 'worklink invite edit sales --revert 0' },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN.' }) };
  static override flags = {
    subject: Flags.string({ summary: 'The subject.', helpValue: 'TEXT|@FILE|-' }),
    text: Flags.string({ summary: 'The plain text.', helpValue: '@FILE|-' }),
    html: Flags.string({ summary: 'The same in HTML.', helpValue: '@FILE|-' }),
    link: Flags.string({
      summary: 'A link that opens the app, with {{companyCode}} in it; "" for none.',
      helpValue: 'URL',
    }),
    revert: Flags.integer({
      summary: 'Bring a version back; 0 is what comes with worklink.',
      helpValue: 'NUMBER',
      min: 0,
      exclusive: ['subject', 'text', 'html', 'link'],
    }),
    history: Flags.boolean({ summary: 'List the versions there are.', exclusive: CHANGING }),
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(InviteEdit);
    const fleet = await this.fleetArgument(args.fleet);
    const source = await inviteSource(await this.backend(), fleet, this.surroundings.dataDirectory);
    if (flags.history) return templateHistory(source);
    const around = { host: this.host, asker: this.asker, talk: this.talk };
    return saveTemplate(source, await changedTemplate(source, flags, around), around, flags['dry-run']);
  }
}
