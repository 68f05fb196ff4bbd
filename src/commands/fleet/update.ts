import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import { FLEET_FIELDS } from '../../cli/fields/fleet-fields.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { checkFleetDisplayName } from '../../core/admin/display-names.js';
import { nameOf, planFleetUpdate, updateFleet } from '../../core/admin/fleets.js';
import { ownError } from '../../core/errors.js';

export default class FleetUpdate extends BaseCommand {
  static override summary = "Change a fleet's display name, or where its users are served from.";
  static override description =
    'What is not named stays as it is. The name, the company code and the tags are not changed here: see worklink tag.';
  static override examples = [
    {
      description: 'Give it another display name',
      command: 'worklink fleet update sales --display-name "Sales and Support"',
    },
    {
      description: 'Take the display name away',
      command: 'worklink fleet update sales --clear-display-name',
    },
    {
      description: 'Serve everybody from the home Region',
      command: 'worklink fleet update sales --no-optimize-for-end-user-location',
    },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN.' }) };
  static override flags = {
    'display-name': Flags.string({ summary: 'Name people see.', helpValue: 'TEXT|@FILE|-' }),
    'clear-display-name': Flags.boolean({
      summary: 'Have no display name.',
      exclusive: ['display-name'],
    }),
    'optimize-for-end-user-location': Flags.boolean({
      summary: 'Serve users from the Region nearest to them, rather than the home Region.',
      allowNo: true,
    }),
    ...dryRunFlag,
  };
  protected override readonly fields = FLEET_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(FleetUpdate);
    const displayName = flags['clear-display-name']
      ? null
      : await this.value(flags['display-name'], '--display-name');
    const optimizeForEndUserLocation = flags['optimize-for-end-user-location'] as boolean | undefined; // absent where not given
    if (displayName === undefined && optimizeForEndUserLocation === undefined) {
      throw ownError('Usage', 'Nothing to change was named.', {
        hint: 'Give --display-name, --clear-display-name or --[no-]optimize-for-end-user-location.',
      });
    }
    const fleet = await this.fleetArgument(args.fleet);
    const backend = await this.backend();
    const update = await planFleetUpdate(backend, fleet, { displayName, optimizeForEndUserLocation });
    await checkFleetDisplayName(backend, displayName ?? undefined, update.FleetArn);
    if (flags['dry-run'])
      return planned(`Would update fleet ${fleet}.`, [plannedCall('UpdateFleetMetadata', update)]);
    const updated = await updateFleet(backend, update);
    return outcome({ data: updated, fields: FLEET_FIELDS, message: `Updated fleet ${nameOf(updated)}.` });
  }
}
