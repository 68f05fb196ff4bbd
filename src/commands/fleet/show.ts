import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { FLEET_FIELDS } from '../../cli/fields/fleet-fields.js';
import { details, type Details } from '../../cli/results.js';
import { showFleet } from '../../core/admin/fleets.js';

export default class FleetShow extends BaseCommand {
  static override summary = 'Show a fleet.';
  static override description = 'Its state, the company code users enter, its names, times and tags.';
  static override examples = [
    { description: 'Show a fleet', command: 'worklink fleet show sales' },
    {
      description: 'Its company code alone',
      command: 'worklink fleet show sales --query companyCode -o text',
    },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN.' }) };
  protected override readonly fields = FLEET_FIELDS;

  async run(): Promise<Details> {
    const { args } = await this.parse(FleetShow);
    const fleet = await this.fleetArgument(args.fleet);
    return details({ data: await showFleet(await this.backend(), fleet), fields: FLEET_FIELDS });
  }
}
