import * as Flags from '@oclif/core/flags';
import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { regionOf } from '../../cli/compose.js';
import { emulatorOf } from '../../cli/emulator/capability.js';
import { emulatorVariables } from '../../cli/emulator/variables.js';
import { SHELL_FORMATS } from '../../cli/emulator/exports.js';
import { textDocument, type TextDocument } from '../../cli/results.js';

export default class EmulatorEnv extends EmulatorCommand {
  static override summary = 'Print what points AWS clients at the emulator.';
  static override description =
    "The endpoint, the Region and the administrator's keys, as a shell sets them: for the AWS CLI, the SDKs and Terraform. A session token left over from other keys is cleared. The keys open nothing but the emulator.";
  static override examples = [
    { description: 'Set them in this shell', command: 'eval "$(worklink emulator env)"' },
    {
      description: 'In PowerShell',
      command: 'worklink emulator env --format powershell | Invoke-Expression',
    },
    {
      description: 'Of one of several',
      command: 'eval "$(worklink emulator env --name checkout-tests)"',
    },
    { description: 'As a JSON object', command: 'worklink emulator env --json' },
  ];
  static override flags = {
    format: Flags.option({ options: SHELL_FORMATS })({ summary: 'Whose language to print.', default: 'sh' }),
  };

  async run(): Promise<TextDocument> {
    const { flags } = await this.parse(EmulatorEnv);
    const { text, data, notices } = await emulatorVariables({
      state: this.stateFile,
      format: flags.format,
      region: regionOf(this.globals.backend, this.host.env),
      credentials: async () => emulatorOf(await this.backend()).credentials(),
    });
    return textDocument({ text, data, notices: () => notices });
  }
}
