import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { MOCK_IDP_FIELDS } from '../../../cli/emulator/emulator-fields.js';
import { mockIdpFacts } from '../../../cli/emulator/mock-idp.js';
import { MOCK_IDP } from '../../../cli/emulator/served.js';
import { serverStatus } from '../../../cli/emulator/status.js';
import { listing, type Listing } from '../../../cli/results.js';

export default class EmulatorIdpStatus extends EmulatorCommand {
  static override summary = 'Tell which mock identity providers run, and where.';
  static override description =
    'First the one beside the emulator that commands without --name or --state mean, running or not; then each one that runs beside a named emulator. With --name or --state, that one alone. They are asked themselves, so what is told is true now.';
  static override examples = [
    { description: 'Look for them', command: 'worklink emulator idp status' },
    {
      description: 'Where its metadata is',
      command: 'worklink emulator idp status --query "[0].metadataUrl" -o text',
    },
  ];
  protected override readonly fields = MOCK_IDP_FIELDS;

  async run(): Promise<Listing> {
    await this.parse(EmulatorIdpStatus);
    const alone = this.emulatorName !== undefined || this.stateTyped;
    const { rows, notices } = await serverStatus(
      { served: MOCK_IDP, facts: mockIdpFacts },
      { state: this.stateFile, name: this.emulatorName },
      alone ? undefined : this.surroundings.dataDirectory,
    );
    return listing({ rows, fields: MOCK_IDP_FIELDS, empty: '', notices: () => notices });
  }
}
