import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import { SERVER_FIELDS } from '../../cli/emulator/emulator-fields.js';
import { asEmulator } from '../../cli/emulator/running.js';
import { EMULATOR } from '../../cli/emulator/served.js';
import { requireServer, stopRunning } from '../../cli/emulator/stop.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';

export default class EmulatorStop extends EmulatorCommand {
  static override summary = 'End the server that runs on the state file.';
  static override description =
    'It answers what is under way first. The process is ended only if it says itself that it is the one that was started; the state stays.';
  static override examples = [
    { description: 'End the server', command: 'worklink emulator stop' },
    { description: 'End one of several', command: 'worklink emulator stop --name checkout-tests' },
    {
      description: 'End the one that serves another state file',
      command: 'worklink emulator stop --state trial.db',
    },
  ];
  static override flags = dryRunFlag;
  protected override readonly fields = SERVER_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorStop);
    const state = this.stateFile;
    const running = asEmulator(await requireServer(state, EMULATOR));
    const which = `the emulator at ${running.url} (process ${String(running.pid)})`;
    if (flags['dry-run']) return planned(`Would stop ${which}.`, []);
    await this.talk.during(`Stopping ${which}`, () => stopRunning(state, EMULATOR, running, this.host));
    const { url, pid, accountId } = running;
    return outcome({
      data: { running: false, url, pid, accountId, state },
      message: `Stopped ${which}.`,
      fields: SERVER_FIELDS,
    });
  }
}
