import { BaseCommand } from '../../cli/base-command.js';
import { settingArg } from '../../cli/config/setting-file-flags.js';
import { placesOf } from '../../cli/config/setting-places.js';
import { settingSources } from '../../cli/config/setting-sources.js';
import { textDocument, type TextDocument } from '../../cli/results.js';
import { ownError } from '../../core/errors.js';

export default class ConfigGet extends BaseCommand {
  static override summary = 'Print the value a setting has here.';
  static override description =
    'The value alone; with --json also where it comes from. Without a value it exits 5.';
  static override examples = [
    { description: 'Print the Region', command: 'worklink config get region' },
    {
      description: 'Print where the Region comes from',
      command: 'worklink config get region --query origin -o text',
    },
  ];
  static override args = settingArg;

  async run(): Promise<TextDocument> {
    const { args, raw } = await this.parse(ConfigGet);
    const sources = settingSources(raw, { ...this.surroundings, files: this.settingsFiles });
    const [place] = placesOf(args.name, sources);
    if (place?.value === undefined) {
      throw ownError('NotFound', `The setting ${args.name} has no value.`, {
        hint: `Give it one: worklink config set ${args.name} VALUE`,
      });
    }
    return textDocument({ text: `${place.value}\n`, data: place });
  }
}
