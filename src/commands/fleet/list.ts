import { BaseCommand } from '../../cli/base-command.js';
import { listFlags } from '../../cli/common-flags.js';
import { FLEET_SUMMARY_FIELDS } from '../../cli/fields/fleet-fields.js';
import { listing, type Listing, moreNotice } from '../../cli/results.js';
import { listFleets } from '../../core/admin/fleets.js';

export default class FleetList extends BaseCommand {
  static override summary = "List a Region's fleets.";
  static override description = 'All of them, unless --max-items says otherwise.';
  static override examples = [
    { description: 'List all fleets', command: 'worklink fleet list' },
    {
      description: 'The names of those that are ACTIVE',
      command: 'worklink fleet list --query "[?fleetStatus==\'ACTIVE\'].fleetName" -o text',
    },
    { description: 'The first ten, as CSV', command: 'worklink fleet list --max-items 10 -o csv' },
  ];
  static override flags = listFlags;
  protected override readonly fields = FLEET_SUMMARY_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(FleetList);
    const backend = await this.backend();
    const fleets = listFleets(backend, {
      maxItems: flags['max-items'],
      pageSize: flags['page-size'],
      startingToken: flags['starting-token'],
    });
    return listing({
      rows: fleets,
      fields: FLEET_SUMMARY_FIELDS,
      empty: `There are no fleets in ${backend.region}. Create one: worklink fleet create NAME`,
      notices: () => moreNotice('fleets', fleets.nextToken),
    });
  }
}
