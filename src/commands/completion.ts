import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/base-command.js';
import { completionScript, INSTALL } from '../cli/completion/scripts.js';
import { type Shell, SHELLS } from '../cli/completion/shell-words.js';
import { textDocument, type TextDocument } from '../cli/results.js';

export default class Completion extends BaseCommand {
  static override summary = 'Print the script that has a shell complete worklink’s command lines.';
  static override description = `It completes commands, flags and their values, and the names of fleets, domains, certificates, devices, users and profiles, from where the flags typed so far and the settings say. It waits 1.5 seconds at most, and changes nothing.\nTo have it in every shell:\n${SHELLS.map((shell) => `  ${shell}  ${INSTALL[shell]}`).join('\n')}`;
  static override examples = [
    { description: 'In this bash, now', command: 'source <(worklink completion bash)' },
    {
      description: 'In every fish to come',
      command:
        'mkdir -p ~/.config/fish/completions && worklink completion fish > ~/.config/fish/completions/worklink.fish',
    },
  ];
  static override args = {
    shell: Args.string({ description: 'Whose script.', required: true, options: [...SHELLS] }),
  };

  async run(): Promise<TextDocument> {
    const { args } = await this.parse(Completion);
    const shell: Shell = SHELLS.find((one) => one === args.shell) ?? 'bash';
    const text = completionScript(shell);
    return textDocument({ text, data: { shell, script: text, install: INSTALL[shell] } });
  }
}
