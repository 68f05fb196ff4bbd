import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { watchFlags } from '../../cli/common-flags.js';
import { readSettingsFiles } from '../../cli/config-file.js';
import { allPlaces } from '../../cli/config/setting-places.js';
import { settingSources } from '../../cli/config/setting-sources.js';
import { SETTING_FIELDS, SETTING_PLACE_FIELDS } from '../../cli/fields/setting-fields.js';
import { listing, type Listing } from '../../cli/results.js';

export default class ConfigList extends BaseCommand {
  static override summary = 'List the settings that hold here, and where each comes from.';
  static override description =
    'A setting comes from its flag, else from its variable (WORKLINK_REGION for --region), else from .worklink.yaml in the working directory or above it, else from your own settings file, else from its default.';
  static override examples = [
    { description: 'List what holds', command: 'worklink config list' },
    {
      description: 'All that any place says, what is overridden too',
      command: 'worklink config list --all',
    },
    {
      description: 'What does not come from a default, as CSV',
      command: 'worklink config list --query "[?origin!=\'default\']" -o csv',
    },
  ];
  static override flags = {
    all: Flags.boolean({
      summary: 'List overridden values too, and settings that have none.',
    }),
    ...watchFlags,
  };
  protected override readonly fields = SETTING_FIELDS;

  async run(): Promise<Listing> {
    const { flags, raw } = await this.parse(ConfigList);
    // Read anew, so that --watch sees what becomes of them.
    const files = await readSettingsFiles(this.host, this.configDirectory);
    const places = allPlaces(settingSources(raw, { ...this.surroundings, files }));
    return listing({
      rows: flags.all ? places : places.filter(({ prevails }) => prevails),
      fields: flags.all ? SETTING_PLACE_FIELDS : SETTING_FIELDS,
      empty: 'There are no settings.',
    });
  }
}
