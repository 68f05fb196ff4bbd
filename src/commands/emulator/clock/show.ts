import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { CLOCK_FIELDS } from '../../../cli/emulator/emulator-fields.js';
import { details, type Details } from '../../../cli/results.js';

export default class EmulatorClockShow extends EmulatorCommand {
  static override summary = "Show the emulator's time.";
  static override description = "What its time is, and how far it is ahead of the machine's.";
  static override examples = [
    { description: 'Show the time', command: 'worklink emulator clock show' },
    { description: 'The time alone', command: 'worklink emulator clock show --query now -o text' },
  ];
  protected override readonly fields = CLOCK_FIELDS;

  async run(): Promise<Details> {
    await this.parse(EmulatorClockShow);
    return details({ data: emulatorOf(await this.backend()).clock(), fields: CLOCK_FIELDS });
  }
}
