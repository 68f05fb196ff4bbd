import { STREAM_FIELDS } from '../../../cli/fields/audit-fields.js';
import { BaseCommand } from '../../../cli/base-command.js';
import { watchFlags } from '../../../cli/common-flags.js';
import { listing, type Listing } from '../../../cli/results.js';
import { listStreams, STREAM_PREFIX } from '../../../core/admin/audit/streams.js';

export default class AuditStreamsList extends BaseCommand {
  static override summary = 'List the streams that fleets can be linked with.';
  static override description = `The Kinesis data streams of the Region whose names begin with ${STREAM_PREFIX}: WorkLink takes no others.`;
  static override examples = [
    { description: 'List streams', command: 'worklink audit streams list' },
    {
      description: 'The ARNs of those that are not encrypted',
      command: 'worklink audit streams list --query "[?!isEncrypted].arn" -o text',
    },
  ];
  static override flags = { ...watchFlags };
  protected override readonly fields = STREAM_FIELDS;

  async run(): Promise<Listing> {
    await this.parse(AuditStreamsList);
    const backend = await this.backend();
    return listing({
      rows: listStreams(backend),
      fields: STREAM_FIELDS,
      empty: `There are no streams ${STREAM_PREFIX}… in ${backend.region}. Make one: worklink audit streams create ${STREAM_PREFIX}NAME`,
    });
  }
}
