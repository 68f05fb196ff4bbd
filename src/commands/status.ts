import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/base-command.js';
import { expiresWithinFlag } from '../cli/expires-within.js';
import { listing, type Listing } from '../cli/results.js';
import { STATUS_FIELDS } from '../cli/fields/status-fields.js';
import { nextStep, setupStatus, type StepStatus } from '../core/admin/status/status.js';

export default class Status extends BaseCommand {
  static override summary = 'Show how far the set-up of fleets is, step by step.';
  static override description =
    'A row for each step of the Administration Guide, in its order: done; pending, where it comes by itself or waits for others; missing; wrong, where an error was found in what is there; unknown, where it cannot be seen. COMMAND is what mends it or goes on. Without a fleet, all fleets of the Region. worklink doctor says more of what is wrong.';
  static override examples = [
    { description: 'All fleets', command: 'worklink status' },
    { description: 'One fleet', command: 'worklink status sales' },
    {
      description: 'The required steps that are not done, for a script',
      command:
        "worklink status sales --query \"[?requirement=='required' && state!='done'].[step,command]\" -o json",
    },
  ];
  static override args = { fleet: Args.string({ description: 'Fleet, by name or ARN; all where absent.' }) };
  static override flags = expiresWithinFlag;
  protected override readonly fields = STATUS_FIELDS;

  async run(): Promise<Listing> {
    const { args, flags } = await this.parse(Status);
    const backend = await this.backend();
    const { timer: clock, signal } = this.host;
    const options = { clock, signal, expiresWithinMs: flags['expires-within'] };
    const steps: StepStatus[] = [];
    await this.talk.during('Looking', async () => {
      for await (const step of setupStatus(backend, args.fleet, options)) steps.push(step);
    });
    return listing({
      rows: steps,
      fields: STATUS_FIELDS,
      empty: `There are no fleets in ${backend.region}. Create one: worklink fleet create NAME`,
      notices: () => (args.fleet === undefined ? [] : next(steps)),
    });
  }
}

function next(steps: readonly StepStatus[]): readonly string[] {
  const { title, command } = nextStep(steps) ?? {};
  if (title === undefined) return [];
  return [`Next: ${title}${command === undefined ? '' : `: ${command}`}`];
}
