import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { STREAM_FIELDS } from '../../../cli/fields/audit-fields.js';
import { BaseCommand } from '../../../cli/base-command.js';
import { dryRunFlag, waitFlags, waitOptions } from '../../../cli/common-flags.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';
import { ownError } from '../../../core/errors.js';
import { createStream, planStream, STREAM_PREFIX, waitForStream } from '../../../core/admin/audit/streams.js';

export default class AuditStreamsCreate extends BaseCommand {
  static override summary = 'Create a Kinesis data stream for audit records.';
  static override description = `Its name must begin with ${STREAM_PREFIX}. It grows as it is needed (Kinesis's on-demand mode), or has as many shards as are given. Kinesis charges for a stream as long as it is there.`;
  static override examples = [
    {
      description: 'Create a stream and wait until it is ACTIVE',
      command: 'worklink audit streams create AmazonWorkLink-trial --wait',
    },
    {
      description: 'See what would be done, with two shards',
      command: 'worklink audit streams create AmazonWorkLink-trial --shards 2 --dry-run',
    },
  ];
  static override args = {
    name: Args.string({ description: `Name of the stream, beginning with ${STREAM_PREFIX}.` }),
  };
  static override flags = {
    mode: Flags.option({ options: ['on-demand', 'provisioned'] as const })({
      summary: 'Who sees to its capacity: Kinesis, or whoever gives --shards.',
    }),
    shards: Flags.integer({ summary: 'How many shards it has.', helpValue: 'COUNT', min: 1, max: 10_000 }),
    ...waitFlags,
    ...dryRunFlag,
  };
  protected override readonly fields = STREAM_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(AuditStreamsCreate);
    const question = { message: `Name of the stream (${STREAM_PREFIX}…)`, flag: 'NAME' };
    const name = await this.asker.required(args.name, question);
    const shards = await this.shards(flags);
    const backend = await this.backend();
    const stream = await planStream(backend, { name, ...(shards !== undefined && { shards }) });
    if (flags['dry-run']) {
      const mode = shards === undefined ? 'ON_DEMAND' : 'PROVISIONED';
      return planned(`Would create stream ${name}.`, [
        { operation: 'CreateStream', input: { ...stream, mode } },
      ]);
    }
    const created = await createStream(backend, stream);
    const data = flags.wait
      ? await this.talk.during(`Waiting for stream ${name} to be ACTIVE`, () =>
          waitForStream(backend, created, waitOptions(flags, this.host)),
        )
      : created;
    const next = `Link it: worklink audit link --fleet FLEET --stream ${name}`;
    return outcome({
      data,
      fields: STREAM_FIELDS,
      message: `Created stream ${name} (${data.status}).`,
      notices: () => [next],
    });
  }

  private async shards(flags: {
    readonly mode: 'on-demand' | 'provisioned' | undefined;
    readonly shards: number | undefined;
  }): Promise<number | undefined> {
    if (flags.mode === 'on-demand' && flags.shards !== undefined) {
      throw ownError('Usage', '--shards is for --mode provisioned.', { hint: 'Give one of them.' });
    }
    if (flags.mode !== 'provisioned' || flags.shards !== undefined) return flags.shards;
    return Number(
      await this.asker.required(undefined, { message: 'Shards', flag: '--shards', refuse: notACount }),
    );
  }
}

function notACount(answer: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(answer) ? undefined : 'Give a number from 1.';
}
