import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { DOMAIN_CHANGE_FIELDS } from '../../cli/fields/domain-fields.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { DomainDisplayNames } from '../../core/admin/display-names.js';
import { planDomainUpdate, updateDomain } from '../../core/admin/domains/domains.js';
import { ownError } from '../../core/errors.js';

export default class DomainUpdate extends BaseCommand {
  static override summary = "Change a domain's display name.";
  static override description =
    'Nothing else of a domain can be changed: for another certificate, disassociate it and associate it anew.';
  static override examples = [
    {
      description: 'Name a domain for people',
      command: 'worklink domain update intranet.example.com --fleet sales --display-name Intranet',
    },
    {
      description: 'Take its display name away',
      command: 'worklink domain update intranet.example.com -f sales --clear-display-name',
    },
  ];
  static override args = { name: Args.string({ description: 'Domain, by name.' }) };
  static override flags = {
    ...fleetFlag,
    'display-name': Flags.string({ summary: 'Name people see.', helpValue: 'TEXT|@FILE|-' }),
    'clear-display-name': Flags.boolean({ summary: 'Have no display name.', exclusive: ['display-name'] }),
    ...dryRunFlag,
  };
  protected override readonly fields = DOMAIN_CHANGE_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(DomainUpdate);
    const given = await this.value(flags['display-name'], '--display-name');
    const displayName = flags['clear-display-name'] ? null : given;
    if (displayName === undefined) {
      throw ownError('Usage', 'Nothing to change was named.', {
        hint: 'Give --display-name or --clear-display-name.',
      });
    }
    const name = await this.asker.required(args.name, { message: 'Domain name', flag: 'NAME' });
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const update = await planDomainUpdate(backend, fleet, name, displayName);
    const place = { fleetArn: update.FleetArn, domainName: update.DomainName };
    await new DomainDisplayNames(backend).claim(displayName ?? undefined, place);
    if (flags['dry-run'])
      return planned(`Would update domain ${name}.`, [plannedCall('UpdateDomainMetadata', update)]);
    const updated = await updateDomain(backend, update);
    return outcome({
      data: updated,
      fields: DOMAIN_CHANGE_FIELDS,
      message: `Updated domain ${updated.domainName}.`,
    });
  }
}
