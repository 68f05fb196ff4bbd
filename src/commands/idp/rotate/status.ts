import { fleetFlag } from '../../../cli/common-flags.js';
import { details, type Details } from '../../../cli/results.js';
import { RotateCommand } from '../../../cli/rotate-command.js';
import { ROTATION_FIELDS } from '../../../cli/fields/rotation-fields.js';

export default class IdpRotateStatus extends RotateCommand {
  static override summary = "Show how far the rotation of an identity provider's signing key has come.";
  static override description =
    'STARTED is: both keys are linked. PROVEN is: somebody has signed in with the new one. Certificates are named by their SHA-256.';
  static override examples = [
    { description: 'Show it', command: 'worklink idp rotate status --fleet sales' },
    {
      description: 'Whether it can be finished',
      command: 'worklink idp rotate status -f sales --query state -o text',
    },
  ];
  static override flags = { ...fleetFlag };

  async run(): Promise<Details> {
    const { flags } = await this.parse(IdpRotateStatus);
    const data = await this.status(await this.rotation(flags.fleet));
    return details({ data, fields: ROTATION_FIELDS });
  }
}
