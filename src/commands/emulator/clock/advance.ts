import * as Args from '@oclif/core/args';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { formatDuration, parseDuration } from '../../../cli/duration.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { CLOCK_FIELDS, clockSentence } from '../../../cli/emulator/emulator-fields.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';
import { ownError } from '../../../core/errors.js';
import { quote } from '../../../core/text.js';

export default class EmulatorClockAdvance extends EmulatorCommand {
  static override summary = "Put the emulator's clock forward.";
  static override description =
    'Whatever waits for time to pass, such as a fleet that is CREATING, is as far then as if the time had passed. A running server sees it at once.';
  static override examples = [
    { description: 'Let an hour pass', command: 'worklink emulator clock advance 1h' },
    { description: 'The same as ISO 8601 says it', command: 'worklink emulator clock advance PT1H' },
  ];
  static override args = { duration: Args.string({ description: 'How far: 45s, 1h30m, PT1H.' }) };
  static override flags = dryRunFlag;
  protected override readonly fields = CLOCK_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorClockAdvance);
    const text = await this.asker.required(args.duration, { message: 'How far', flag: 'DURATION' });
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined) {
      throw ownError('Usage', `${quote(text)} is not a duration.`, { hint: 'Such as 45s, 1h30m or PT1H.' });
    }
    const emulator = emulatorOf(await this.backend());
    if (flags['dry-run']) return planned(`Would put the clock ${formatDuration(milliseconds)} forward.`, []);
    const clock = emulator.advanceClock(milliseconds);
    return outcome({ data: clock, message: clockSentence(clock), fields: CLOCK_FIELDS });
  }
}
