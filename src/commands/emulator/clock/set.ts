import * as Args from '@oclif/core/args';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { CLOCK_FIELDS, clockSentence } from '../../../cli/emulator/emulator-fields.js';
import { parseMoment } from '../../../core/model/moment.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';
import { ownError } from '../../../core/errors.js';
import { quote } from '../../../core/text.js';

export default class EmulatorClockSet extends EmulatorCommand {
  static override summary = "Set the emulator's clock.";
  static override description =
    "It goes on from there as fast as the machine's. Going back is allowed: what had become due by then stays as it is.";
  static override examples = [
    { description: 'Set it to a moment', command: 'worklink emulator clock set 2030-01-31T12:00:00Z' },
    {
      description: 'Set it to the beginning of a day, in UTC',
      command: 'worklink emulator clock set 2030-01-31',
    },
  ];
  static override args = { time: Args.string({ description: 'When, as ISO 8601 says it.' }) };
  static override flags = dryRunFlag;
  protected override readonly fields = CLOCK_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorClockSet);
    const text = await this.asker.required(args.time, { message: 'Which time', flag: 'TIME' });
    const time = parseMoment(text);
    if (time === undefined) {
      throw ownError('Usage', `${quote(text)} is not a time with its zone.`, {
        hint: 'Such as 2030-01-31T12:00:00Z, 2030-01-31T13:00+01:00, or 2030-01-31 for its beginning in UTC.',
      });
    }
    const emulator = emulatorOf(await this.backend());
    if (flags['dry-run']) return planned(`Would set the clock to ${time.toISOString()}.`, []);
    const clock = emulator.setClock(time);
    return outcome({ data: clock, message: clockSentence(clock), fields: CLOCK_FIELDS });
  }
}
