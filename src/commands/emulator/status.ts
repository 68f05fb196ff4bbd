import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { SERVER_FIELDS } from '../../cli/emulator/emulator-fields.js';
import { emulatorStatus } from '../../cli/emulator/status.js';
import { listing, type Listing } from '../../cli/results.js';

export default class EmulatorStatus extends EmulatorCommand {
  static override summary = 'Tell which emulators run, and where.';
  static override description =
    'First the one that commands without --name or --state mean, running or not; then each one that runs under a name. With --name or --state, that one alone. The servers themselves are asked, so what is told is true now. Nothing is made or changed.';
  static override examples = [
    { description: 'Look for servers', command: 'worklink emulator status' },
    {
      description: 'The URL of one alone',
      command: 'worklink emulator status --name checkout-tests --query "[0].url" -o text',
    },
  ];
  protected override readonly fields = SERVER_FIELDS;

  async run(): Promise<Listing> {
    await this.parse(EmulatorStatus);
    const alone = this.emulatorName !== undefined || this.stateTyped;
    const { rows, notices } = await emulatorStatus(
      { state: this.stateFile, name: this.emulatorName },
      alone ? undefined : this.surroundings.dataDirectory,
    );
    return listing({ rows, fields: SERVER_FIELDS, empty: '', notices: () => notices });
  }
}
