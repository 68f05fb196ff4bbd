import { BaseCommand } from '../../cli/base-command.js';
import { details, type Details } from '../../cli/results.js';
import { ROLE_FIELDS } from '../../cli/fields/role-fields.js';
import { showRole } from '../../core/admin/service-linked-role.js';

export default class RoleShow extends BaseCommand {
  static override summary = 'Show the service-linked role, with which WorkLink acts in the account.';
  static override description =
    'AWSServiceRoleForAmazonWorkLink, which comes with the first fleet and is shared by all: who may take it, what it may do, and when it was last used. Where IAM may not be asked for its policy, what the Administration Guide says of it.';
  static override examples = [
    { description: 'Show the role', command: 'worklink role show' },
    { description: 'Its policy alone', command: 'worklink role show --query permissionsPolicy -o json' },
  ];
  protected override readonly fields = ROLE_FIELDS;

  async run(): Promise<Details> {
    await this.parse(RoleShow);
    return details({ data: await showRole(await this.backend()), fields: ROLE_FIELDS });
  }
}
