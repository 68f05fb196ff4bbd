import * as Flags from '@oclif/core/flags';
import { dryRunFlag, fleetFlag } from '../../../cli/common-flags.js';
import { outcome, type Outcome, planned, plannedCall } from '../../../cli/results.js';
import { RotateCommand } from '../../../cli/rotate-command.js';
import { ROTATION_FIELDS } from '../../../cli/fields/rotation-fields.js';
import { linkIdentityProvider } from '../../../core/admin/identity-provider/link.js';
import { planRollback } from '../../../core/admin/identity-provider/rotate.js';

export default class IdpRotateRollback extends RotateCommand {
  static override summary = "Link an identity provider's metadata as it was before the rotation.";
  static override description =
    'The very document that was linked is linked again, and the rotation is over. Where other metadata has been linked meanwhile, that stays, and --forget ends the rotation alone.';
  static override examples = [
    { description: 'Go back', command: 'worklink idp rotate rollback --fleet sales' },
    {
      description: 'Forget it, and leave what is linked',
      command: 'worklink idp rotate rollback -f sales --forget',
    },
  ];
  static override flags = {
    ...fleetFlag,
    forget: Flags.boolean({ summary: 'Link nothing: forget the rotation only.' }),
    ...dryRunFlag,
  };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(IdpRotateRollback);
    const tools = await this.rotation(flags.fleet);
    const { fleet, backend, file, now } = tools;
    const rotation = await file.known();
    const plan = flags.forget ? undefined : await planRollback(backend, rotation, now);
    if (flags['dry-run']) {
      const calls =
        plan?.changed === true ? [plannedCall('UpdateIdentityProviderConfiguration', plan.input)] : [];
      return planned(`Would end the rotation of fleet ${fleet}'s identity provider.`, calls);
    }
    if (plan !== undefined) await linkIdentityProvider(backend, plan, now);
    await file.remove();
    const message =
      plan === undefined
        ? `Forgot the rotation of fleet ${fleet}'s identity provider.`
        : `Linked the metadata of fleet ${fleet}'s identity provider as it was.`;
    return outcome({ data: await this.status(tools), fields: ROTATION_FIELDS, message });
  }
}
