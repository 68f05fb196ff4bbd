import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { FAULT_FIELDS, faultSentence } from '../../../cli/emulator/emulator-fields.js';
import { faultFlags, faultOf } from '../../../cli/emulator/fault-flags.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';

export default class EmulatorFaultAdd extends EmulatorCommand {
  static override summary = 'Have calls of the emulated service fail, or be slow.';
  static override description =
    'A fault strikes every call, or those of one operation; as many as --count says, or the share that --rate says. A running server and the commands of worklink are struck alike.';
  static override examples = [
    {
      description: 'Have the next three fleets not be made',
      command:
        'worklink emulator fault add --operation CreateFleet --error TooManyRequestsException --count 3',
    },
    {
      description: 'Slow a quarter of all calls down',
      command: 'worklink emulator fault add --latency 2s --rate 25%',
    },
  ];
  static override flags = { ...faultFlags, ...dryRunFlag };
  protected override readonly fields = FAULT_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorFaultAdd);
    const fault = faultOf(flags);
    const emulator = emulatorOf(await this.backend());
    if (flags['dry-run']) return planned(`Would add a fault: ${faultSentence(fault)}`, []);
    const added = emulator.addFault(fault);
    return outcome({
      data: added,
      message: `Fault ${added.id}: ${faultSentence(added)}`,
      fields: FAULT_FIELDS,
    });
  }
}
