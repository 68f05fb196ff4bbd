import { applyPlans, type ChangeOutcome } from '../../core/admin/fleet-plan/apply.js';
import { type ApplyContext } from '../../core/admin/fleet-plan/context.js';
import { awaitedRecords, type NotReached, waitForEnd } from '../../core/admin/fleet-plan/end-states.js';
import { type MadePlans, newestCertificates } from '../../core/admin/fleet-plan/make.js';
import { check } from '../../core/admin/fleet-plan/steps.js';
import { DomainDisplayNames } from '../../core/admin/display-names.js';
import { callsOf } from '../../core/fleet-plan/calls.js';
import { type Change, changesOf, type FleetPlan, inPhases } from '../../core/fleet-plan/change.js';
import { keptLines, planText, summaryLine, titleOfChange } from '../../core/fleet-plan/words.js';
import { fleetArn } from '../../core/model/arns.js';
import { type FleetSpec } from '../../core/model/fleet-file/fleet-document.js';
import { counted } from '../../core/text.js';
import { runBulk } from '../../core/admin/bulk.js';
import { waitOptions } from '../common-flags.js';
import { plannedMany, progressText } from '../many/bulk-report.js';
import { type RunAgain, runAgainOn, type Token, typedFlags } from '../many/run-again.js';
import { type Result } from '../results.js';
import { applyResult } from './apply-result.js';
import { FleetPlanCommand } from './plan-command.js';

/** Changes of one kind in a fleet that are shown before it is asked: more are not read at a prompt. */
const SHOWN = 50;
const LATER = 'Look again later: worklink diff.';

/** The flags of applying, read. */
export interface ApplyFlags {
  readonly wait: boolean;
  readonly timeout: number;
  readonly interval: number;
  readonly concurrency: number;
  readonly yes: boolean;
  readonly confirm?: readonly string[] | undefined;
}

/** What is to be applied. */
export interface Application extends Pick<MadePlans, 'plans'> {
  readonly wanted: readonly FleetSpec[];
  readonly flags: ApplyFlags;
  /** How to go on with what was not done; absent where that takes a new plan. */
  readonly runAgain?: () => RunAgain;
  /** Whether somebody has said yes to just these changes before. */
  readonly isReviewed: boolean;
}

/** A command that makes fleets what files say. */
export abstract class FleetApplyCommand extends FleetPlanCommand {
  /** Shows the plan, asks once, makes the changes, and waits where that is asked for. */
  protected async apply(application: Application): Promise<Result> {
    const { plans, wanted, flags } = application;
    const { made, withheld } = changesOf(plans);
    const context = await this.#context(plans, flags);
    // That nothing is changed, the result says.
    const isEmpty = made.length === 0 && withheld.length === 0;
    const lines = isEmpty
      ? keptLines(plans.flatMap(({ kept }) => kept))
      : planText(plans, shortly).trimEnd().split('\n');
    for (const line of lines) await this.talk.say(line);
    if (made.length > 0) await this.#confirm(application);
    const { signal } = this.host;
    const outcomes = await this.talk.during('Applying', (update) =>
      applyPlans(plans, context, {
        concurrency: flags.concurrency,
        signal,
        onProgress: (progress) => {
          update(progressText('Applying', progress));
        },
      }),
    );
    const notReached = flags.wait && !signal.aborted ? await this.#waited(context, wanted, outcomes) : [];
    const records = flags.wait || signal.aborted ? [] : await awaitedRecords(context, outcomes);
    const { runAgain } = application;
    return applyResult({
      outcomes,
      notReached,
      notices: records,
      stopped: signal.aborted ? signal.reason : undefined,
      later: runAgain === undefined ? 'Make a new plan, and apply it: worklink diff --plan-out FILE' : LATER,
      ...(runAgain !== undefined && { runAgain }),
    });
  }

  /** Says what would be done, everything checked that can be without doing it. */
  protected async rehearse({ plans, flags }: Application): Promise<Result> {
    const { made } = changesOf(plans);
    const context = await this.#context(plans, flags);
    const { timer: clock, signal } = this.host;
    const outcomes = await this.talk.during('Checking', () =>
      runBulk(inPhases(made).flat(), (change) => check(context, change), {
        concurrency: flags.concurrency,
        clock,
        signal,
      }),
    );
    const { emulator } = await this.backend();
    const arnOf = ({ fleetName }: Change): string =>
      context.arns.get(fleetName) ?? fleetArn(emulator?.accountId ?? 'ACCOUNT', fleetName);
    const message =
      made.length === 0
        ? 'Would change nothing.'
        : `Would make ${counted(made.length, 'change')}: ${summaryLine(plans)}`;
    const calls = outcomes.flatMap(({ item, state }) => (state === 'done' ? callsOf(item, arnOf(item)) : []));
    const subject = { noun: 'changes', member: 'change', nameOf: titleOfChange, later: LATER };
    return plannedMany(
      message,
      calls,
      { outcomes, stopped: signal.aborted ? signal.reason : undefined },
      subject,
    );
  }

  /** The command line that goes on with what was not done. */
  protected again(paths: readonly string[], tokens: readonly Token[]): RunAgain {
    return runAgainOn(
      ['worklink', ...this.ctor.id.split(':'), ...paths],
      typedFlags(this.ctor, tokens, []),
      [],
    );
  }

  /** One question for all, and the name of each fleet that is to go. */
  async #confirm({ plans, flags, isReviewed }: Application): Promise<void> {
    const { made } = changesOf(plans);
    const deletions = made.filter(({ step }) => step.do === 'deleteFleet');
    for (const { fleetName } of deletions) {
      const given = flags.confirm?.find((name) => name === fleetName) ?? flags.confirm?.[0];
      const message = `Deleting fleet ${fleetName} cannot be taken back.`;
      await this.asker.confirmByName(given, fleetName, { message, flag: '--confirm' });
    }
    if (isReviewed || deletions.length === made.length) return;
    const message = `Make ${counted(made.length, 'change')}?`;
    await this.asker.confirm(flags.yes, { message, flag: '--yes' });
  }

  async #context(plans: readonly FleetPlan[], flags: ApplyFlags): Promise<ApplyContext> {
    const backend = await this.backend();
    const known = plans.flatMap(({ fleetName, fleetArn: arn }) =>
      arn === undefined ? [] : [[fleetName, arn] as const],
    );
    return {
      backend,
      templates: this.templates,
      waiting: waitOptions(flags, this.host),
      waitsForEnd: flags.wait,
      arns: new Map(known),
      finder: newestCertificates(backend),
      names: new DomainDisplayNames(backend),
    };
  }

  /** Whoever interrupts the waiting is told what was done. */
  async #waited(
    context: ApplyContext,
    wanted: readonly FleetSpec[],
    outcomes: readonly ChangeOutcome[],
  ): Promise<readonly NotReached[]> {
    try {
      return await this.talk.during('Waiting for domains', (update) =>
        waitForEnd(context, wanted, outcomes, (count) => {
          update(`Waiting for ${counted(count, 'domain')}`);
        }),
      );
    } catch (error) {
      if (this.host.signal.aborted) return [];
      throw error;
    }
  }
}

const same = (text: string): string => text;
const shortly = {
  heading: same,
  change: (_: unknown, text: string) => text,
  detail: same,
  note: same,
  most: SHOWN,
};
