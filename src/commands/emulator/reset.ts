import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { dryRunFlag, yesFlag } from '../../cli/common-flags.js';
import { emulatorOf } from '../../cli/emulator/capability.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';

export default class EmulatorReset extends EmulatorCommand {
  static override summary = 'Delete everything in the emulated account.';
  static override description =
    "Fleets, domains, certificates, the trail, faults and the clock's setting go; the account's id and its administrator's keys stay. The account is as a new one is, and a running server goes on with it.";
  static override examples = [
    { description: 'Begin anew, after being asked', command: 'worklink emulator reset' },
    { description: 'Begin anew between two test runs', command: 'worklink emulator reset --yes' },
    { description: 'One of several', command: 'worklink emulator reset --yes --name checkout-tests' },
  ];
  static override flags = { ...yesFlag, ...dryRunFlag };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorReset);
    const emulator = emulatorOf(await this.backend());
    const { accountId, file: state } = emulator;
    const what = `everything in account ${accountId} of ${state}`;
    if (flags['dry-run']) return planned(`Would delete ${what}.`, []);
    await this.asker.confirm(flags.yes, { message: `Delete ${what}?`, flag: '--yes' });
    emulator.reset();
    return outcome({ data: { accountId, state }, message: `Deleted ${what}.` });
  }
}
