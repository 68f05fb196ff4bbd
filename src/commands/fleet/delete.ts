import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, waitFlags, waitOptions } from '../../cli/common-flags.js';
import { FLEET_FIELDS } from '../../cli/fields/fleet-fields.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { checkFleetDeletion, deleteFleet, nameOf, waitForFleet } from '../../core/admin/fleets.js';

export default class FleetDelete extends BaseCommand {
  static override summary = 'Delete a fleet, with all that is in it.';
  static override description =
    'Its domains, devices and settings go with it, and its users lose access. This cannot be taken back, so the name is to be typed, or given with --confirm.';
  static override examples = [
    { description: 'Delete a fleet, being asked for its name', command: 'worklink fleet delete sales' },
    {
      description: 'Delete it from a script, and wait until it is gone',
      command: 'worklink fleet delete sales --confirm sales --wait',
    },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN.' }) };
  static override flags = {
    confirm: Flags.string({ summary: "The fleet's name, once more.", helpValue: 'NAME' }),
    ...waitFlags,
    ...dryRunFlag,
  };
  protected override readonly fields = FLEET_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(FleetDelete);
    const backend = await this.backend();
    const fleet = await checkFleetDeletion(backend, await this.fleetArgument(args.fleet));
    const name = nameOf(fleet);
    if (flags['dry-run']) {
      return planned(`Would delete fleet ${name}.`, [
        plannedCall('DeleteFleet', { FleetArn: fleet.fleetArn }),
      ]);
    }
    const message = `Deleting fleet ${name} cannot be taken back.`;
    await this.asker.confirmByName(flags.confirm, name, { message, flag: '--confirm' });
    const deleting = await deleteFleet(backend, fleet);
    if (!flags.wait)
      return outcome({ data: deleting, fields: FLEET_FIELDS, message: `Deleting fleet ${name}.` });
    const deleted = await this.talk.during(`Waiting for fleet ${name} to be gone`, () =>
      waitForFleet(backend, deleting, 'gone', waitOptions(flags, this.host)),
    );
    return outcome({ data: deleted, fields: FLEET_FIELDS, message: `Deleted fleet ${name}.` });
  }
}
