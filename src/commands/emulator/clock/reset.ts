import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { CLOCK_FIELDS, clockSentence } from '../../../cli/emulator/emulator-fields.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';

export default class EmulatorClockReset extends EmulatorCommand {
  static override summary = "Put the emulator's clock back on the machine's.";
  static override description = 'What had become due by the time the emulator had reached stays as it is.';
  static override examples = [
    { description: 'Come back to the present', command: 'worklink emulator clock reset' },
    { description: 'In another state file', command: 'worklink emulator clock reset --state trial.db' },
  ];
  static override flags = dryRunFlag;
  protected override readonly fields = CLOCK_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorClockReset);
    const emulator = emulatorOf(await this.backend());
    if (flags['dry-run']) return planned("Would put the clock back on the machine's.", []);
    const clock = emulator.resetClock();
    return outcome({ data: clock, message: clockSentence(clock), fields: CLOCK_FIELDS });
  }
}
