import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Domain } from '../../core/admin/domains/domains.js';
import {
  changeableFleet,
  changeDomain,
  type DomainChange,
  planDomainChange,
} from '../../core/admin/domains/change.js';
import {
  type DomainEntry,
  type DomainList,
  listOfDomains,
  parseDomainList,
} from '../../core/admin/domains/input.js';
import { type DomainAction } from '../../core/model/domain-states.js';
import { type Backend } from '../../core/ports/backend.js';
import { BULK_DOMAINS } from './bulk-report.js';
import { DOMAIN_RESULT_FIELDS } from '../fields/domain-fields.js';
import { concurrencyFlag, ManyCommand, manyHelp, type Token, type Work } from './many.js';
import { type Result } from '../results.js';
import { type RunAgain, runAgain, type TypedFlag } from './run-again.js';

/** Argument and flags of commands on many domains. */
export const manyDomainsArgs = {
  name: Args.string({ description: 'Domains, by name. - reads them from standard input.', multiple: true }),
};
export const manyDomainsFlags = {
  from: Flags.string({
    summary: 'Take the domains from a file or standard input: one on each line, # before comments, or CSV.',
    helpValue: 'FILE|-',
  }),
  ...concurrencyFlag,
};

/** Said by every such command's help. */
export const MANY_DOMAINS_HELP = manyHelp('domains', 'domain');

/** The command line of a change that is no more than itself. */
interface ParsedChange {
  readonly args: { readonly name: readonly string[] | undefined };
  readonly flags: {
    readonly fleet: string | undefined;
    readonly from: string | undefined;
    readonly concurrency: number;
    readonly 'dry-run': boolean;
  };
  readonly raw: readonly Token[];
}

/** A command that does the same to many domains. */
export abstract class ManyDomainsCommand extends ManyCommand<DomainEntry, Domain> {
  protected override readonly fields = DOMAIN_RESULT_FIELDS;
  protected override readonly kind = BULK_DOMAINS;

  /** The domains given as arguments or in a list; asked for where there are neither. */
  protected domains(
    names: readonly string[] | undefined,
    from: string | undefined,
    allColumns = false,
  ): Promise<readonly DomainEntry[]> {
    const itemsOf = ({ entries, duplicates }: DomainList) => ({ items: entries, duplicates });
    return this.listed(names, from, {
      question: 'Domain name',
      ofNames: (given) => itemsOf(listOfDomains(given)),
      ofText: async (text) => itemsOf(await parseDomainList(text, allColumns)),
    });
  }

  protected override again(
    words: readonly string[],
    flags: readonly TypedFlag[],
    entries: readonly DomainEntry[],
  ): RunAgain {
    return runAgain(words, flags, entries);
  }

  /** What revoking and restoring are: the same change to each domain, nothing asked and nothing waited for. */
  protected async change(
    action: 'revoke' | 'restore',
    doing: string,
    { args, flags, raw: tokens }: ParsedChange,
  ): Promise<Result> {
    const entries = await this.domains(args.name, flags.from);
    const fleet = await this.fleetFlag(flags.fleet);
    const changes = await domainChanges(await this.backend(), fleet, action);
    return this.work(
      entries,
      { doing, done: `${action}d`, ...changes },
      { tokens, dryRun: flags['dry-run'], concurrency: flags.concurrency },
    );
  }
}

/** Plans an action on each domain of a fleet. */
export async function domainChanges(
  backend: Backend,
  fleet: string,
  action: DomainAction,
): Promise<Pick<Work<DomainEntry, DomainChange, Domain>, 'plan' | 'call' | 'act'>> {
  const arn = await changeableFleet(backend, fleet);
  return {
    plan: ({ domainName }) => planDomainChange(backend, arn, action, domainName),
    call: ({ operation, input }) => ({ operation, input }),
    act: (change) => changeDomain(backend, change),
  };
}
