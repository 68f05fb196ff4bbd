import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { inviteSource, inviteText, templateVersionFlag } from '../../cli/invites/invite-source.js';
import { type TextDocument } from '../../cli/results.js';

export default class InviteShow extends BaseCommand {
  static override summary = 'Show the invitation to a fleet.';
  static override description =
    'Its subject and text, with the company code that users enter in the Amazon WorkLink app. The HTML that is sent with it is in JSON, and in what worklink invite download writes.';
  static override examples = [
    { description: 'Show it as users read it', command: 'worklink invite show sales' },
    { description: 'Show what it is made from', command: 'worklink invite show sales --template' },
    { description: 'Its subject alone', command: 'worklink invite show sales --query subject -o text' },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN.' }) };
  static override flags = {
    template: Flags.boolean({ summary: 'Show the template, with its placeholders.' }),
    ...templateVersionFlag,
  };

  async run(): Promise<TextDocument> {
    const { args, flags } = await this.parse(InviteShow);
    const fleet = await this.fleetArgument(args.fleet);
    const { dataDirectory } = this.surroundings;
    const source = await inviteSource(await this.backend(), fleet, dataDirectory, flags['template-version']);
    return inviteText(source, flags.template);
  }
}
