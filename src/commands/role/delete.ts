import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, waitFlags, waitOptions, yesFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';
import { checkRoleDeletion, deleteRole } from '../../core/admin/service-linked-role.js';

export default class RoleDelete extends BaseCommand {
  static override summary = 'Delete the service-linked role, once no fleet is left.';
  static override description =
    'Refused while a fleet remains in any Region; one that is being deleted does not count. Waits for the task that IAM makes of it. The role comes back with the next fleet.';
  static override examples = [
    { description: 'Delete the role, being asked', command: 'worklink role delete' },
    { description: 'See whether it could be deleted', command: 'worklink role delete --dry-run' },
  ];
  static override flags = {
    ...yesFlag,
    timeout: waitFlags.timeout,
    interval: waitFlags.interval,
    ...dryRunFlag,
  };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(RoleDelete);
    const backend = await this.backend();
    const { name, arn } = await checkRoleDeletion(backend);
    if (flags['dry-run']) {
      return planned(`Would delete role ${name}, unless a fleet of another Region uses it.`, [
        { operation: 'DeleteServiceLinkedRole', input: { roleName: name } },
      ]);
    }
    const message = `WorkLink cannot work in the account without role ${name}. Delete it?`;
    await this.asker.confirm(flags.yes, { message, flag: '--yes' });
    const { id } = await this.talk.during(`Waiting for role ${name} to be deleted`, () =>
      deleteRole(backend, waitOptions(flags, this.host)),
    );
    return outcome({ data: { name, arn, deletionTaskId: id }, message: `Deleted role ${name}.` });
  }
}
