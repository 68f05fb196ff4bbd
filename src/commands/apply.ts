import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { dryRunFlag, waitFlags, yesFlag } from '../cli/common-flags.js';
import { FleetApplyCommand } from '../cli/fleet-plan/apply-command.js';
import { APPLY_FIELDS } from '../cli/fleet-plan/apply-result.js';
import { allowanceFlags, planOutFlags } from '../cli/fleet-plan/flags.js';
import { assertReviewed, readReviewed } from '../cli/fleet-plan/reviewed.js';
import { concurrencyFlag } from '../cli/many/many.js';
import { type Result } from '../cli/results.js';
import { ownError } from '../core/errors.js';

export default class Apply extends FleetApplyCommand {
  static override summary = 'Make fleets what files say.';
  static override description =
    'The plan is shown as by worklink diff, asked about once, and carried out: fleets first, what takes away last. A fleet is waited for until it is ACTIVE, a domain before it is revoked; --wait waits for all domains. Run again it goes on where it was, and changes nothing where nothing is different. One change that fails stops none but those that need it. The exit code is 0 where all went well, that of the failures where they agree, else 3; 130 after Ctrl-C. --plan applies just what was reviewed, without a question, and refuses if a fleet has changed.';
  static override examples = [
    { description: 'Apply a file, being asked', command: 'worklink apply fleet.yaml' },
    {
      description: 'From a script, until all domains are ACTIVE',
      command: 'worklink apply fleet.yaml --yes --wait --timeout 15m',
    },
    {
      description: 'Take away domains that are not in the file, too',
      command: 'worklink apply fleet.yaml --prune domains --yes',
    },
    {
      description: 'Apply what was reviewed',
      command: 'worklink diff fleet.yaml --plan-out plan.json && worklink apply --plan plan.json',
    },
  ];
  static override args = {
    file: Args.string({ description: 'Files and folders of fleets; - is standard input.', multiple: true }),
  };
  static override flags = {
    ...allowanceFlags,
    plan: Flags.string({
      summary: 'Apply the plan that --plan-out wrote, and nothing else.',
      helpValue: 'PATH',
      exclusive: ['prune', 'replace', 'plan-out'],
    }),
    confirm: Flags.string({
      summary: 'Name of a fleet that --prune fleets deletes. Repeat for more.',
      helpValue: 'NAME',
      multiple: true,
    }),
    ...yesFlag,
    ...concurrencyFlag,
    ...waitFlags,
    ...planOutFlags,
    ...dryRunFlag,
  };
  protected override readonly fields = APPLY_FIELDS;

  async run(): Promise<Result> {
    const { args, flags, raw: tokens } = await this.parse(Apply);
    if (flags.plan !== undefined && args.file !== undefined) {
      throw ownError('Usage', '--plan and files are given.', {
        hint: 'A plan holds all it needs: give one.',
      });
    }
    const reviewed = flags.plan === undefined ? undefined : await readReviewed(flags.plan, this.host);
    const wanted = reviewed ?? (await this.wantedOf(args.file, flags));
    const made = await this.planned(wanted);
    if (reviewed !== undefined) assertReviewed(reviewed, made, await this.target());
    await this.writePlan(flags['plan-out'], flags.force, made, wanted.allowances);
    const application = {
      ...made,
      flags,
      isReviewed: reviewed !== undefined,
      ...(reviewed === undefined && { runAgain: () => this.again(args.file ?? [], tokens) }),
    };
    return flags['dry-run'] ? this.rehearse(application) : this.apply(application);
  }
}
