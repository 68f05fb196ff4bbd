import * as Flags from '@oclif/core/flags';
import { dryRunFlag, fleetFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { progressText } from '../../../cli/many/bulk-report.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';
import { generateDevices } from '../../../core/admin/devices/emulated-devices.js';

/** More than any company has; beyond, the state file would take gigabytes. */
const MOST = 10_000_000;

export default class EmulatorDeviceGenerate extends EmulatorCommand {
  static override summary = 'Fill a fleet with believable users and devices.';
  static override description =
    'The same seed and count make the same devices: those that are there already stay as they are, so that what was interrupted is finished by running it again.';
  static override examples = [
    {
      description: 'Try lists on a small fleet',
      command: 'worklink emulator device generate --count 100 --fleet sales',
    },
    {
      description: 'See how a large one behaves',
      command: 'worklink emulator device generate --count 100000 -f sales --seed large',
    },
  ];
  static override flags = {
    ...fleetFlag,
    count: Flags.integer({
      summary: 'How many devices.',
      helpValue: 'COUNT',
      min: 1,
      max: MOST,
      default: 100,
    }),
    seed: Flags.string({ summary: 'Which devices: any text.', helpValue: 'TEXT', default: '1' }),
    ...dryRunFlag,
  };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorDeviceGenerate);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const { devices } = emulatorOf(backend);
    const { count, seed, 'dry-run': dryRun } = flags;
    if (dryRun) return planned(`Would generate up to ${String(count)} devices in fleet ${fleet}.`, []);
    const doing = 'Generating devices';
    const data = await this.talk.during(doing, (update) =>
      generateDevices(backend, devices, fleet, {
        count,
        seed,
        clock: this.host.timer,
        signal: this.host.signal,
        onProgress: (progress) => {
          update(progressText(doing, progress));
        },
      }),
    );
    const kept = data.alreadyThere === 0 ? '' : ` ${String(data.alreadyThere)} were there already.`;
    return outcome({ data, message: `Generated ${String(data.added)} devices in fleet ${fleet}.${kept}` });
  }
}
