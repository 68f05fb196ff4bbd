import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import {
  changeSetting,
  chosenFile,
  settingArg,
  settingFileFlags,
} from '../../cli/config/setting-file-flags.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';
import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';

export default class ConfigUnset extends BaseCommand {
  static override summary = 'Take a setting out of a settings file.';
  static override description =
    'Out of your own, or with --project out of .worklink.yaml. What other places say of it holds from then on.';
  static override examples = [
    { description: 'Have results as tables again', command: 'worklink config unset output' },
    {
      description: 'Take the fleet out of the project file',
      command: 'worklink config unset fleet --project',
    },
  ];
  static override args = settingArg;
  static override flags = { ...settingFileFlags, ...dryRunFlag };

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(ConfigUnset);
    const { name } = args;
    const chosen = chosenFile(flags.project, this.host, this.configDirectory);
    const { file } = chosen;
    if (this.settingsFiles.find(({ path }) => path === file)?.values.has(name) !== true) {
      throw ownError('NotFound', `The settings file ${quote(file)} does not give ${name}.`, {
        hint: 'See where settings come from: worklink config list --all',
      });
    }
    if (flags['dry-run']) return planned(`Would take ${name} out of ${file}.`, []);
    await changeSetting(chosen, { name, value: undefined }, this.host);
    return outcome({ data: { name, file }, message: `Took ${name} out of ${file}.` });
  }
}
