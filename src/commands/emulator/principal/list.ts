import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { watchFlags } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { PRINCIPAL_FIELDS } from '../../../cli/emulator/principals.js';
import { listing, type Listing } from '../../../cli/results.js';

export default class EmulatorPrincipalList extends EmulatorCommand {
  static override summary = 'List who may call the emulated service.';
  static override description =
    'The administrator first, the others in the order in which they were added. Secrets are not shown: the keys of the administrator are had by worklink emulator env.';
  static override examples = [
    { description: 'List the principals', command: 'worklink emulator principal list' },
    {
      description: 'What one of them may do',
      command: 'worklink emulator principal list --query "[?name==\'administrator\'].policies[]" -o json',
    },
  ];
  static override flags = watchFlags;
  protected override readonly fields = PRINCIPAL_FIELDS;

  async run(): Promise<Listing> {
    await this.parse(EmulatorPrincipalList);
    const rows = emulatorOf(await this.backend()).listPrincipals();
    return listing({ rows, fields: PRINCIPAL_FIELDS, empty: 'There are no principals.' });
  }
}
