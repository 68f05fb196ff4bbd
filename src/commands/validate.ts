import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/base-command.js';
import { readFleetFiles } from '../cli/fleet-file/read.js';
import { FLEET_FILE_FINDING_FIELDS, validation } from '../cli/fleet-file/validation.js';
import { type Result, textDocument } from '../cli/results.js';
import { fleetFileSchema, fleetFileSchemaText } from '../core/model/fleet-file/schema.js';

export default class Validate extends BaseCommand {
  static override summary = 'Judge files of fleets, without asking the service.';
  static override description =
    'Everything that can be known beforehand is judged, all of it at once, with line and column: format, names, what stands there twice, metadata, certificates, the network, the invitation, and the files that are named. Of a folder, each .yaml, .yml and .json in it is read. Exits 3 where there is an error. docs/fleet-file.md describes the format.';
  static override examples = [
    { description: 'Judge a file', command: 'worklink validate fleet.yaml' },
    {
      description: 'All files of a folder, warnings refused too',
      command: 'worklink validate fleets --strict',
    },
    {
      description: 'What a script needs of it',
      command:
        'worklink export sales | worklink validate - --query "findings[].[file,line,column,message]" -o json',
    },
    {
      description: 'Keep the JSON Schema for editors beside the files',
      command: 'worklink validate --schema > fleet-file.schema.json',
    },
  ];
  static override args = {
    file: Args.string({
      description: 'Files and folders of fleets; - is standard input.',
      multiple: true,
    }),
  };
  static override flags = {
    strict: Flags.boolean({ summary: 'Refuse for warnings, too.' }),
    schema: Flags.boolean({ summary: 'Write the JSON Schema of the format instead.', exclusive: ['strict'] }),
  };
  protected override readonly fields = FLEET_FILE_FINDING_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(Validate);
    if (flags.schema) return textDocument({ text: fleetFileSchemaText(), data: fleetFileSchema() });
    const question = { message: 'File of fleets', flag: 'FILE' };
    const paths = args.file ?? [await this.asker.required(undefined, question)];
    const read = await this.talk.during('Reading fleets', () => readFleetFiles(paths, this.host));
    return validation(read, flags.strict, this.globals.presentation);
  }
}
