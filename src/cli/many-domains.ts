import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { runBulk, type Settled } from '../core/admin/bulk.js';
import { type Domain } from '../core/admin/domains/domains.js';
import {
  changeableFleet,
  changeDomain,
  type DomainChange,
  planDomainChange,
} from '../core/admin/domains/change.js';
import {
  type DomainEntry,
  type DomainList,
  listOfDomains,
  parseDomainList,
} from '../core/admin/domains/input.js';
import { ownError } from '../core/errors.js';
import { type DomainAction } from '../core/model/domain-states.js';
import { type Backend } from '../core/ports/backend.js';
import { BaseCommand } from './base-command.js';
import {
  BULK_DOMAINS,
  bulkFailure,
  bulkListing,
  mergeOutcomes,
  plannedMany,
  type BulkReport,
  type DomainOutcome,
  progressText,
} from './bulk-report.js';
import { understand } from './errors.js';
import { DOMAIN_RESULT_FIELDS } from './domain-fields.js';
import { type PlannedCall, type Result } from './results.js';
import { runAgain, type TypedFlag } from './run-again.js';

/** Up to this many domains are named in one sentence. */
const NAMED = 3;
const MAX_LIST_BYTES = 4 * 1_048_576;

/** Argument and flags of commands on many domains. */
export const manyDomainsArgs = {
  name: Args.string({ description: 'Domains, by name. - reads them from standard input.', multiple: true }),
};
export const manyDomainsFlags = {
  from: Flags.string({
    summary: 'Take the domains from a file or standard input: one on each line, # before comments, or CSV.',
    helpValue: 'FILE|-',
  }),
  concurrency: Flags.integer({
    summary: 'Do this many at a time.',
    helpValue: 'COUNT',
    min: 1,
    max: 32,
    default: 4,
  }),
};

/** Said by every such command's help. */
export const MANY_DOMAINS_HELP =
  'With several domains, one that fails does not stop the others: the result has a line for each, and how to run just those that failed again is said at the end. The exit code is 0 where all went well, that of the failures where they agree, else 3. Ctrl-C begins no further domain, ends those under way and exits with 130.';

/** A flag or argument as the parser met it. */
interface Token {
  readonly type: string;
  readonly flag?: string;
  readonly input?: string;
}

/** What to do to each domain. */
export interface Work<Plan> {
  /** The name of the doing, for progress: "Revoking". */
  readonly doing: string;
  /** What the domains are then: "revoked". */
  readonly done: string;
  readonly plan: (entry: DomainEntry) => Promise<Plan>;
  /** The call a plan takes. */
  readonly call: (plan: Plan) => PlannedCall;
  /** Between planning and acting, where something can be done at all: asks, or says something. */
  readonly before?: (plans: readonly Plan[]) => Promise<void>;
  readonly act: (plan: Plan) => Promise<Domain>;
}

export interface WorkOptions {
  readonly dryRun: boolean;
  readonly concurrency: number;
  /** Whether planning may ask: then one at a time, and no progress is shown that would be in the question's way. */
  readonly asks?: boolean;
  readonly tokens: readonly Token[];
}

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
export abstract class ManyDomainsCommand extends BaseCommand {
  protected override readonly fields = DOMAIN_RESULT_FIELDS;

  /** The domains given as arguments or in a list; asked for where there are neither. */
  protected async domains(
    names: readonly string[] | undefined,
    from: string | undefined,
    allColumns = false,
  ): Promise<readonly DomainEntry[]> {
    const { entries, duplicates } = await this.#list(names ?? [], from, allColumns);
    if (duplicates > 0)
      await this.talk.say(
        duplicates === 1
          ? 'Left out a domain named twice.'
          : `Left out ${String(duplicates)} domains named before.`,
      );
    return entries;
  }

