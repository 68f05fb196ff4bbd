import * as Flags from '@oclif/core/flags';
import { durationFlag, fleetFlag } from '../../cli/common-flags.js';
import { openSiteProbe } from '../../cli/compose.js';
import { DOMAIN_CHECK_FIELDS } from '../../cli/fields/domain-check-fields.js';
import { checkListing } from '../../cli/domain-check-report.js';
import { manyDomainsArgs, manyDomainsFlags, ManyDomainsCommand } from '../../cli/many/many-domains.js';
import { parseNameServer } from '../../cli/name-server.js';
import { type Listing } from '../../cli/results.js';
import { checkDomain, namesToCheck, prepareCheck } from '../../core/admin/domains/check.js';

export default class DomainCheck extends ManyDomainsCommand {
  static override summary = 'Check that the sites of domains can be reached, without a phone.';
  static override description =
    'For each domain, or for all of the fleet: its state, its address, TLS judged by the fleet’s website certificate authorities and this machine’s, the page at /, and where it redirects to. The site is looked at from this machine, which sees what users see where it is in the company network or asks its name server. The outcome is the guide’s: not-resolved (associated; next, configure your company network), content-shown (associated, and the network routes to it), other-error (what is wrong is said, with what to do; else contact AWS support). Exits 3 where a finding is an error.';
  static override examples = [
    { description: 'Check all domains of a fleet', command: 'worklink domain check --fleet sales' },
    {
      description: 'Check one by the company’s name server, and see all that was found',
      command: 'worklink domain check intranet.example.com -f sales --resolver 127.0.0.1 --timeout 2s --json',
    },
  ];
  static override args = manyDomainsArgs;
  static override flags = {
    ...fleetFlag,
    resolver: Flags.string({ summary: 'Name server to ask; else this machine’s.', helpValue: 'HOST[:PORT]' }),
    port: Flags.integer({ summary: 'TCP port of the sites.', min: 1, max: 65_535, default: 443 }),
    timeout: durationFlag({
      summary: 'How long each step may take: name, connection, TLS, page.',
      default: 10_000,
      defaultHelp: () => Promise.resolve('10s'),
    }),
    ...manyDomainsFlags,
  };
  protected override readonly fields = DOMAIN_CHECK_FIELDS;

  async run(): Promise<Listing> {
    const { args, flags } = await this.parse(DomainCheck);
    const nameServer = flags.resolver === undefined ? undefined : parseNameServer(flags.resolver);
    const isNamed = args.name !== undefined || flags.from !== undefined;
    const given = isNamed ? await this.domains(args.name, flags.from) : [];
    const fleet = await this.fleetFlag(flags.fleet);
    const { timer: clock, signal } = this.host;
    const probe = await openSiteProbe(this.host, nameServer);
    const ground = await prepareCheck(await this.backend(), fleet, { probe, clock, signal });
    for (const trouble of ground.troubles) await this.talk.say(trouble);
    const names = namesToCheck(
      ground,
      given.map(({ domainName }) => domainName),
    );
    const options = { port: flags.port, timeoutMs: flags.timeout, signal };
    const check = (name: string) => checkDomain(probe, ground, name, options);
    const checks = await this.each('Checking', names, check, flags.concurrency);
    return checkListing(checks, fleet, signal);
  }
}
