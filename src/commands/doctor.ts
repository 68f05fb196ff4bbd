import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/base-command.js';
import { durationFlag } from '../cli/common-flags.js';
import { openSiteProbe } from '../cli/compose.js';
import { DIAGNOSIS_FIELDS } from '../cli/fields/doctor-fields.js';
import { expiresWithinFlag } from '../cli/expires-within.js';
import { checkFailure } from '../cli/fields/findings-field.js';
import { concurrencyFlag } from '../cli/many/many.js';
import { parseNameServer } from '../cli/name-server.js';
import { listing, type Listing } from '../cli/results.js';
import { toolFacts } from '../cli/tool-facts.js';
import { examine } from '../core/admin/doctor/doctor.js';

export default class Doctor extends BaseCommand {
  static override summary = 'Find what is wrong with the tool, the account and fleets, and what to do.';
  static override description =
    'Examines the state file, the credentials and the clocks; the certificates of the account, of its identity providers, websites and devices; and for one fleet or all of them each step of worklink status: metadata, network, domains, audit stream. The causes of the Administration Guide’s troubleshooting table are among the findings, with its solutions. A check that cannot be made is a finding, too. Nothing but the service is asked, unless --check-idp and --check-domains send this machine to look. Exits 3 where a finding is an error.';
  static override examples = [
    { description: 'Examine everything', command: 'worklink doctor' },
    {
      description: 'One fleet, with its sites as this machine sees them',
      command: 'worklink doctor sales --check-idp --check-domains --timeout 2s',
    },
    {
      description: 'In CI, the errors and what ends within 90 days',
      command:
        'worklink doctor --expires-within 90d --query "[?severity!=\'info\'].[id,subject,message]" --json',
    },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN; all where absent.' }) };
  static override flags = {
    ...expiresWithinFlag,
    'check-domains': Flags.boolean({
      summary: 'Look at the sites of all domains: see worklink domain check.',
    }),
    'check-idp': Flags.boolean({ summary: 'See whether identity providers answer where users sign in.' }),
    resolver: Flags.string({ summary: 'Name server to ask; else this machine’s.', helpValue: 'HOST[:PORT]' }),
    timeout: durationFlag({
      summary: 'How long each step of looking at a site may take.',
      default: 10_000,
      defaultHelp: () => Promise.resolve('10s'),
    }),
    ...concurrencyFlag,
  };
  protected override readonly fields = DIAGNOSIS_FIELDS;

  async run(): Promise<Listing> {
    const { args, flags } = await this.parse(Doctor);
    const { timer: clock, signal } = this.host;
    const nameServer = flags.resolver === undefined ? undefined : parseNameServer(flags.resolver);
    const tool = toolFacts(this.config);
    const probe = await openSiteProbe(this.host, nameServer);
    const { checks, diagnoses } = await this.talk.during('Examining', (onProgress) => {
      const sites = {
        ...{ probe, timeoutMs: flags.timeout, concurrency: flags.concurrency },
        onProgress: (done: number, total: number) => {
          onProgress(`Looking at sites: ${String(done)} of ${String(total)}`);
        },
      };
      return examine(() => this.backend(), args.fleet, {
        ...{ clock, signal, tool, onProgress, expiresWithinMs: flags['expires-within'] },
        ...(flags['check-domains'] && { sites }),
        ...(flags['check-idp'] && { identityProvider: sites }),
      });
    });
    return listing({
      rows: diagnoses,
      fields: DIAGNOSIS_FIELDS,
      empty: 'Nothing is wrong.',
      notices: () => [`Made ${String(checks)} checks with worklink ${tool.version} on Node ${tool.node}.`],
      failure: () => checkFailure(diagnoses),
    });
  }
}
