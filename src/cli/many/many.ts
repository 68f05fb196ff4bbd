import * as Flags from '@oclif/core/flags';
import { runBulk, type Settled } from '../../core/admin/bulk.js';
import { ownError } from '../../core/errors.js';
import { BaseCommand } from '../base-command.js';
import {
  bulkFailure,
  type BulkKind,
  bulkListing,
  type BulkReport,
  mergeOutcomes,
  plannedMany,
  progressText,
} from './bulk-report.js';
import { understand } from '../errors.js';
import { type PlannedCall, type Result } from '../results.js';
import { type RunAgain, type Token, type TypedFlag, typedFlags } from './run-again.js';

export { type Token } from './run-again.js';

/** Up to this many are named in one sentence. */
const NAMED = 3;
const MAX_LIST_BYTES = 4 * 1_048_576;

/** Flag of commands on many things. */
export const concurrencyFlag = {
  concurrency: Flags.integer({
    summary: 'Do this many at a time.',
    helpValue: 'COUNT',
    min: 1,
    max: 32,
    default: 4,
  }),
};

/** Said by every such command's help. @param nouns the things, and one of them: `domains`, `domain` */
export function manyHelp(nouns: string, noun: string): string {
  return `With several ${nouns}, one that fails does not stop the others: the result has a line for each, and how to run just those that failed again is said at the end. The exit code is 0 where all went well, that of the failures where they agree, else 3. Ctrl-C begins no further ${noun}, ends those under way and exits with 130.`;
}

/** What to do to each thing. */
export interface Work<Item, Plan, Value> {
  /** The name of the doing, for progress: "Revoking". */
  readonly doing: string;
  /** What the things are then: "revoked". */
  readonly done: string;
  readonly plan: (item: Item) => Promise<Plan>;
  /** The call a plan takes. */
  readonly call: (plan: Plan) => PlannedCall;
  /** Between planning and acting, where something can be done at all: asks, or says something. */
  readonly before?: (plans: readonly Plan[]) => Promise<void>;
  readonly act: (plan: Plan) => Promise<Value>;
  /** Once all have been acted on, such as waiting for what was begun. */
  readonly after?: (value: Value, plan: Plan) => Promise<Value>;
}

export interface WorkOptions {
  readonly dryRun: boolean;
  readonly concurrency: number;
  /** Whether planning may ask: then one at a time, and no progress is shown that would be in the question's way. */
  readonly asks?: boolean;
  readonly tokens: readonly Token[];
}

/** How a list of things is asked for and read. */
export interface Listed<Item> {
  /** `Domain name` */
  readonly question: string;
  /** The things that were named, each once, and how many repetitions were left out. */
  readonly ofNames: (names: readonly string[]) => {
    readonly items: readonly Item[];
    readonly duplicates: number;
  };
  readonly ofText: (
    text: string,
  ) => Promise<{ readonly items: readonly Item[]; readonly duplicates: number }>;
}

/** A command that does the same to many things. */
export abstract class ManyCommand<Item, Value extends object> extends BaseCommand {
  protected abstract readonly kind: BulkKind<Item>;
  /** The flags that say which things, and so are left out where some are named to run again. */
  protected readonly choosing: readonly string[] = ['from'];

  /** How to do the same again to some of the things. */
  protected abstract again(
    words: readonly string[],
    flags: readonly TypedFlag[],
    items: readonly Item[],
  ): RunAgain;

  /** The things given as arguments or in a list; asked for where there are neither. */
  protected async listed(
    names: readonly string[] | undefined,
    from: string | undefined,
    how: Listed<Item>,
  ): Promise<readonly Item[]> {
    const { noun } = this.kind;
    const { items, duplicates } = await this.#list(names ?? [], from, how);
    if (duplicates > 0)
      await this.talk.say(
        duplicates === 1
          ? `Left out a ${noun.replace(/s$/, '')} named twice.`
          : `Left out ${String(duplicates)} ${noun} named before.`,
      );
    return items;
  }

