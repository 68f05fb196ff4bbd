import { setImmediate as nextTurn } from 'node:timers/promises';
import { WorklinkError } from '../../errors.js';
import { type Change, changesOf, type FleetPlan, inPhases } from '../../fleet-plan/change.js';
import { domainKey } from '../../model/domain-key.js';
import { type CallBatch } from '../../ports/call-batch.js';
import { type BulkProgress, progressOf, runBulk } from '../bulk.js';
import { type ApplyContext, arnFor } from './context.js';
import { domainCall, type DomainCall, type DomainChange, isDomainCall, operationOf } from './domain-calls.js';
import { carryOut } from './steps.js';
import { waitForDomains } from './waiting.js';

/** What became of one change. */
export type ChangeOutcome =
  | { readonly change: Change; readonly state: 'done' }
  | { readonly change: Change; readonly state: 'failed'; readonly error: WorklinkError }
  /** What it needs failed. */
  | { readonly change: Change; readonly state: 'skipped'; readonly because: Change }
  | { readonly change: Change; readonly state: 'notBegun' };

export interface ApplyOptions {
  /** How many changes are made at a time, at least 1. */
  readonly concurrency: number;
  /** Once aborted, no further change is begun; those that are, are ended. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: BulkProgress) => void) | undefined;
}

/**
 * Makes the changes of plans, each after what it needs, several at a time, and together where the service takes them so. That
 * one fails stops none but those that need it.
 *
 * @returns what became of each change that was to be made, in the order in which they are made
 * @throws nothing that is an item's own
 */
export async function applyPlans(
  plans: readonly FleetPlan[],
  context: ApplyContext,
  options: ApplyOptions,
): Promise<readonly ChangeOutcome[]> {
  for (const { fleetName, fleetArn } of plans)
    if (fleetArn !== undefined) context.arns.set(fleetName, fleetArn);
  const run = new ApplyRun(context, options, changesOf(plans).made);
  return run.all();
}

class ApplyRun {
  readonly #outcomes = new Map<string, ChangeOutcome>();
  readonly #begun: number;
  #done = 0;
  #failed = 0;

  constructor(
    private readonly context: ApplyContext,
    private readonly options: ApplyOptions,
    private readonly changes: readonly Change[],
  ) {
    this.#begun = context.waiting.timer.now().getTime();
  }

  async all(): Promise<readonly ChangeOutcome[]> {
    const phases = inPhases(this.changes);
    for (const phase of phases) {
      const able = await this.#ready(this.#withoutSkipped(phase));
      const together = able.filter(isDomainCall);
      const { batch } = this.context.backend;
      if (batch === undefined || together.length < 2) await this.#oneByOne(able);
      else {
        await this.#oneByOne(able.filter((change) => !isDomainCall(change)));
        await this.#together(together, batch);
      }
    }
    return phases.flat().map((change) => this.#outcomes.get(change.key) ?? { change, state: 'notBegun' });
  }

  #withoutSkipped(phase: readonly Change[]): readonly Change[] {
    return phase.filter((change) => {
      const needed = change.needs === undefined ? undefined : this.#outcomes.get(change.needs);
      if (needed?.state !== 'failed' && needed?.state !== 'skipped') return true;
      const because = needed.state === 'skipped' ? needed.because : needed.change;
      this.#note([{ change, state: 'skipped', because }]);
      return false;
    });
  }

