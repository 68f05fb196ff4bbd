import * as Flags from '@oclif/core/flags';
import { certificateChooser } from '../../cli/certificate-choice.js';
import { dryRunFlag, fleetFlag, waitFlags, waitOptions } from '../../cli/common-flags.js';
import { associationWork, withDisplayName } from '../../cli/many/associate-domains.js';
import {
  MANY_DOMAINS_HELP,
  manyDomainsArgs,
  manyDomainsFlags,
  ManyDomainsCommand,
} from '../../cli/many/many-domains.js';
import { type Result } from '../../cli/results.js';

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
    const entries = withDisplayName(given, displayName);
    const fleet = await this.fleetFlag(flags.fleet);
    const chooser = this.asker.canAsk ? certificateChooser(this.asker) : undefined;
    const work = await associationWork(await this.backend(), fleet, {
      chooser,
      certificate: flags.certificate,
      say: (line) => this.talk.say(line),
      wait: flags.wait ? waitOptions(flags, this.host) : undefined,
      waiting: (domain, wait) => this.waiting(domain, wait),
    });
    return this.work(entries, work, {
      tokens,
      dryRun: flags['dry-run'],
      concurrency: flags.concurrency,
      asks: chooser !== undefined,
    });
  }
}