  /** Plans for every thing, then acts on those that can be. */
  protected async work<Plan>(
    items: readonly Item[],
    { doing, done, plan, call, before, act, after }: Work<Item, Plan, Value>,
    { dryRun, concurrency, asks = false, tokens }: WorkOptions,
  ): Promise<Result> {
    const report = <Outcome>(outcomes: readonly Settled<Item, Outcome>[]): BulkReport<Item, Outcome> => ({
      outcomes,
      done,
      stopped: this.host.signal.aborted ? this.host.signal.reason : undefined,
      runAgain: (again) =>
        this.again(['worklink', ...this.#words()], typedFlags(this.ctor, tokens, this.choosing), again),
    });
    const { timer: clock, signal } = this.host;
    const plans = asks
      ? await runBulk(items, plan, { concurrency: 1, clock, signal, isFatal: isLeft })
      : await this.each('Checking', items, plan, concurrency);
    const ready = plans.flatMap((planned) => (planned.state === 'done' ? [planned.value] : []));
    if (dryRun)
      return plannedMany(
        `Would have ${this.#subjectOf(plans)} ${done}.`,
        ready.map(call),
        report(plans),
        this.kind,
      );
    if (before !== undefined && ready.length > 0) await before(ready);
    const begun = await this.each(doing, ready, act, concurrency);
    const acted = after === undefined ? begun : await this.#after(begun, after, concurrency);
    const outcomes = mergeOutcomes(plans, acted);
    const { failure } = bulkFailure(report(outcomes), this.kind);
    // A single thing's failure is the command's own.
    if (failure !== undefined && items.length === 1) throw failure;
    return bulkListing(report(outcomes), this.kind);
  }

  /** Waits for a thing already changed. Whoever interrupts the wait is told the state so far. */
  protected async waiting(changed: Value, wait: () => Promise<Value>): Promise<Value> {
    try {
      return await wait();
    } catch (error) {
      if (this.host.signal.aborted) return changed;
      throw error;
    }
  }

  /** Goes on with those that were acted on. What is interrupted stays as it was. */
  async #after<Plan>(
    acted: readonly Settled<Plan, Value>[],
    after: (value: Value, plan: Plan) => Promise<Value>,
    concurrency: number,
  ): Promise<readonly Settled<Plan, Value>[]> {
    const done = acted.filter((each) => each.state === 'done');
    const settled = await this.each(
      'Waiting',
      done,
      ({ value, item }) => this.waiting(value, () => after(value, item)),
      concurrency,
    );
    const results = new Map(settled.map((each) => [each.item, each]));
    return acted.map((each) => {
      const result = each.state === 'done' ? results.get(each) : undefined;
      if (result === undefined || result.state === 'notBegun') return each;
      return { ...result, item: each.item };
    });
  }

  async #list(
    names: readonly string[],
    from: string | undefined,
    { question, ofNames, ofText }: Listed<Item>,
  ): ReturnType<Listed<Item>['ofText']> {
    const isStdin = names.length === 1 && names[0] === '-';
    if (from !== undefined && names.length > 0) {
      const { noun } = this.kind;
      throw ownError(
        'Usage',
        `${noun.charAt(0).toUpperCase()}${noun.slice(1)} are given as arguments and with --from.`,
        { hint: 'Give them in one way.' },
      );
    }
    const source = from ?? (isStdin ? '-' : undefined);
    if (source !== undefined) {
      const value = source === '-' ? '-' : `@${source.replace(/^@/, '')}`;
      const text = await this.value(value, from === undefined ? 'NAME' : '--from', MAX_LIST_BYTES);
      return ofText(text ?? '');
    }
    if (names.length > 0) return ofNames(names);
    const asked = await this.asker.required(undefined, { message: question, flag: 'NAME' });
    return ofNames(asked.split(/[\s,]+/).filter((name) => name !== ''));
  }

  /** Does the same to each, showing how far it is. */
  protected each<Each, Result>(
    doing: string,
    items: readonly Each[],
    act: (item: Each) => Promise<Result>,
    concurrency: number,
  ): Promise<readonly Settled<Each, Result>[]> {
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

  /** The things of plans that were made, as a sentence has them. */
  #subjectOf(plans: readonly Settled<Item, unknown>[]): string {
    const { noun, nameOf } = this.kind;
    const names = plans.flatMap(({ state, item }) => (state === 'done' ? [nameOf(item)] : []));
    if (names.length === 0) return `no ${noun.replace(/s$/, '')}`;
    return names.length <= NAMED ? names.join(', ') : `${String(names.length)} ${noun}`;
  }

  #words(): readonly string[] {
    return (this.ctor.id || '').split(':');
  }
}

/** Whether a question was left by Ctrl-C: no other is asked then. */
function isLeft(error: unknown): boolean {
  return understand(error).code === 'Interrupted';
}
