import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/base-command.js';
import { helpPage } from '../cli/help.js';
import { textDocument, type TextDocument } from '../cli/results.js';

export default class Help extends BaseCommand {
  static override summary = 'Explain a command, a topic, or what there is.';
  static override description = 'The same page as --help behind the words.';
  static override examples = ['worklink help', 'worklink help fleet', 'worklink help fleet create'];
  static override args = { words: Args.string({ description: 'Topic and command.', multiple: true }) };

  async run(): Promise<TextDocument> {
    const { args } = await this.parse(Help);
    const text = helpPage(args.words ?? [], this.config, this.host.stdout.columns);
    return textDocument({ text, data: { help: text } });
  }
}
