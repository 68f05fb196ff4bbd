import {
  goBack,
  goTo,
  type Journey,
  notePresent,
  setOut,
  settle,
  type Settlement,
  SUMMARY,
} from '../../core/admin/setup/journey.js';
import { type SetupPlan } from '../../core/admin/setup/plan/plan.js';
import { ownError } from '../../core/errors.js';
import {
  LATER_STEPS,
  SETUP_FILE_VERSION,
  type SetupAnswers,
  type SetupStepId,
} from '../../core/model/setup-file/setup-answers.js';
import { findingLine } from '../fields/findings-field.js';
import { type Host } from '../host.js';
import { type Dialogue, GoBack, isRefusal, type Way } from './dialogue.js';
import { type SetupSession } from './session.js';
import { planLines } from './summary.js';
import { auditStreamStep } from './steps/audit-stream-step.js';
import { backendStep } from './steps/backend-step.js';
import { domainsStep } from './steps/domains-step.js';
import { fleetStep } from './steps/fleet-step.js';
import { identityProviderStep } from './steps/identity-provider-step.js';
import { invitationStep } from './steps/invitation-step.js';
import { networkStep } from './steps/network-step.js';
import { type StepContext } from './steps/step.js';
import { authorizationProvidersStep, devicePolicyStep } from './steps/trust-steps.js';
import { websiteCasStep } from './steps/website-cas-step.js';

/** The steps in the guide's order. */
export const STEPS = [
  backendStep,
  fleetStep,
  identityProviderStep,
  domainsStep,
  websiteCasStep,
  networkStep,
  authorizationProvidersStep,
  devicePolicyStep,
  auditStreamStep,
  invitationStep,
] as const;

/** Steps that say themselves what is found, while they ask. */
const TELLING: ReadonlySet<SetupStepId> = new Set(['identityProvider', 'domains']);

/** What the wizard talks through and keeps. */
export interface WizardTools {
  readonly session: SetupSession;
  readonly dialogue: Dialogue;
  readonly host: Host;
  /** Keeps the answers so far. */
  readonly save: (answers: SetupAnswers) => Promise<void>;
}

/** Leads a person through the steps of a set-up: what was asked, and where it is. */
export class Wizard {
  #answers: SetupAnswers;
  #journey: Journey<SetupStepId>;

  constructor(
    private readonly tools: WizardTools,
    /** Answers given before; steps they leave for later are not asked for. */
    start: SetupAnswers = { version: SETUP_FILE_VERSION },
  ) {
    this.#answers = start;
    this.#journey = setOut<SetupStepId>(STEPS, settledBy(start));
  }

