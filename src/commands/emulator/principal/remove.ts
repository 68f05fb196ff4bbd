import * as Args from '@oclif/core/args';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag, yesFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { PRINCIPAL_FIELDS } from '../../../cli/emulator/principals.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';

export default class EmulatorPrincipalRemove extends EmulatorCommand {
  static override summary = 'Remove somebody who may call the emulated service.';
  static override description =
    'Their key opens nothing from the next call on, of a running server too. What they did stays in the trail. The administrator cannot be removed.';
  static override examples = [
    { description: 'Remove somebody, being asked', command: 'worklink emulator principal remove auditor' },
    { description: 'From a script', command: 'worklink emulator principal remove auditor --yes' },
  ];
  static override args = { name: Args.string({ description: 'Name of the IAM user.' }) };
  static override flags = { ...yesFlag, ...dryRunFlag };
  protected override readonly fields = PRINCIPAL_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorPrincipalRemove);
    const question = { message: 'Name of the IAM user', flag: 'NAME' };
    const name = await this.asker.required(args.name, question);
    const emulator = emulatorOf(await this.backend());
    emulator.checkPrincipalRemoval(name);
    if (flags['dry-run']) return planned(`Would remove principal ${name}.`, []);
    const message = `Removing principal ${name} cannot be taken back: its key is lost.`;
    await this.asker.confirm(flags.yes, { message, flag: '--yes' });
    const data = emulator.removePrincipal(name);
    return outcome({ data, fields: PRINCIPAL_FIELDS, message: `Removed principal ${name}.` });
  }
}
