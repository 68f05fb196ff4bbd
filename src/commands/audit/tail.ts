import * as Flags from '@oclif/core/flags';
import { AUDIT_RECORD_FIELDS } from '../../cli/fields/audit-fields.js';
import { MalformedLines } from '../../cli/audit-malformed.js';
import { streamFlag, streamToRead } from '../../cli/audit-source.js';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, listFlags } from '../../cli/common-flags.js';
import { listing, type Listing } from '../../cli/results.js';
import { timeFlags, timeOf } from '../../cli/trail-flags.js';
import { readStream, tailRecords } from '../../core/admin/audit/read.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class AuditTail extends BaseCommand {
  static override summary = 'Follow the audit records of a fleet as they come.';
  static override description =
    'From now on until Ctrl-C, or from a time: what the stream still keeps of it comes first. In JSON each record is a document on a line. Shards that are split or merged meanwhile are followed. What is no audit record is told on stderr and left out.';
  static override examples = [
    {
      description: 'What the last hour brought, without waiting for more',
      command: 'worklink audit tail --fleet sales --from 1h --no-follow',
    },
    {
      description: 'The first two records of a stream, as JSON on a line each',
      command: 'worklink audit tail --stream AmazonWorkLink-audit --no-follow --max-items 2 -o json',
    },
  ];
  static override flags = {
    ...fleetFlag,
    ...streamFlag,
    from: timeFlags.from,
    follow: Flags.boolean({
      summary: 'Wait for more at the end. Without it, all there is is read where no --from is given.',
      default: true,
      allowNo: true,
    }),
    'max-items': listFlags['max-items'],
  };
  protected override readonly fields = AUDIT_RECORD_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(AuditTail);
    const backend = await this.backend();
    const name = await streamToRead(backend, flags.stream, () => this.fleetFlag(flags.fleet));
    const now = serviceTime(backend, this.host.timer);
    const { from = flags.follow ? 'latest' : 'oldest' } = timeOf({ from: flags.from, to: undefined }, now);
    const malformed = new MalformedLines(this.talk);
    const { signal } = this.host;
    const lines = readStream(backend, name, { from, follow: flags.follow, signal });
    return listing({
      rows: tailRecords(lines, (place, line) => malformed.tell(place, line), flags['max-items']),
      fields: AUDIT_RECORD_FIELDS,
      isLive: true,
      empty: `There are no audit records in stream ${name}.`,
      notices: () => malformed.notices(),
    });
  }
}
