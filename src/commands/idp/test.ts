import * as Args from '@oclif/core/args';
import { type Details } from '../../cli/results.js';
import { SignInTestCommand } from '../../cli/sign-in-test-command.js';
import { judgingFlags, partiesFlags, trialFlags } from '../../cli/sign-in-test-flags.js';
import { ownError } from '../../core/errors.js';

export default class IdpTest extends SignInTestCommand {
  static override summary =
    'Try sign-in with the identity provider in a browser, or judge a captured SAML response.';
  static override description =
    'Without --response, the address to sign in at is written and opened, and what comes back is judged as the service would: nothing is stored and no device enrolled. That needs the emulator, running or not, at the address that the service provider metadata has. The captured response is XML, base64 or the body of the form that carried it. It is judged with what a fleet has linked, or wholly offline with --metadata, --entity-id and --acs. Values are shown only of a response whose signature and every other check hold; else the exit code is 3. Without --request-id, the request it answers is named but not compared. Whether it was presented before cannot be told from a file.';
  static override examples = [
    { description: 'Sign in, in the browser', command: 'worklink idp test --fleet sales' },
    {
      description: 'Where there is no browser: the address is written on stderr',
      command: 'worklink idp test -f sales --no-browser --json',
    },
    {
      description: 'A response to a fleet',
      command: 'worklink idp test sales --response response.txt',
    },
    {
      description: 'Offline, for CI, at the time it was captured',
      command:
        'worklink idp test --response response.txt --metadata idp.xml --entity-id https://sp.example.com --acs https://sp.example.com/acs --at 2026-11-20T12:00:00Z --json',
    },
  ];
  static override args = { fleet: Args.string({ description: 'The fleet, in place of --fleet.' }) };
  static override flags = { ...partiesFlags, ...trialFlags, ...judgingFlags };

  async run(): Promise<Details> {
    const { args, flags: given } = await this.parse(IdpTest);
    if (args.fleet !== undefined && given.metadata !== undefined) {
      throw ownError('Usage', 'A fleet and --metadata are given.', { hint: 'Give one of them.' });
    }
    const flags = { ...given, fleet: args.fleet ?? given.fleet };
    return flags.response === undefined ? this.tried(flags.fleet, flags) : this.judged(flags.response, flags);
  }
}
