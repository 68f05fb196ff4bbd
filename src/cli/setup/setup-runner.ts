import { type WaitOptions } from '../../core/admin/wait.js';
import { ownError } from '../../core/errors.js';
import { type SetupPlan } from '../../core/admin/setup/plan/plan.js';
import { type SetupAnswers } from '../../core/model/setup-file/setup-answers.js';
import { type Asker } from '../ask.js';
import { type BackendSettings, type Surroundings } from '../compose.js';
import { understand } from '../errors.js';
import { type Result } from '../results.js';
import { type Talk } from '../terminal.js';
import { readAnswersFile } from './answers-file.js';
import { Dialogue } from './dialogue.js';
import { FileMaterials } from './materials.js';
import { offerMore } from './offers.js';
import { ProgressFile } from './progress.js';
import { setupDocument } from './report.js';
import { confirmed, dryRun, perform, planAnswers } from './run-setup.js';
import { SetupSession, type SiteSettings } from './session.js';
import { settledBy, STEPS, Wizard } from './wizard.js';

/** What a command has. */
export interface RunnerTools {
  readonly asker: Asker;
  readonly talk: Talk;
  readonly surroundings: Surroundings;
  readonly version: string;
}

export interface RunnerOptions {
  readonly settings: BackendSettings;
  /** Settings that stand on the command line. */
  readonly typed: ReadonlySet<keyof BackendSettings>;
  readonly sites: SiteSettings;
  readonly wait: WaitOptions;
  /** Whether the fleet and its domains are waited for. */
  readonly isAwaited: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** Sets a fleet up: by a dialogue at a terminal, or by the answers of a file. */
export class SetupRunner {
  constructor(
    private readonly tools: RunnerTools,
    private readonly options: RunnerOptions,
  ) {}

  /** @param file of answers. @throws WorklinkError `Usage` where there is none and nobody can be asked */
  async run(file: string | undefined): Promise<Result> {
    if (file !== undefined) return this.#replay(file);
    if (!this.tools.asker.canAsk) {
      throw ownError('Usage', 'Missing --answers: a set-up is a dialogue, and nobody can be asked here.', {
        hint: 'Give the answers of a file, --answers FILE; docs/setup.md describes it.',
      });
    }
    return this.#dialogue();
  }

  async #replay(file: string): Promise<Result> {
    const { asker, surroundings, talk } = this.tools;
    const answers = await readAnswersFile(file, surroundings.host);
    const session = this.#session(asker);
    try {
      const plan = await planAnswers(session, answers, file === '-' ? 'standard input' : file);
      if (this.options.dryRun) return await dryRun(session, answers, plan);
      await confirmed(asker, plan, this.options.yes);
      return setupDocument(
        await perform(session, answers, plan, {
          ...this.options,
          awaits: this.options.isAwaited ? 'all' : 'nothing',
          say: (line) => talk.say(line),
        }),
      );
    } finally {
      session.close();
    }
  }

  async #dialogue(): Promise<Result> {
    const { surroundings, talk } = this.tools;
    const { host, dataDirectory } = surroundings;
    const dialogue = new Dialogue(host);
    const progress = new ProgressFile(host, dataDirectory);
    const session = this.#session(dialogue);
    let isKept = false;
    const save = async (answers: SetupAnswers): Promise<void> => {
      if (this.options.dryRun) return;
      await progress.write(answers);
      isKept = true;
    };
    let isOpen = false;
    try {
      const start = await this.#start(dialogue, progress);
      isKept = start !== undefined;
      const wizard = new Wizard({ session, dialogue, host, save }, start);
      const { answers, plan } = await wizard.run();
      if (this.options.dryRun) return await dryRun(session, answers, plan);
      const document = await this.#apply(session, { answers, plan }, dialogue, progress);
      isOpen = true;
      isKept = false;
      const { backend, settings } = await session.at(answers.backend);
      const { version } = this.tools;
      const offers = { backend, settings, surroundings, talk, dialogue, version };
      const after = async (): Promise<void> => {
        try {
          await offerMore(offers, document.fleetArn, answers);
        } finally {
          session.close();
        }
      };
      return { ...document.result, after };
    } catch (error) {
      const understood = understand(error);
      if (understood.code === 'Interrupted' && isKept)
        await talk.say('Your answers are kept: worklink setup goes on with them.');
      throw understood;
    } finally {
      if (!isOpen) session.close();
    }
  }

  /** What fails leaves the answers where they are: the next run does what is left. */
  async #apply(
    session: SetupSession,
    { answers, plan }: { readonly answers: SetupAnswers; readonly plan: SetupPlan },
    dialogue: Dialogue,
    progress: ProgressFile,
  ): Promise<{ readonly result: Result; readonly fleetArn: string }> {
    const performed = await perform(session, answers, plan, {
      wait: this.options.wait,
      awaits: this.options.isAwaited ? 'all' : 'fleet',
      say: (line) => {
        dialogue.show(line);
      },
    });
    if (performed.applied.changes.every(({ state }) => state === 'done')) await progress.remove();
    return { result: setupDocument(performed), fleetArn: performed.fleet.fleetArn };
  }

  /** The answers to go on with, where some were kept and are wanted. */
  async #start(dialogue: Dialogue, progress: ProgressFile): Promise<SetupAnswers | undefined> {
    dialogue.show(
      'This sets a fleet up, step by step. Nothing is changed before you agree to a summary.',
      'Arrow keys and Enter pick from lists; < goes back where a text is asked for. Ctrl-C leaves: your answers are kept.',
    );
    const kept = await progress.read();
    if (kept === undefined) return undefined;
    const { answers, savedAt } = kept;
    const count = `${String(settledBy(answers).size)} of ${String(STEPS.length)} steps`;
    const name = answers.fleet === undefined ? 'no fleet named yet' : `fleet ${answers.fleet.name}`;
    const way = await dialogue.begin(
      `There are answers of ${savedAt.toISOString()}: ${name}, ${count}`,
      [
        { name: 'Go on with them', value: 'resume' as const },
        { name: 'Begin anew', value: 'anew' as const },
      ],
      { isFirst: true },
    );
    if (way === 'resume') return answers;
    await progress.remove();
    return undefined;
  }

  #session(asker: Asker): SetupSession {
    const { surroundings, talk } = this.tools;
    const { settings, typed, sites } = this.options;
    const materials = new FileMaterials({ host: surroundings.host, asker, talk });
    return new SetupSession(settings, typed, surroundings, talk, materials, sites);
  }
}
