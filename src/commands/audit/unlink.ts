import { AUDIT_LINK_FIELDS } from '../../cli/fields/audit-fields.js';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag, yesFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { planAuditUnlink, unlinkAuditStream } from '../../core/admin/audit/link.js';

export default class AuditUnlink extends BaseCommand {
  static override summary = 'Have a fleet write no more audit records.';
  static override description =
    'The stream stays, with the records in it. Another can be linked at any time.';
  static override examples = [
    { description: 'Unlink the stream, being asked', command: 'worklink audit unlink --fleet sales' },
    { description: 'From a script', command: 'worklink audit unlink -f sales --yes' },
  ];
  static override flags = { ...fleetFlag, ...yesFlag, ...dryRunFlag };
  protected override readonly fields = AUDIT_LINK_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(AuditUnlink);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const plan = await planAuditUnlink(backend, fleet);
    const what = `fleet ${fleet} from stream ${plan.streamArn}`;
    if (flags['dry-run']) {
      return planned(`Would unlink ${what}.`, [plannedCall('UpdateAuditStreamConfiguration', plan.input)]);
    }
    const message = `Nobody will be able to say who accessed what through fleet ${fleet} from now on.`;
    await this.asker.confirm(flags.yes, { message, flag: '--yes' });
    await unlinkAuditStream(backend, plan);
    const data = { fleetArn: plan.input.FleetArn, streamArn: plan.streamArn };
    return outcome({ data, fields: AUDIT_LINK_FIELDS.slice(0, 2), message: `Unlinked ${what}.` });
  }
}
