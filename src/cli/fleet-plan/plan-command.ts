import { placeText } from '../../core/admin/fleet-file/files.js';
import { type MadePlans, makePlans } from '../../core/admin/fleet-plan/make.js';
import { WorklinkError } from '../../core/errors.js';
import { type Allowances, type PruneKind, type ReplaceKind } from '../../core/fleet-plan/change.js';
import { digestOfChanges, planFileText, type PlanTarget } from '../../core/fleet-plan/plan-file.js';
import { type FleetSpec } from '../../core/model/fleet-file/fleet-document.js';
import { counted } from '../../core/text.js';
import { BaseCommand } from '../base-command.js';
import { readFleetFiles } from '../fleet-file/read.js';
import { findingsFailure } from '../fleet-file/validation.js';
import { StoredTemplates } from '../invites/stored-templates.js';
import { writePrivateFile } from '../private-files.js';

/** What files of fleets say, and what may be done. */
export interface Wanted {
  readonly wanted: readonly FleetSpec[];
  readonly allowances: Allowances;
}

/** The flags of {@link allowanceFlags}, read. */
interface AllowanceFlags {
  readonly prune?: readonly PruneKind[] | undefined;
  readonly replace?: readonly ReplaceKind[] | undefined;
}

/** A command that plans what it takes to make fleets what files say. */
export abstract class FleetPlanCommand extends BaseCommand {
  protected get templates(): StoredTemplates {
    return new StoredTemplates(this.surroundings.dataDirectory, this.host.timer);
  }

  /** What the files hold that are given; asked for where none is. Warnings are said. @throws WorklinkError `CheckFailed` */
  protected async wantedOf(paths: readonly string[] | undefined, flags: AllowanceFlags): Promise<Wanted> {
    const question = { message: 'File of fleets', flag: 'FILE' };
    const given = paths ?? [await this.asker.required(undefined, question)];
    const { specs, findings } = await this.talk.during('Reading files', () =>
      readFleetFiles(given, this.host),
    );
    const failure = findingsFailure(findings);
    if (failure !== undefined) throw failure;
    for (const finding of findings)
      await this.talk.say(`${placeText(finding.file, finding)}: ${finding.message}`);
    return {
      wanted: specs.map(({ spec }) => spec),
      allowances: { prune: new Set(flags.prune), replace: new Set(flags.replace) },
    };
  }

  /** Plans, showing how far the reading is. */
  protected async planned(wanted: Wanted): Promise<MadePlans> {
    const backend = await this.backend();
    const { timer: clock, signal } = this.host;
    const made = await this.talk.during('Reading fleets', (update) =>
      makePlans(backend, {
        ...wanted,
        templates: this.templates,
        clock,
        signal,
        onProgress: (domains) => {
          update(`Reading fleets: ${counted(domains, 'domain')}`);
        },
      }),
    );
    for (const notice of made.notices) await this.talk.say(notice);
    return made;
  }

  /** Writes a plan down for its owner, where that is asked for. */
  protected async writePlan(
    path: string | undefined,
    force: boolean,
    made: MadePlans,
    allowances: Allowances,
  ): Promise<void> {
    if (path === undefined) return;
    const plan = {
      madeTime: this.host.timer.now().toISOString(),
      target: await this.target(),
      allowances,
      wanted: made.wanted,
      digests: made.digests,
      changesDigest: digestOfChanges(made.plans),
    };
    const file = await writePrivateFile(path, planFileText(plan, made.plans), force, this.host);
    await this.talk.say(`Wrote the plan into ${file}`);
  }

  /** Whose fleets they are. At an endpoint of somebody's own, AWS is not asked who one is: the endpoint says it. */
  protected async target(): Promise<PlanTarget> {
    const { name, region, identity } = await this.backend();
    const { endpointUrl } = this.globals.backend;
    const accountId =
      endpointUrl === undefined
        ? await orNothing(async () => (await identity?.whoAmI())?.accountId)
        : undefined;
    return { backend: name, region, accountId, endpointUrl };
  }
}

/** Whoever may not ask who they are may do the rest all the same. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorklinkError && error.code !== 'Interrupted') return undefined;
    throw error;
  }
}
