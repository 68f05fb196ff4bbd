import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, watchFlags } from '../../cli/common-flags.js';
import { TAG_FIELDS } from '../../cli/fields/fleet-fields.js';
import { listing, type Listing } from '../../cli/results.js';
import { listTags } from '../../core/admin/tags.js';

export default class TagList extends BaseCommand {
  static override summary = "List a fleet's tags.";
  static override description = 'By key.';
  static override examples = [
    { description: 'List the tags of a fleet', command: 'worklink tag list --fleet sales' },
    {
      description: 'The value of one',
      command: 'worklink tag list -f sales --query "[?key==\'owner\'].value" -o text',
    },
  ];
  static override flags = { ...fleetFlag, ...watchFlags };
  protected override readonly fields = TAG_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(TagList);
    const fleet = await this.fleetFlag(flags.fleet);
    const rows = await listTags(await this.backend(), fleet);
    return listing({ rows, fields: TAG_FIELDS, empty: 'The fleet has no tags.' });
  }
}
