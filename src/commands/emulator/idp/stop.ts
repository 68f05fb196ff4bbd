import { dryRunFlag } from '../../../cli/common-flags.js';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { MOCK_IDP_FIELDS } from '../../../cli/emulator/emulator-fields.js';
import { MOCK_IDP } from '../../../cli/emulator/served.js';
import { requireServer, stopRunning } from '../../../cli/emulator/stop.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';

export default class EmulatorIdpStop extends EmulatorCommand {
  static override summary = 'End the mock identity provider that runs beside the emulator.';
  static override description =
    'The process is ended only if it says itself that it is the one that was started. Its key stays, so that linked metadata stays good.';
  static override examples = [
    { description: 'End it', command: 'worklink emulator idp stop' },
    {
      description: 'End the one beside a named emulator',
      command: 'worklink emulator idp stop --name checkout-tests',
    },
  ];
  static override flags = dryRunFlag;
  protected override readonly fields = MOCK_IDP_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorIdpStop);
    const state = this.stateFile;
    const running = await requireServer(state, MOCK_IDP);
    const { url, pid } = running;
    const which = `the mock identity provider at ${url} (process ${String(pid)})`;
    if (flags['dry-run']) return planned(`Would stop ${which}.`, []);
    await this.talk.during(`Stopping ${which}`, () => stopRunning(state, MOCK_IDP, running, this.host));
    const data = { running: false, url, pid, state };
    return outcome({ data, message: `Stopped ${which}.`, fields: MOCK_IDP_FIELDS });
  }
}
