import { BaseCommand } from '../../cli/base-command.js';
import { stateFileOf } from '../../cli/compose.js';
import { servingFacts } from '../../cli/emulator/detach.js';
import { SERVER_FIELDS } from '../../cli/emulator/emulator-fields.js';
import { findRunning } from '../../cli/emulator/running.js';
import { details, type Details } from '../../cli/results.js';

export default class EmulatorStatus extends BaseCommand {
  static override summary = 'Tell whether a server runs on the state file, and where.';
  static override description =
    'The server itself is asked, so what is told is true now. Nothing is made or changed.';
  static override examples = [
    { description: 'Look for the server', command: 'worklink emulator status' },
    { description: 'Its URL alone', command: 'worklink emulator status --query url -o text' },
  ];
  protected override readonly fields = SERVER_FIELDS;

  async run(): Promise<Details> {
    await this.parse(EmulatorStatus);
    const state = stateFileOf(this.globals.backend, this.surroundings);
    const running = await findRunning(state);
    const data =
      running === undefined ? { running: false, state } : servingFacts(running, running.accountId, state);
    return details({ data, fields: SERVER_FIELDS });
  }
}
