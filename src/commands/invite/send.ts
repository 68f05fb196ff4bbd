import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { dryRunFlag, fleetFlag, yesFlag } from '../../cli/common-flags.js';
import { InviteSendCommand, sendFlags } from '../../cli/invites/send.js';
import { smtpFlags } from '../../cli/invites/smtp-flags.js';
import { concurrencyFlag, manyHelp } from '../../cli/many/many.js';
import { type Result } from '../../cli/results.js';

export default class InviteSend extends InviteSendCommand {
  static override summary = 'Send the invitation to a fleet by mail.';
  static override description = `Nobody is mailed twice: a journal says who was, so that an interrupted run is taken up by running it again. Whose message was under way when a run broke off is told, and left alone without --resend-unknown. Messages that the server puts off are tried again, with longer and longer pauses.\n${manyHelp('addresses', 'message')}`;
  static override examples = [
    {
      description: 'See who would get what',
      command:
        'worklink invite send --fleet sales --from invited.csv --sender it@example.com --smtp-url smtp://it@mail.example.com --dry-run',
    },
    {
      description: 'Send it to the users of a list, at most 30 a minute, without being asked',
      command:
        'worklink invite send -f sales --from invited.csv --sender "IT <it@example.com>" --smtp-url smtp://it@mail.example.com --smtp-password-file mail.password --rate 30 --yes',
    },
  ];
  static override args = {
    email: Args.string({ description: 'Addresses. - reads them from standard input.', multiple: true }),
  };
  static override flags = {
    ...fleetFlag,
    from: Flags.string({
      summary:
        'Take the addresses from a file or standard input: one on each line, or CSV with a column email, perhaps name, and others for {{user.COLUMN}}.',
      helpValue: 'FILE|-',
    }),
    ...sendFlags,
    ...smtpFlags,
    ...concurrencyFlag,
    ...yesFlag,
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { args, flags, raw } = await this.parse(InviteSend);
    return this.send(args.email, flags, raw);
  }
}
