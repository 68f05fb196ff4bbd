import { type AuditStreamAnswer } from '../../../model/setup-file/setup-answers.js';
import { WorklinkError } from '../../../errors.js';
import { quote } from '../../../text.js';
import { linkAuditStream, planAuditLink } from '../../audit/link.js';
import { createStream, planStream, waitForStream } from '../../audit/streams.js';
import { type NewStream } from '../../../ports/audit-streams.js';
import { type PlanGround, type StepPlan, stepPlan } from './planned.js';

const STREAM_ARN = '<ARN of the stream>';

/** @throws WorklinkError as `planStream` and `planAuditLink` say */
export async function planAuditStreamStep(
  ground: PlanGround,
  { stream, create = false }: AuditStreamAnswer,
): Promise<StepPlan> {
  const { backend, fleetArn, fleetName } = ground;
  const made = create ? await planCreation(ground, stream) : undefined;
  const command = ['worklink', 'audit', 'link', '--fleet', fleetName, '--stream', stream];
  if (made === undefined) {
    const plan = await planAuditLink(backend, fleetArn, stream, false);
    if (!plan.changed)
      return stepPlan({ notes: [`Stream ${quote(stream)} is linked already.`], findings: plan.findings });
    return stepPlan({
      findings: plan.findings,
      changes: [
        {
          step: 'auditStream',
          words: `Link audit stream ${quote(stream)}`,
          calls: [{ operation: 'UpdateAuditStreamConfiguration', input: { ...plan.input } }],
          command,
          apply: async (run) => {
            await linkAuditStream(run.backend, { ...plan, input: { ...plan.input, FleetArn: run.fleetArn } });
            return [];
          },
        },
      ],
    });
  }
  return stepPlan({
    changes: [
      {
        step: 'auditStream',
        words: `Create stream ${quote(stream)}, which Kinesis charges for as long as it is there`,
        calls: [{ operation: 'CreateStream', input: { ...made, mode: 'ON_DEMAND' } }],
        command: ['worklink', 'audit', 'streams', 'create', stream, '--wait'],
        apply: async (run) => {
          await waitForStream(run.backend, await createStream(run.backend, made), run.wait);
          return [];
        },
      },
      {
        step: 'auditStream',
        words: `Link audit stream ${quote(stream)}`,
        calls: [
          {
            operation: 'UpdateAuditStreamConfiguration',
            input: { FleetArn: fleetArn, AuditStreamArn: STREAM_ARN },
          },
        ],
        command,
        apply: async (run) => {
          const plan = await planAuditLink(run.backend, run.fleetArn, stream, false);
          await linkAuditStream(run.backend, plan);
          return [];
        },
      },
    ],
  });
}

/** @returns nothing where the stream is there */
async function planCreation({ backend }: PlanGround, name: string): Promise<NewStream | undefined> {
  try {
    return await planStream(backend, { name });
  } catch (error) {
    if (error instanceof WorklinkError && error.code === 'AlreadyExists') return undefined;
    throw error;
  }
}