  /**
   * Asks until a person agrees to the summary.
   *
   * @throws WorklinkError `Declined` where the person leaves; the prompt's error for Ctrl-C: the answers are kept by then
   */
  async run(): Promise<{ readonly answers: SetupAnswers; readonly plan: SetupPlan }> {
    if (this.#journey.at !== 'backend' && this.#journey.at !== 'fleet') await this.#lookAtFleet();
    for (;;) {
      const { at } = this.#journey;
      if (at === SUMMARY) {
        const plan = await this.#summary();
        if (plan !== undefined) return { answers: this.#answers, plan };
      } else await this.#step(at);
    }
  }

  async #step(id: SetupStepId): Promise<void> {
    const { dialogue, host, session, save } = this.tools;
    const index = STEPS.findIndex((step) => step.id === id);
    const step = STEPS[index];
    if (step === undefined) return;
    const count = `Step ${String(index + 1)} of ${String(STEPS.length)}`;
    dialogue.show(
      '',
      `${count}: ${step.title} (${step.requirement === 'optional' ? 'optional' : 'required'})`,
    );
    dialogue.show(...step.explains);
    const isFirst = this.#journey.behind.length === 0;
    const context: StepContext = { dialogue, session, host, answers: this.#answers, isFirst };
    const reply = await this.#untilAnswered(() => step.ask(context), id);
    if (reply === 'back') {
      this.#journey = goBack(this.#journey);
      return;
    }
    const before = this.#answers;
    this.#answers = withAnswer(before, id, reply === 'later' ? undefined : reply);
    const isOther = JSON.stringify(before[id]) !== JSON.stringify(this.#answers[id]);
    this.#journey = settle(
      this.#journey,
      reply === 'later' ? 'later' : 'answered',
      isOther ? this.#reopenedBy(id, before) : [],
    );
    this.#answers = withLater(this.#answers, this.#journey.settled);
    await save(this.#answers);
    if (id === 'fleet') await this.#lookAtFleet();
  }

  /** Asks, and has the answer judged: what is refused is said, and asked again. */
  async #untilAnswered(
    ask: () => Promise<NonNullable<SetupAnswers[SetupStepId]> | Way>,
    id: SetupStepId,
  ): Promise<NonNullable<SetupAnswers[SetupStepId]> | Way> {
    const { dialogue, session } = this.tools;
    for (;;) {
      try {
        const reply = await ask();
        if (reply === 'back' || reply === 'later') return reply;
        if (id !== 'backend') {
          const { notes, findings } = await session.judge(withAnswer(this.#answers, id, reply), id);
          const told = [
            ...notes.map((note) => `- ${note}`),
            ...findings.map((one) => `- ${findingLine(one)}`),
          ];
          if (!TELLING.has(id)) dialogue.show(...told);
        }
        return reply;
      } catch (error) {
        if (error instanceof GoBack) continue;
        if (!isRefusal(error)) throw error;
        session.materials.forget();
        dialogue.showRefusal(error);
      }
    }
  }

  /** What is there already is said, and passed by. */
  async #lookAtFleet(): Promise<void> {
    const { dialogue, session } = this.tools;
    if (this.#answers.fleet === undefined) return;
    const present = await session.talk.during('Looking at what is there', () =>
      session.present(this.#answers),
    );
    if (present.length > 0) dialogue.show('', 'There already, and left as it is:');
    for (const { status } of present) {
      dialogue.show(`- ${status.title}: ${status.detail}`);
      if (status.state === 'wrong' && status.command !== undefined)
        dialogue.show(`  To mend it: ${status.command}`);
    }
    this.#journey = notePresent(
      this.#journey,
      present.map(({ id }) => id),
    );
  }

  /** Another account has other networks, certificates and fleets; in another fleet other things are there already. */
  #reopenedBy(id: SetupStepId, before: SetupAnswers): readonly SetupStepId[] {
    if (id === 'backend') {
      const { version, backend } = this.#answers;
      if (before.backend !== undefined)
        this.#answers = { version, ...(backend !== undefined && { backend }) };
      return before.backend === undefined ? [] : STEPS.map((step) => step.id);
    }
    if (id !== 'fleet') return [];
    return [...this.#journey.settled].filter(([, state]) => state === 'present').map(([step]) => step);
  }

  /** @returns the plan, once somebody has agreed to it */
  async #summary(): Promise<SetupPlan | undefined> {
    const { dialogue, session } = this.tools;
    dialogue.show('', 'Summary');
    const plan = await this.#planned();
    if (plan !== undefined)
      dialogue.show(...planLines(plan, this.#answers, await session.at(this.#answers.backend)));
    const way = await dialogue.begin('Nothing has been changed yet. What now?', [
      ...(plan === undefined ? [] : [{ name: 'Do it', value: 'do' as const }]),
      { name: 'Change an answer', value: 'change' as const },
      { name: 'Leave; the answers are kept', value: 'leave' as const },
    ]);
    switch (way) {
      case 'do':
        return plan;
      case 'leave':
        throw ownError('Declined', 'Nothing was changed.', {
          hint: 'Your answers are kept: worklink setup goes on with them.',
        });
      case 'change':
        await this.#change();
        return undefined;
      case 'back':
      case 'later':
        this.#journey = goBack(this.#journey);
        return undefined;
    }
  }

  async #change(): Promise<void> {
    try {
      const id = await this.tools.dialogue.choose(
        'Which step?',
        STEPS.map(({ id: value, title: name }) => ({ name, value })),
      );
      this.#journey = goTo(this.#journey, id);
    } catch (error) {
      if (!(error instanceof GoBack)) throw error;
    }
  }

  /** What was fine when it was answered may be refused now. */
  async #planned(): Promise<SetupPlan | undefined> {
    const { dialogue, session } = this.tools;
    try {
      return await session.plan(this.#answers);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      dialogue.showRefusal(error);
      return undefined;
    }
  }
}

/** What was answered, or left for later, before. */
export function settledBy(answers: SetupAnswers): ReadonlyMap<SetupStepId, Settlement> {
  const settled = new Map<SetupStepId, Settlement>();
  for (const { id } of STEPS) if (answers[id] !== undefined) settled.set(id, 'answered');
  for (const id of answers.later ?? []) settled.set(id, 'later');
  return settled;
}

function withAnswer(answers: SetupAnswers, id: SetupStepId, answer: SetupAnswers[SetupStepId]): SetupAnswers {
  // A member that is undefined is as good as absent: it is neither kept nor planned.
  return { ...answers, [id]: answer };
}

function withLater(answers: SetupAnswers, settled: ReadonlyMap<SetupStepId, Settlement>): SetupAnswers {
  const rest = { ...answers };
  delete rest.later;
  const later = LATER_STEPS.filter((id) => settled.get(id) === 'later');
  return later.length === 0 ? rest : { ...rest, later };
}
