/** How much a set-up needs a step: without a `needed` one there is nothing to set up, the others can be put off. */
export type Requirement = 'needed' | 'required' | 'optional';

export interface JourneyStep<Id extends string> {
  readonly id: Id;
  readonly requirement: Requirement;
}

/** What has become of a step. `present`: what it would set up is there already. A step that is open is in no state. */
export type Settlement = 'answered' | 'later' | 'present';

/** Where all questions are answered, and the answers are looked at as a whole. */
export const SUMMARY = 'summary';
type Place<Id extends string> = Id | typeof SUMMARY;

/** A way through the steps of a dialogue, as a value: each move makes another. */
export interface Journey<Id extends string> {
  readonly steps: readonly JourneyStep<Id>[];
  readonly settled: ReadonlyMap<Id, Settlement>;
  readonly at: Place<Id>;
  /** The places it came by, the last one last. */
  readonly behind: readonly Place<Id>[];
}

/**
 * Sets out, at the first step that is open.
 *
 * @param settled what was settled before: an interrupted journey goes on from there
 */
export function setOut<Id extends string>(
  steps: readonly JourneyStep<Id>[],
  settled: ReadonlyMap<Id, Settlement> = new Map(),
): Journey<Id> {
  const known = new Map(
    [...settled].filter(([id, state]) => steps.some((step) => step.id === id && mayBe(step, state))),
  );
  return { steps, settled: known, at: firstOpen(steps, known), behind: [] };
}

/**
 * Settles the step it is at, and goes on to the next that is open, or to the summary.
 *
 * @param reopened steps whose answers hold no more, now that this one has another
 * @throws Error for a step that cannot be put off, and at the summary: whoever asks must know
 */
export function settle<Id extends string>(
  journey: Journey<Id>,
  state: Exclude<Settlement, 'present'>,
  reopened: readonly Id[] = [],
): Journey<Id> {
  const step = journey.steps.find(({ id }) => id === journey.at);
  if (step === undefined || !mayBe(step, state)) throw new Error(`${journey.at} cannot be ${state}`);
  const settled = new Map(journey.settled).set(step.id, state);
  for (const id of reopened) if (id !== step.id) settled.delete(id);
  return { ...journey, settled, at: firstOpen(journey.steps, settled), behind: [...journey.behind, step.id] };
}

/** Notes steps that there is nothing to do for, and passes them by. What is answered stays so. */
export function notePresent<Id extends string>(journey: Journey<Id>, present: readonly Id[]): Journey<Id> {
  const settled = new Map(journey.settled);
  for (const { id, requirement } of journey.steps)
    if (requirement !== 'needed' && present.includes(id) && !settled.has(id)) settled.set(id, 'present');
  const isPassed = journey.at !== SUMMARY && settled.has(journey.at) && !journey.settled.has(journey.at);
  return { ...journey, settled, at: isPassed ? firstOpen(journey.steps, settled) : journey.at };
}

/**
 * Goes back to where it was before; where it began, it stays. What was answered stays answered until it is answered anew. A
 * summary is passed by while a step is open: it would be none.
 */
export function goBack<Id extends string>(journey: Journey<Id>): Journey<Id> {
  const { steps, settled, behind } = journey;
  const isComplete = firstOpen(steps, settled) === SUMMARY;
  const last = behind.findLastIndex((place) => place !== SUMMARY || isComplete);
  const at = behind[last];
  return at === undefined ? journey : { ...journey, at, behind: behind.slice(0, last) };
}

/** Goes to a step to answer it anew. Going back leads here again. */
export function goTo<Id extends string>(journey: Journey<Id>, id: Id): Journey<Id> {
  return { ...journey, at: id, behind: [...journey.behind, journey.at] };
}

function mayBe({ requirement }: JourneyStep<string>, state: Settlement): boolean {
  return state === 'answered' || requirement !== 'needed';
}

function firstOpen<Id extends string>(
  steps: readonly JourneyStep<Id>[],
  settled: ReadonlyMap<Id, Settlement>,
): Place<Id> {
  return steps.find(({ id }) => !settled.has(id))?.id ?? SUMMARY;
}
