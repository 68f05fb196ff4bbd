import * as Flags from '@oclif/core/flags';
import { emulatorOf } from '../../cli/emulator/capability.js';
import { accountFile } from '../../cli/emulator/account-file.js';
import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { type TextDocument } from '../../cli/results.js';

export default class EmulatorExport extends EmulatorCommand {
  static override summary = 'Write the whole emulated account as one file.';
  static override description =
    'Fleets with all that is theirs, certificates, the network, streams, principals, the clock and faults, as YAML, or as JSON with --output json. worklink emulator seed reads it. Secret access keys and the private key of the certificate authority are left out unless --include-secrets is given; the trail is not part of it.';
  static override examples = [
    { description: 'Keep an account', command: 'worklink emulator export > account.yaml' },
    {
      description: 'As JSON, the form for large accounts',
      command: 'worklink emulator export -o json > account.json',
    },
    {
      description: 'With keys that clients already have',
      command: '(umask 077; worklink emulator export --include-secrets > account.yaml)',
    },
  ];
  static override flags = {
    'include-secrets': Flags.boolean({
      summary: "Include secret access keys and the certificate authority's private key.",
    }),
  };

  async run(): Promise<TextDocument> {
    const { flags } = await this.parse(EmulatorExport);
    const includeSecrets = flags['include-secrets'];
    const account = await emulatorOf(await this.backend()).exportAccount({ includeSecrets });
    return accountFile(account, { includeSecrets, format: this.globals.presentation.format });
  }
}
