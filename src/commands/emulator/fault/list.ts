import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { watchFlags } from '../../../cli/common-flags.js';
import { FAULT_FIELDS } from '../../../cli/emulator/emulator-fields.js';
import { listing, type Listing } from '../../../cli/results.js';

export default class EmulatorFaultList extends EmulatorCommand {
  static override summary = 'List the faults that strike calls of the emulated service.';
  static override description = 'In the order in which they were added. One whose count is used up is gone.';
  static override examples = [
    { description: 'List the faults', command: 'worklink emulator fault list' },
    { description: 'Their ids alone', command: 'worklink emulator fault list --query "[].id" -o text' },
  ];
  static override flags = watchFlags;
  protected override readonly fields = FAULT_FIELDS;

  async run(): Promise<Listing> {
    await this.parse(EmulatorFaultList);
    const rows = emulatorOf(await this.backend()).listFaults();
    return listing({ rows, fields: FAULT_FIELDS, empty: 'There are no faults.' });
  }
}
