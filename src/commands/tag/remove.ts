import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { TAG_FIELDS } from '../../cli/fields/fleet-fields.js';
import { listing, planned, plannedCall, type Result } from '../../cli/results.js';
import { planTagRemoval, removeTags } from '../../core/admin/tags.js';

export default class TagRemove extends BaseCommand {
  static override summary = 'Remove tags of a fleet.';
  static override description = 'Prints the tags that are left.';
  static override examples = [
    { description: 'Remove one tag', command: 'worklink tag remove stage --fleet sales' },
    { description: 'Remove two', command: 'worklink tag remove owner cost-center -f sales' },
  ];
  static override args = { key: Args.string({ description: 'Key of a tag.', multiple: true }) };
  static override flags = { ...fleetFlag, ...dryRunFlag };
  protected override readonly fields = TAG_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(TagRemove);
    const keys = args.key ?? [
      await this.asker.required(undefined, { message: 'Key of the tag', flag: 'KEY' }),
    ];
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const input = await planTagRemoval(backend, fleet, keys);
    if (flags['dry-run'])
      return planned(`Would remove tags of fleet ${fleet}.`, [plannedCall('UntagResource', input)]);
    const rows = await removeTags(backend, input);
    return listing({ rows, fields: TAG_FIELDS, empty: 'The fleet has no tags.' });
  }
}
