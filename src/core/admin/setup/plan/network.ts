import { type NetworkAnswer } from '../../../model/setup-file/setup-answers.js';
import { linkNetwork, planNetworkLink, showNetwork } from '../../network/link.js';
import { type PlanGround, type StepPlan, stepPlan } from './planned.js';

/** @throws FindingsRefused; WorklinkError `AlreadyExists` where another network is linked */
export async function planNetworkStep(
  { backend, fleetArn, fleetName }: PlanGround,
  choice: NetworkAnswer,
): Promise<StepPlan> {
  const present = await showNetwork(backend, fleetArn);
  const isLinked =
    present.vpcId === choice.vpcId &&
    isSame(present.subnetIds, choice.subnetIds) &&
    isSame(present.securityGroupIds, choice.securityGroupIds);
  if (isLinked) return stepPlan({ notes: [`VPC ${choice.vpcId} is linked already.`] });
  const plan = await planNetworkLink(backend, fleetArn, choice, {});
  return stepPlan({
    findings: plan.findings,
    changes: [
      {
        step: 'network',
        words: `Link VPC ${choice.vpcId}, ${choice.subnetIds.join(', ')}, ${choice.securityGroupIds.join(', ')}`,
        calls: [{ operation: 'UpdateCompanyNetworkConfiguration', input: { ...plan.input } }],
        command: [
          ...['worklink', 'network', 'link', '--fleet', fleetName, '--vpc', choice.vpcId],
          ...choice.subnetIds.flatMap((id) => ['--subnet', id]),
          ...choice.securityGroupIds.flatMap((id) => ['--security-group', id]),
        ],
        apply: async (run) => {
          await linkNetwork(run.backend, { ...plan, input: { ...plan.input, FleetArn: run.fleetArn } });
          return [];
        },
      },
    ],
  });
}

function isSame(one: readonly string[] = [], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}
