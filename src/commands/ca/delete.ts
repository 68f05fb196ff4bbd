import { dryRunFlag, fleetFlag, yesFlag } from '../../cli/common-flags.js';
import { ManyCasCommand } from '../../cli/many/many-cas.js';
import { plannedCall, type Result } from '../../cli/results.js';
import { casArgument, chosenCas } from '../../cli/website-ca-choice.js';
import { BULK_REMOVALS, namesOf } from '../../cli/fields/website-ca-fields.js';
import {
  planWebsiteCaRemoval,
  removeWebsiteCa,
  type WebsiteCa,
} from '../../core/admin/website-cas/website-cas.js';

export default class CaDelete extends ManyCasCommand {
  static override summary = 'Delete website certificate authorities of a fleet.';
  static override description =
    'Websites whose certificates lead to them can no longer be reached. worklink ca download keeps a copy first.';
  static override examples = [
    { description: 'Delete one, being asked', command: 'worklink ca delete "Example root" --fleet sales' },
    { description: 'Delete it from a script', command: 'worklink ca delete "Example root" -f sales --yes' },
  ];
  static override args = { ca: casArgument };
  static override flags = { ...fleetFlag, ...yesFlag, ...dryRunFlag };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(CaDelete);
    const references = await this.references(args.ca);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const cas = await chosenCas(backend, fleet, references, this.host);
    const removals = await planWebsiteCaRemoval(backend, fleet, cas);
    const what = `${namesOf(cas)} of fleet ${fleet}`;
    return this.work(
      {
        plans: removals.map((removal) => ({ item: removal, state: 'done', value: removal })),
        subject: BULK_REMOVALS,
        ...{ doing: 'Deleting', done: 'deleted' },
        dryRun: {
          says: () => `Would delete ${what}.`,
          call: ({ input }) => plannedCall('DisassociateWebsiteCertificateAuthority', input),
        },
        before: () =>
          this.asker.confirm(flags.yes, { message: `Deleting ${what} cannot be taken back.`, flag: '--yes' }),
        act: async ({ ca, input }) => {
          await removeWebsiteCa(backend, input);
          return factsOf(ca);
        },
        rowOf: ({ ca }) => factsOf(ca),
      },
      flags['dry-run'],
    );
  }
}

function factsOf({
  websiteCaId,
  displayName,
  subject,
  issuer,
  sha256,
  notBefore,
  notAfter,
}: WebsiteCa): object {
  return { subject, websiteCaId, displayName, issuer, sha256, notBefore, notAfter };
}
