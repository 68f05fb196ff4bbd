import { type Requirement } from '../../../core/admin/setup/journey.js';
import { type SetupAnswers, type SetupStepId } from '../../../core/model/setup-file/setup-answers.js';
import { type Host } from '../../host.js';
import { type Dialogue, type Way } from '../dialogue.js';
import { type SetupSession } from '../session.js';

/** What a step asks with, and what it knows. */
export interface StepContext {
  readonly dialogue: Dialogue;
  readonly session: SetupSession;
  readonly host: Host;
  /** The answers so far. */
  readonly answers: SetupAnswers;
  /** Whether nothing was asked before, so that there is nowhere to go back to. */
  readonly isFirst: boolean;
}

type Answer<K extends SetupStepId> = Exclude<SetupAnswers[K], undefined>;

/** A step of the dialogue. Its first question offers the ways out; a question further on leads back to the first. */
export interface SetupStep<K extends SetupStepId> {
  readonly id: K;
  readonly title: string;
  readonly requirement: Requirement;
  /** What it is for, a line each. */
  readonly explains: readonly string[];
  /** @throws GoBack to begin the step again; WorklinkError for what is refused: it is said, and the step begins again */
  ask(context: StepContext): Promise<Answer<K> | Way>;
}

export const SKIP = 'Skip this step';
export const LATER = 'Not now: later';
