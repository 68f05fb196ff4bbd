import * as Args from '@oclif/core/args';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { checkFault } from '../../../cli/emulator/faults.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';
import { counted } from '../../../core/text.js';

export default class EmulatorFaultClear extends EmulatorCommand {
  static override summary = 'Take one fault away, or all.';
  static override description = 'Without an id, all of them.';
  static override examples = [
    { description: 'Take all faults away', command: 'worklink emulator fault clear' },
    { description: 'Take one away', command: 'worklink emulator fault clear 5f0c7a2e' },
  ];
  static override args = { id: Args.string({ description: 'Id of the fault.' }) };
  static override flags = dryRunFlag;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorFaultClear);
    const emulator = emulatorOf(await this.backend());
    if (flags['dry-run']) {
      const count = args.id === undefined ? emulator.listFaults().length : checkFault(emulator, args.id);
      return planned(`Would clear ${countOf(count)}.`, []);
    }
    const cleared = emulator.clearFaults(args.id);
    return outcome({ data: { cleared }, message: `Cleared ${countOf(cleared)}.` });
  }
}

function countOf(faults: number): string {
  return counted(faults, 'fault');
}
