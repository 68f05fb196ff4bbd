import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { dryRunFlag } from '../../cli/common-flags.js';
import { emulatorOf } from '../../cli/emulator/capability.js';
import { seededThings, seedSource } from '../../cli/emulator/account-file.js';
import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';

export default class EmulatorSeed extends EmulatorCommand {
  static override summary = 'Fill the emulated account from a file.';
  static override description =
    'The file is YAML or JSON, as worklink emulator export writes it or written by hand: docs/account-file.md describes it. All of it is seeded or nothing: a file with faults is refused with all of them named, and so is one that brings what is there already, unless --replace is given.';
  static override examples = [
    { description: 'Fill an empty account', command: 'worklink emulator seed account.yaml' },
    {
      description: 'Have exactly what the file says, whatever was there',
      command: 'worklink emulator seed account.yaml --replace',
    },
    { description: "Add a company's network to try things on", command: 'worklink emulator seed --sample' },
    {
      description: 'Copy an account into another emulator',
      command: 'worklink emulator export | worklink emulator seed - --name copy',
    },
  ];
  static override args = { file: Args.string({ description: 'File to read; - is standard input.' }) };
  static override flags = {
    replace: Flags.boolean({ summary: 'Delete everything in the account first.', default: false }),
    sample: Flags.boolean({ summary: 'Seed a sample network: a VPC, four subnets, three security groups.' }),
    ...dryRunFlag,
  };

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorSeed);
    const file = flags.sample
      ? args.file
      : await this.asker.required(args.file, { message: 'File to seed', flag: 'FILE' });
    const source = await seedSource(file, flags.sample, this.host);
    const backend = await this.backend();
    const { replace, 'dry-run': dryRun } = flags;
    const seeded = await emulatorOf(backend).seed(source, { region: backend.region, replace, dryRun });
    const things = seededThings(seeded);
    if (dryRun) return planned(`Would ${replace ? 'delete everything, then ' : ''}seed ${things}.`, []);
    const message = `${replace ? 'Deleted everything, then seeded' : 'Seeded'} ${things}.`;
    return outcome({ data: { replaced: replace, ...seeded }, message });
  }
}
