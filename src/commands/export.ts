import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/base-command.js';
import {
  allFleets,
  exportedFolder,
  exportedText,
  installedSchema,
  presentFleets,
} from '../cli/fleet-file/export.js';
import { type Result } from '../cli/results.js';
import { ownError } from '../core/errors.js';

export default class Export extends BaseCommand {
  static override summary = 'Write fleets as a file: all that is configured of them.';
  static override description =
    'Display name, tags, identity provider, domains, certificate authorities, authorization providers, device policy, network, audit stream and the edited invitation, as YAML, or as JSON with --json: worklink validate, diff and apply read it. The same fleet gives the same file. What is on its way out, and states that pass, are not in it. docs/fleet-file.md describes the format.';
  static override examples = [
    { description: 'Keep a fleet in a file', command: 'worklink export sales > fleet.yaml' },
    {
      description: 'All fleets in a folder, metadata and certificates in files of their own',
      command: 'worklink export --all --folder fleets',
    },
    {
      description: 'Have editors read the schema from where your repository keeps it',
      command: 'worklink export sales --schema ./fleet-file.schema.json',
    },
  ];
  static override args = {
    fleet: Args.string({ description: 'Fleets, by name or ARN.', multiple: true }),
  };
  static override flags = {
    all: Flags.boolean({ summary: 'All fleets of the account in the Region.' }),
    schema: Flags.string({
      summary: 'Where editors find the JSON Schema; that of this program by default.',
      helpValue: 'PATH|URL',
    }),
    folder: Flags.string({
      summary: 'Write fleet.yaml into a folder, its long texts and the schema beside it.',
      helpValue: 'PATH',
    }),
    force: Flags.boolean({ summary: 'Overwrite files that exist.', dependsOn: ['folder'] }),
  };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(Export);
    if (flags.all && args.fleet !== undefined)
      throw ownError('Usage', 'There are fleets to export, and --all.', { hint: 'Give one of them.' });
    const named = flags.all ? undefined : (args.fleet ?? [await this.fleetArgument(undefined)]);
    const backend = await this.backend();
    const { host, talk } = this;
    const { dataDirectory } = this.surroundings;
    const fleets = await presentFleets(backend, named ?? (await allFleets(backend)), {
      ...{ host, talk, dataDirectory },
    });
    const { folder, schema, force } = flags;
    if (folder !== undefined) return exportedFolder(fleets, { folder, schema, force }, host);
    const { format } = this.globals.presentation;
    const reference = schema ?? installedSchema(this.config.root);
    return exportedText(fleets, reference, format, host.timer.now());
  }
}
