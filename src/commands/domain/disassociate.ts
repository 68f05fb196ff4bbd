import { dryRunFlag, fleetFlag, waitFlags, waitOptions, yesFlag } from '../../cli/common-flags.js';
import {
  domainChanges,
  MANY_DOMAINS_HELP,
  manyDomainsArgs,
  manyDomainsFlags,
  ManyDomainsCommand,
} from '../../cli/many/many-domains.js';
import { type Result } from '../../cli/results.js';
import { type DomainChange, waitForGoneDomain } from '../../core/admin/domains/change.js';

export default class DomainDisassociate extends ManyDomainsCommand {
  static override summary = 'Take domains out of a fleet for good.';
  static override description = `Users lose access. To have a domain back, it is associated anew; to block it for a while, see worklink domain revoke.\n${MANY_DOMAINS_HELP}`;
  static override examples = [
    {
      description: 'Disassociate a domain, being asked',
      command: 'worklink domain disassociate intranet.example.com --fleet sales',
    },
    {
      description: 'Disassociate the domains of a list from a script, and wait until they are gone',
      command: 'worklink domain disassociate --from domains.txt -f sales --yes --wait',
    },
  ];
  static override args = manyDomainsArgs;
  static override flags = { ...fleetFlag, ...manyDomainsFlags, ...yesFlag, ...waitFlags, ...dryRunFlag };

  async run(): Promise<Result> {
    const { args, flags, raw: tokens } = await this.parse(DomainDisassociate);
    const entries = await this.domains(args.name, flags.from);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const { plan, call, act } = await domainChanges(backend, fleet, 'disassociate');
    const change = async (planned: DomainChange) => {
      const domain = await act(planned);
      const { FleetArn: arn, DomainName: name } = planned.input;
      return flags.wait
        ? this.waiting(domain, () => waitForGoneDomain(backend, arn, name, waitOptions(flags, this.host)))
        : domain;
    };
    const before = ([only, ...others]: readonly DomainChange[]) => {
      const what =
        others.length > 0 ? `${String(others.length + 1)} domains` : (only?.input.DomainName ?? '');
      const message = `Disassociating ${what} from fleet ${fleet} cannot be taken back.`;
      return this.asker.confirm(flags.yes, { message, flag: '--yes' });
    };
    return this.work(
      entries,
      { doing: 'Disassociating', done: 'disassociated', plan, call, before, act: change },
      { tokens, dryRun: flags['dry-run'], concurrency: flags.concurrency },
    );
  }
}
