import { AUDIT_LINK_FIELDS } from '../../cli/fields/audit-fields.js';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { details, type Details } from '../../cli/results.js';
import { showAuditLink } from '../../core/admin/audit/link.js';

export default class AuditShow extends BaseCommand {
  static override summary = 'Show the stream a fleet writes its audit records to.';
  static override description =
    'Its ARN as WorkLink has it, and what Kinesis says of it where it is in this Region and can be seen.';
  static override examples = [
    { description: 'Show the audit stream of a fleet', command: 'worklink audit show --fleet sales' },
    {
      description: 'Its name alone, for a script',
      command: 'worklink audit show -f sales --query streamName -o text',
    },
  ];
  static override flags = { ...fleetFlag };
  protected override readonly fields = AUDIT_LINK_FIELDS;

  async run(): Promise<Details> {
    const { flags } = await this.parse(AuditShow);
    const fleet = await this.fleetFlag(flags.fleet);
    const data = await showAuditLink(await this.backend(), fleet);
    const none = `Fleet ${fleet} is not linked with an audit stream. Link one: worklink audit link --fleet ${fleet}`;
    const unseen =
      'The stream is linked, and was not found from here: it is gone, or in another Region or account.';
    const notice = data.streamArn === undefined ? [none] : data.status === undefined ? [unseen] : [];
    return details({ data, fields: AUDIT_LINK_FIELDS, notices: () => notice });
  }
}
