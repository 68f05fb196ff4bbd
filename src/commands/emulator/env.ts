import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { stateFileOf } from '../../cli/compose.js';
import { emulatorVariables } from '../../cli/emulator/variables.js';
import { SHELL_FORMATS } from '../../cli/emulator/exports.js';
import { textDocument, type TextDocument } from '../../cli/results.js';

export default class EmulatorEnv extends BaseCommand {
  static override summary = 'Print what points AWS clients at the emulator.';
  static override description =
    "The endpoint, the Region and the administrator's keys, as a shell sets them: for the AWS CLI, the SDKs and Terraform. A session token left over from other keys is cleared. The keys open nothing but the emulator.";
  static override examples = [
    { description: 'Set them in this shell', command: 'eval "$(worklink emulator env)"' },
    {
      description: 'In PowerShell',
      command: 'worklink emulator env --format powershell | Invoke-Expression',
    },
    { description: 'As a JSON object', command: 'worklink emulator env --json' },
  ];
  static override flags = {
    format: Flags.option({ options: SHELL_FORMATS })({ summary: 'Whose language to print.', default: 'sh' }),
  };

  async run(): Promise<TextDocument> {
    const { flags } = await this.parse(EmulatorEnv);
    const state = stateFileOf(this.globals.backend, this.surroundings);
    const { text, data, notices } = await emulatorVariables(await this.backend(), state, flags.format);
    return textDocument({ text, data, notices: () => notices });
  }
}
