import * as Flags from '@oclif/core/flags';
import { AUDIT_LINK_FIELDS } from '../../cli/fields/audit-fields.js';
import { chooseStream } from '../../cli/audit-source.js';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { FINDINGS_FIELD } from '../../cli/fields/findings-field.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { sayingFindings } from '../../cli/say-findings.js';
import { linkAuditStream, planAuditLink } from '../../core/admin/audit/link.js';

const FIELDS = [...AUDIT_LINK_FIELDS, FINDINGS_FIELD];

export default class AuditLink extends BaseCommand {
  static override summary = 'Have a fleet write its audit records to a stream.';
  static override description =
    'The stream is looked at first: one that is not there is refused, and what is unwise said on stderr, such as no encryption or another Region. At a terminal it is picked out of those there are.';
  static override examples = [
    {
      description: 'Link a stream',
      command: 'worklink audit link --fleet sales --stream AmazonWorkLink-audit',
    },
    {
      description: 'See whether it would do',
      command: 'worklink audit link -f sales --stream AmazonWorkLink-audit --dry-run',
    },
  ];
  static override flags = {
    ...fleetFlag,
    stream: Flags.string({ summary: 'Stream, by name or ARN.', helpValue: 'STREAM' }),
    replace: Flags.boolean({ summary: 'Take the place of the stream that is linked.' }),
    ...dryRunFlag,
  };
  protected override readonly fields = FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(AuditLink);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const stream = await chooseStream(this.asker, backend, flags.stream);
    const plan = await sayingFindings(this.talk, () => planAuditLink(backend, fleet, stream, flags.replace));
    if (flags['dry-run']) {
      const call = plannedCall('UpdateAuditStreamConfiguration', plan.input);
      const message = plan.changed
        ? `Would link fleet ${fleet} with stream ${stream}.`
        : 'Would change nothing.';
      return planned(message, plan.changed ? [call] : []);
    }
    const link = await linkAuditStream(backend, plan);
    const message = plan.changed
      ? `Linked fleet ${fleet} with stream ${stream}.`
      : `Fleet ${fleet} is linked with stream ${stream} already: nothing was changed.`;
    return outcome({
      data: { ...link, changed: plan.changed, findings: plan.findings },
      fields: FIELDS,
      message,
    });
  }
}