  /** A domain is revoked once it is ACTIVE: whoever is not, is waited for. */
  async #ready(changes: readonly Change[]): Promise<readonly Change[]> {
    const { backend, waiting } = this.context;
    const failed = new Set<Change>();
    for (const [arn, revocations] of this.#revocations(changes)) {
      if (this.#isStopped()) break;
      const names = revocations.map(({ step }) => step.domainName);
      try {
        const failures = await waitForDomains(backend, arn, names, 'ACTIVE', waiting);
        for (const change of revocations) {
          const error = failures.get(domainKey(change.step.domainName));
          if (error === undefined) continue;
          failed.add(change);
          this.#note([{ change, state: 'failed', error }]);
        }
      } catch (error) {
        if (this.#isStopped()) break;
        if (!isUnderstood(error)) throw error;
        for (const change of revocations) failed.add(change);
        this.#note(revocations.map((change) => ({ change, state: 'failed', error })));
      }
    }
    return changes.filter((change) => !failed.has(change));
  }

  #revocations(changes: readonly Change[]): ReadonlyMap<string, readonly DomainChange[]> {
    const revocations = new Map<string, DomainChange[]>();
    for (const change of changes) {
      if (!isDomainCall(change) || change.step.do !== 'revokeDomain') continue;
      const arn = arnFor(this.context, change);
      revocations.set(arn, [...(revocations.get(arn) ?? []), change]);
    }
    return revocations;
  }

  async #oneByOne(changes: readonly Change[]): Promise<void> {
    const { concurrency, signal } = this.options;
    const act = async (change: Change): Promise<void> => {
      try {
        await carryOut(this.context, change);
        this.#note([{ change, state: 'done' }]);
      } catch (error) {
        // Who is interrupted while waiting has begun it all the same: the next run goes on from there.
        if (this.#isStopped() && isInterruption(error)) this.#note([{ change, state: 'done' }]);
        else throw error;
      }
    };
    const clock = this.context.waiting.timer;
    const settled = await runBulk(changes, act, {
      concurrency,
      clock,
      ...(signal !== undefined && { signal }),
    });
    for (const one of settled)
      if (one.state === 'failed') this.#note([{ change: one.item, state: 'failed', error: one.error }]);
  }

  async #together(changes: readonly DomainChange[], batch: CallBatch): Promise<void> {
    for (const operation of new Set(changes.map(operationOf))) {
      const those = changes.filter((change) => operationOf(change) === operation);
      for (let at = 0; at < those.length; at += batch.size) {
        // The backend in this process answers without the event loop: the wish to stop could not be heard.
        await nextTurn();
        if (this.#isStopped()) return;
        this.#note(await this.#batch(those.slice(at, at + batch.size), batch));
      }
    }
  }

  async #batch(changes: readonly DomainChange[], batch: CallBatch): Promise<readonly ChangeOutcome[]> {
    const outcomes: ChangeOutcome[] = [];
    const calls: { readonly change: DomainChange; readonly call: DomainCall }[] = [];
    for (const change of changes) {
      try {
        calls.push({ change, call: await domainCall(this.context, change) });
      } catch (error) {
        if (!isUnderstood(error)) throw error;
        outcomes.push({ change, state: 'failed', error });
      }
    }
    const [first] = calls;
    if (first === undefined) return outcomes;
    try {
      const inputs = calls.map(({ call }) => call.input);
      const answers = await batch.call(first.call.operation, inputs);
      return [
        ...outcomes,
        ...calls.map(({ change }, index): ChangeOutcome => {
          const answer = answers[index];
          return answer !== undefined && 'error' in answer
            ? { change, state: 'failed', error: answer.error }
            : { change, state: 'done' };
        }),
      ];
    } catch (error) {
      if (!isUnderstood(error)) throw error;
      return [...outcomes, ...calls.map(({ change }): ChangeOutcome => ({ change, state: 'failed', error }))];
    }
  }

  #isStopped(): boolean {
    return this.options.signal?.aborted === true;
  }

  #note(outcomes: readonly ChangeOutcome[]): void {
    for (const outcome of outcomes) {
      this.#outcomes.set(outcome.change.key, outcome);
      this.#done += 1;
      if (outcome.state === 'failed') this.#failed += 1;
    }
    const elapsed = this.context.waiting.timer.now().getTime() - this.#begun;
    this.options.onProgress?.(progressOf(this.changes.length, this.#done, this.#failed, elapsed));
  }
}

function isUnderstood(error: unknown): error is WorklinkError {
  return error instanceof WorklinkError;
}

function isInterruption(error: unknown): boolean {
  return isUnderstood(error) && error.code === 'Interrupted';
}
