import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag, parseTags } from '../../cli/common-flags.js';
import { TAG_FIELDS } from '../../cli/fields/fleet-fields.js';
import { listing, planned, plannedCall, type Result } from '../../cli/results.js';
import { planTags, setTags } from '../../core/admin/tags.js';

export default class TagSet extends BaseCommand {
  static override summary = 'Set tags of a fleet.';
  static override description =
    'A tag that is there gets the new value; other tags stay. Prints all tags the fleet has then. An equal sign in a key is written \\=.';
  static override examples = [
    { description: 'Set one tag', command: 'worklink tag set owner=ops --fleet sales' },
    { description: 'Set two', command: 'worklink tag set stage=production cost-center=4711 -f sales' },
  ];
  static override args = { tag: Args.string({ description: 'KEY=VALUE', multiple: true }) };
  static override flags = { ...fleetFlag, ...dryRunFlag };
  protected override readonly fields = TAG_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(TagSet);
    const given = args.tag ?? [
      await this.asker.required(undefined, { message: 'Tag (KEY=VALUE)', flag: 'TAG' }),
    ];
    const tags = parseTags(given, 'TAG');
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const input = await planTags(backend, fleet, tags);
    if (flags['dry-run'])
      return planned(`Would set tags of fleet ${fleet}.`, [plannedCall('TagResource', input)]);
    const rows = await setTags(backend, input);
    return listing({ rows, fields: TAG_FIELDS, empty: 'The fleet has no tags.' });
  }
}
