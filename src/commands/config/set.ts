import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import {
  changeSetting,
  chosenFile,
  pathFor,
  settingArg,
  settingFileFlags,
} from '../../cli/config/setting-file-flags.js';
import { checkSetting } from '../../cli/config/setting-flags.js';
import { overridden } from '../../cli/config/overridden.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';
import { quote } from '../../core/text.js';

export default class ConfigSet extends BaseCommand {
  static override summary = 'Give a setting a value, for all commands to come.';
  static override description =
    'In your own settings file, or with --project in .worklink.yaml, for all who work in that folder and below. The value is checked as the flag would. Comments stay. Secrets cannot be settings.';
  static override examples = [
    {
      description: 'Work with one fleet in this folder',
      command: 'worklink config set fleet sales --project',
    },
    { description: 'Have every result as JSON', command: 'worklink config set output json' },
    { description: 'Look at what it would do', command: 'worklink config set region eu-west-1 --dry-run' },
  ];
  static override args = {
    ...settingArg,
    value: Args.string({ description: 'Its value, as the flag takes it.', required: true }),
  };
  static override flags = { ...settingFileFlags, ...dryRunFlag };

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(ConfigSet);
    const { name } = args;
    const chosen = chosenFile(flags.project, this.host, this.configDirectory);
    const checked = await checkSetting(name, args.value, this.settingsFiles);
    const value = name === 'state' ? pathFor(chosen, args.value, this.host) : checked;
    const { file } = chosen;
    const shown = `${name} to ${quote(String(value))} in ${file}.`;
    if (flags['dry-run']) return planned(`Would set ${shown}`, []);
    await changeSetting(chosen, { name, value }, this.host);
    return outcome({
      data: { name, value, file },
      message: `Set ${shown}`,
      notices: () => overridden(name, chosen, this.host, this.settingsFiles),
    });
  }
}
