import * as Flags from '@oclif/core/flags';
import { certificateChooser, certificateNotices } from '../../cli/certificate-choice.js';
import { dryRunFlag, fleetFlag, waitFlags, waitOptions } from '../../cli/common-flags.js';
import {
  MANY_DOMAINS_HELP,
  manyDomainsArgs,
  manyDomainsFlags,
  ManyDomainsCommand,
} from '../../cli/many/many-domains.js';
import { plannedCall, type Result } from '../../cli/results.js';
import { DomainDisplayNames } from '../../core/admin/display-names.js';
import { associateDomain, planAssociation } from '../../core/admin/domains/associate.js';
import { CertificateFinder } from '../../core/admin/domains/certificate.js';
import { changeableFleet, waitForActiveDomain } from '../../core/admin/domains/change.js';
import { ownError } from '../../core/errors.js';

export default class DomainAssociate extends ManyDomainsCommand {
  static override summary = 'Associate domains with a fleet, so that its users can reach them.';
  static override description = `Each domain needs an ACM certificate in us-east-1 that is ISSUED and covers its name. Without --certificate it is the only such certificate; where there are several, you are asked. A CSV list may give each domain its own, in the columns domain, certificate and displayName.\n${MANY_DOMAINS_HELP}`;
  static override examples = [
    {
      description: 'Associate a domain, and wait until it is ACTIVE',
      command: 'worklink domain associate intranet.example.com --fleet sales --wait',
    },
    {
      description: 'Choose its certificate, and name it for people',
      command:
        'worklink domain associate wiki.example.com -f sales --certificate intranet.example.com --display-name Wiki',
    },
    {
      description: 'Associate the domains of a list',
      command: 'worklink domain associate --from domains.txt -f sales',
    },
  ];
  static override args = manyDomainsArgs;
  static override flags = {
    ...fleetFlag,
    certificate: Flags.string({ summary: 'Certificate, by ARN or domain name.', helpValue: 'CERTIFICATE' }),
    'display-name': Flags.string({
      summary: 'Name people see, for a single domain.',
      helpValue: 'TEXT|@FILE|-',
    }),
    ...manyDomainsFlags,
    ...waitFlags,
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { args, flags, raw: tokens } = await this.parse(DomainAssociate);
    const given = await this.domains(args.name, flags.from, true);
    const displayName = await this.value(flags['display-name'], '--display-name');
    if (displayName !== undefined && given.length > 1) {
      throw ownError('Usage', '--display-name is for a single domain.', {
        hint: 'Give each its own in a CSV list.',
      });
    }
    const entries = given.map((entry) => ({
      ...(displayName === undefined ? {} : { displayName }),
      ...entry,
    }));
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const arn = await changeableFleet(backend, fleet);
    const chooser = this.asker.canAsk ? certificateChooser(this.asker) : undefined;
    const names = new DomainDisplayNames(backend);
    const finder = new CertificateFinder(backend.certificates, chooser);
    return this.work(
      entries,
      {
        doing: flags.wait ? 'Associating, and waiting for ACTIVE' : 'Associating',
        done: 'associated',
        plan: (entry) =>
          planAssociation(
            backend,
            arn,
            { ...entry, certificate: entry.certificate ?? flags.certificate },
            finder,
            names,
          ),
        call: ({ input }) => plannedCall('AssociateDomain', input),
        before: async (plans) => {
          for (const notice of certificateNotices(plans)) await this.talk.say(notice);
        },
        act: async (plan) => {
          const domain = await associateDomain(backend, plan);
          const wait = () =>
            waitForActiveDomain(backend, arn, domain.domainName, waitOptions(flags, this.host));
          return flags.wait ? this.waiting(domain, wait) : domain;
        },
      },
      {
        tokens,
        dryRun: flags['dry-run'],
        concurrency: flags.concurrency,
        asks: chooser !== undefined,
      },
    );
  }
}
