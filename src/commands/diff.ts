import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { diffResult } from '../cli/fleet-plan/diff-result.js';
import { allowanceFlags, planOutFlags } from '../cli/fleet-plan/flags.js';
import { FleetPlanCommand } from '../cli/fleet-plan/plan-command.js';
import { type Result } from '../cli/results.js';

/** What --exit-code exits with where fleets are not what their files say. */
const DIFFERENT = 2;

export default class Diff extends FleetPlanCommand {
  static override summary = 'Show what apply would do to make fleets what files say.';
  static override description =
    'Each change is a line: + what is made, ~ what is changed, with old and new, -/+ what is made anew, - what is taken away. What a fleet has and its file does not is left alone and named, unless --prune names its kind. A domain’s certificate and a website CA’s display name cannot be changed by the service: they are made anew where --replace names their kind.';
  static override examples = [
    { description: 'Show the plan for a file', command: 'worklink diff fleet.yaml' },
    {
      description: 'Whether anything is different, in CI',
      command: 'worklink diff fleet.yaml --exit-code',
    },
    {
      description: 'Write the plan down once it was reviewed, to apply just that',
      command: 'worklink diff fleet.yaml --prune domains,tags --plan-out plan.json',
    },
    { description: 'As the comment on a change', command: 'worklink diff fleet.yaml --markdown' },
  ];
  static override args = {
    file: Args.string({ description: 'Files and folders of fleets; - is standard input.', multiple: true }),
  };
  static override flags = {
    ...allowanceFlags,
    'exit-code': Flags.boolean({ summary: 'Exit 2 where anything is different, 0 where nothing is.' }),
    markdown: Flags.boolean({ summary: 'Write the plan as Markdown.' }),
    ...planOutFlags,
  };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(Diff);
    const wanted = await this.wantedOf(args.file, flags);
    const made = await this.planned(wanted);
    await this.writePlan(flags['plan-out'], flags.force, made, wanted.allowances);
    const isDifferent = made.plans.some(({ changes }) => changes.length > 0);
    const { format } = this.globals.presentation;
    const exits = flags['exit-code'] && isDifferent ? { exitCode: DIFFERENT } : {};
    return diffResult(made.plans, { format, markdown: flags.markdown, ...exits });
  }
}
