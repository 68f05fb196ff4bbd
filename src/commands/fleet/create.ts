import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, parseTags, tagFlag, waitFlags, waitOptions } from '../../cli/common-flags.js';
import { FLEET_FIELDS } from '../../cli/fields/fleet-fields.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { checkFleetDisplayName } from '../../core/admin/display-names.js';
import { checkNewFleet, createFleet, waitForFleet } from '../../core/admin/fleets.js';

export default class FleetCreate extends BaseCommand {
  static override summary = 'Create a fleet.';
  static override description =
    'A fleet is what users sign in to, by the company code it is given. It can be configured at once, while it is still CREATING.';
  static override examples = [
    {
      description: 'Create a fleet and wait until it is ACTIVE',
      command: 'worklink fleet create sales --wait',
    },
    {
      description: 'Name it for people, and tag it',
      command:
        'worklink fleet create emea-sales --display-name "Sales, EMEA" --tag owner=ops --tag stage=trial',
    },
    { description: 'See what would be done', command: 'worklink fleet create support --dry-run' },
  ];
  static override args = {
    name: Args.string({ description: 'Name: lower-case letters, digits and hyphens.' }),
  };
  static override flags = {
    'display-name': Flags.string({ summary: 'Name people see.', helpValue: 'TEXT|@FILE|-' }),
    'optimize-for-end-user-location': Flags.boolean({
      summary: 'Serve users from the Region nearest to them, rather than the home Region.',
      allowNo: true,
    }),
    ...tagFlag,
    ...waitFlags,
    ...dryRunFlag,
  };
  protected override readonly fields = FLEET_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(FleetCreate);
    const input = {
      FleetName: await this.asker.required(args.name, { message: 'Name of the fleet', flag: 'NAME' }),
      DisplayName: await this.value(flags['display-name'], '--display-name'),
      OptimizeForEndUserLocation: flags['optimize-for-end-user-location'],
      Tags: flags.tag === undefined ? undefined : parseTags(flags.tag, '--tag'),
    };
    const backend = await this.backend();
    await checkFleetDisplayName(backend, input.DisplayName);
    if (flags['dry-run']) {
      const checked = await checkNewFleet(backend, input);
      return planned(`Would create fleet ${input.FleetName}.`, [plannedCall('CreateFleet', checked)]);
    }
    const created = await createFleet(backend, input);
    const fleet = flags.wait
      ? await this.talk.during(`Waiting for fleet ${input.FleetName} to be ACTIVE`, () =>
          waitForFleet(backend, created, 'ACTIVE', waitOptions(flags, this.host)),
        )
      : created;
    const message = `Created fleet ${input.FleetName} (${fleet.fleetStatus ?? ''}), company code ${fleet.companyCode ?? ''}.`;
    return outcome({ data: fleet, fields: FLEET_FIELDS, message });
  }
}