  /** Plans for every domain, then acts on those that can be. */
  protected async work<Plan>(
    entries: readonly DomainEntry[],
    { doing, done, plan, call, before, act }: Work<Plan>,
    { dryRun, concurrency, asks = false, tokens }: WorkOptions,
  ): Promise<Result> {
    const report = (outcomes: readonly DomainOutcome[]): BulkReport => ({
      outcomes,
      done,
      stopped: this.host.signal.aborted ? this.host.signal.reason : undefined,
      runAgain: (again) => runAgain(['worklink', ...this.#words()], this.#typedFlags(tokens), again),
    });
    const { timer: clock, signal } = this.host;
    const plans = asks
      ? await runBulk(entries, plan, { concurrency: 1, clock, signal, isFatal: isLeft })
      : await this.each('Checking', entries, plan, concurrency);
    const ready = plans.flatMap((planned) => (planned.state === 'done' ? [planned.value] : []));
    if (dryRun)
      return this.#planned(
        `Would have ${subjectOf(plans)} ${done}.`,
        ready.map(call),
        report(plans.map(unfinished)),
      );
    if (before !== undefined && ready.length > 0) await before(ready);
    const acted = await this.each(doing, ready, act, concurrency);
    const outcomes = mergeOutcomes(plans, acted);
    const { failure } = bulkFailure(report(outcomes), BULK_DOMAINS);
    // A single domain's failure is the command's own.
    if (failure !== undefined && entries.length === 1) throw failure;
    return bulkListing(report(outcomes));
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

  /** Waits for a domain already changed. Whoever interrupts the wait is told the state so far. */
  protected async waiting(changed: Domain, wait: () => Promise<Domain>): Promise<Domain> {
    try {
      return await wait();
    } catch (error) {
      if (this.host.signal.aborted) return changed;
      throw error;
    }
  }

  async #list(names: readonly string[], from: string | undefined, allColumns: boolean): Promise<DomainList> {
    const isStdin = names.length === 1 && names[0] === '-';
    if (from !== undefined && names.length > 0) {
      throw ownError('Usage', 'Domains are given as arguments and with --from.', {
        hint: 'Give them in one way.',
      });
    }
    const source = from ?? (isStdin ? '-' : undefined);
    if (source !== undefined) {
      const value = source === '-' ? '-' : `@${source.replace(/^@/, '')}`;
      const text = await this.value(value, from === undefined ? 'NAME' : '--from', MAX_LIST_BYTES);
      return parseDomainList(text ?? '', allColumns);
    }
    if (names.length > 0) return listOfDomains(names);
    const asked = await this.asker.required(undefined, { message: 'Domain name', flag: 'NAME' });
    return listOfDomains(asked.split(/[\s,]+/).filter((name) => name !== ''));
  }

  /** Does the same to each, showing how far it is. */
  protected each<Item, Value>(
    doing: string,
    items: readonly Item[],
    act: (item: Item) => Promise<Value>,
    concurrency: number,
  ): Promise<readonly Settled<Item, Value>[]> {
    return this.talk.during(doing, (update) =>
      runBulk(items, act, {
        concurrency,
        clock: this.host.timer,
        signal: this.host.signal,
        onProgress: (progress) => {
          update(progressText(doing, progress));
        },
      }),
    );
  }

  #planned(message: string, calls: readonly PlannedCall[], report: BulkReport): Result {
    return plannedMany(message, calls, report, BULK_DOMAINS);
  }

  #words(): readonly string[] {
    return (this.ctor.id || '').split(':');
  }

  #typedFlags(tokens: readonly Token[]): readonly TypedFlag[] {
    const { flags, baseFlags } = this.ctor;
    const known = { ...baseFlags, ...flags };
    return tokens.flatMap(({ type, flag: name, input }) => {
      if (type !== 'flag' || name === undefined || name === 'from') return [];
      if (known[name]?.type === 'boolean')
        return [{ name: input?.startsWith('--no-') === true ? input.slice(2) : name }];
      return input === undefined ? [] : [{ name, value: input }];
    });
  }
}

/** Whether a question was left by Ctrl-C: no other is asked then. */
function isLeft(error: unknown): boolean {
  return understand(error).code === 'Interrupted';
}

/** The domains of plans that were made, as a sentence has them. */
function subjectOf(plans: readonly Settled<DomainEntry, unknown>[]): string {
  const names = plans.flatMap(({ state, item }) => (state === 'done' ? [item.domainName] : []));
  if (names.length === 0) return 'no domain';
  return names.length <= NAMED ? names.join(', ') : `${String(names.length)} domains`;
}

/** A plan that was made counts as nothing done yet. */
function unfinished<Plan>(plan: Settled<DomainEntry, Plan>): DomainOutcome {
  return plan.state === 'done' ? { item: plan.item, state: 'done', value: plan.item } : plan;
}

/** Plans an action on each domain of a fleet. */
export async function domainChanges(
  backend: Backend,
  fleet: string,
  action: DomainAction,
): Promise<Pick<Work<DomainChange>, 'plan' | 'call' | 'act'>> {
  const arn = await changeableFleet(backend, fleet);
  return {
    plan: ({ domainName }) => planDomainChange(backend, arn, action, domainName),
    call: ({ operation, input }) => ({ operation, input }),
    act: (change) => changeDomain(backend, change),
  };
}
