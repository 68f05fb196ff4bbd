import { planFleet, showFleet } from '../../core/admin/fleets.js';
import { EXPIRES_SOON_MS } from '../../core/certificates/expiry.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { withFleetToCome } from '../../core/admin/setup/fleet-to-come.js';
import { unlessMissing } from '../../core/admin/setup/look.js';
import { type PlanGround } from '../../core/admin/setup/plan/planned.js';
import { type SetupPlan, planSetup, planStep } from '../../core/admin/setup/plan/plan.js';
import { type PresentStep, presentSteps } from '../../core/admin/setup/present.js';
import { ownError } from '../../core/errors.js';
import { fleetArn } from '../../core/model/arns.js';
import {
  type BackendAnswer,
  type SetupAnswers,
  type SetupStepId,
} from '../../core/model/setup-file/setup-answers.js';
import { type Backend } from '../../core/ports/backend.js';
import { type SiteProbe } from '../../core/ports/site-probe.js';
import { type BackendSettings, openBackend, openSiteProbe, type Surroundings } from '../compose.js';
import { type Talk } from '../terminal.js';
import { type FileMaterials } from './materials.js';

/** Stands for the account where nobody says which it is: what is planned names a fleet that is not there yet. */
const SOME_ACCOUNT = '000000000000';

/** Where a set-up works: an account, as somebody. */
export interface Place {
  readonly backend: Backend;
  readonly settings: BackendSettings;
  readonly accountId?: string;
  readonly caller?: string;
}

/** How sites are looked at. */
export interface SiteSettings {
  readonly nameServer?: { readonly host: string; readonly port: number } | undefined;
  readonly port: number;
}

/** What a set-up works with, whoever gives the answers. One backend is open at a time. */
export class SetupSession {
  #place: Place | undefined;
  #probe: Promise<SiteProbe> | undefined;

  /**
   * @param settings as flags and settings have them
   * @param typed those that stand on the command line, which prevail over answers
   */
  constructor(
    private readonly settings: BackendSettings,
    private readonly typed: ReadonlySet<keyof BackendSettings>,
    readonly surroundings: Surroundings,
    readonly talk: Talk,
    readonly materials: FileMaterials,
    readonly sites: SiteSettings,
  ) {}

  /** The settings that an answer comes to. */
  settingsFor({ name, region, profile }: BackendAnswer = {}): BackendSettings {
    const keep = (setting: keyof BackendSettings): boolean => this.typed.has(setting);
    return {
      ...this.settings,
      ...(name !== undefined && !keep('backend') && { backend: name }),
      ...(region !== undefined && !keep('region') && { region }),
      ...(profile !== undefined && !keep('profile') && { profile }),
    };
  }

  /** Whether something was said on the command line, so that nobody is asked for it. */
  isTyped(setting: keyof BackendSettings): boolean {
    return this.typed.has(setting);
  }

  /** Opens the backend of an answer, and asks whose account it is. @throws WorklinkError, such as `NotSignedIn` */
  async at(answer: BackendAnswer | undefined): Promise<Place> {
    const settings = this.settingsFor(answer);
    if (JSON.stringify(this.#place?.settings) === JSON.stringify(settings) && this.#place !== undefined)
      return this.#place;
    this.close();
    const backend = await openBackend(settings, this.surroundings);
    try {
      const identity = await backend.identity?.whoAmI();
      this.#place = {
        backend,
        settings,
        ...(identity !== undefined && { accountId: identity.accountId, caller: identity.arn }),
      };
      return this.#place;
    } catch (error) {
      backend.close();
      throw error;
    }
  }

  /** What the answers about one fleet are judged by. @throws WorklinkError for a fleet that is not answered yet, or a bad name */
  async ground(answers: SetupAnswers): Promise<PlanGround> {
    const { backend, accountId = SOME_ACCOUNT } = await this.at(answers.backend);
    const { timer: clock, signal } = this.surroundings.host;
    if (answers.fleet === undefined)
      throw ownError('Usage', 'The answers name no fleet.', { hint: 'Give fleet: name: NAME.' });
    const { name } = answers.fleet;
    planFleet({ FleetName: name });
    const existing = await unlessMissing(() => showFleet(backend, name));
    const arn = existing?.fleetArn ?? fleetArn(accountId, name);
    return {
      backend: existing === undefined ? withFleetToCome(backend, arn, name) : backend,
      fleetArn: arn,
      fleetName: name,
      isNew: existing === undefined,
      materials: this.materials,
      now: serviceTime(backend, clock),
      clock,
      signal,
    };
  }

  /** What one answer comes to. @throws WorklinkError for what is refused */
  async judge(answers: SetupAnswers, step: SetupStepId): ReturnType<typeof planStep> {
    const { backend } = await this.at(answers.backend);
    return planStep(backend, await this.ground(answers), answers, step);
  }

  /** What all answers come to. @throws WorklinkError for what is refused */
  async plan(answers: SetupAnswers): Promise<SetupPlan> {
    const { backend } = await this.at(answers.backend);
    return planSetup(backend, await this.ground(answers), answers);
  }

  /** What of the fleet is there already. */
  async present(answers: SetupAnswers): Promise<readonly PresentStep[]> {
    const { isNew, fleetArn: arn, backend, clock, signal } = await this.ground(answers);
    if (isNew) return [];
    return presentSteps(backend, arn, { clock, signal, expiresWithinMs: EXPIRES_SOON_MS });
  }

  probe(): Promise<SiteProbe> {
    this.#probe ??= openSiteProbe(this.surroundings.host, this.sites.nameServer);
    return this.#probe;
  }

  close(): void {
    this.#place?.backend.close();
    this.#place = undefined;
  }
}
