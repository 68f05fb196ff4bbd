import { ownError, WorklinkError } from '../../../errors.js';
import { SETUP_STEPS, type SetupAnswers, type SetupStepId } from '../../../model/setup-file/setup-answers.js';
import { planAuditStreamStep } from './audit-stream.js';
import { planDomainsStep } from './domains.js';
import { planFleetStep } from './fleet.js';
import { planNetworkStep } from './network.js';
import { type PlanGround, type StepPlan, stepPlan } from './planned.js';
import { planDevicePolicyStep, planProvidersStep, planWebsiteCasStep } from './trust.js';

/** What all answers come to, in the order in which it is to be done. */
export interface SetupPlan extends StepPlan {
  readonly ground: PlanGround;
}

/**
 * What the answer to one step comes to, judged by the same actions that commands use, changing nothing.
 *
 * @param live the backend as it is now, where the fleet may be yet to come
 * @throws WorklinkError for what is refused
 */
export async function planStep(
  live: PlanGround['backend'],
  ground: PlanGround,
  answers: SetupAnswers,
  step: SetupStepId,
): Promise<StepPlan> {
  switch (step) {
    case 'fleet':
      return answers.fleet === undefined
        ? stepPlan({})
        : planFleetStep({ backend: live, isNew: ground.isNew }, answers.fleet);
    case 'identityProvider':
      return planned(answers.identityProvider, async (answer) => {
        // What reads XML is loaded where there is some.
        const { planIdentityProviderStep } = await import('./identity-provider.js');
        return planIdentityProviderStep(ground, answer);
      });
    case 'domains':
      return planned(answers.domains, (answer) => planDomainsStep(ground, answer));
    case 'websiteCertificateAuthorities':
      return planned(answers.websiteCertificateAuthorities, (answer) => planWebsiteCasStep(ground, answer));
    case 'network':
      return planned(answers.network, (answer) => planNetworkStep(ground, answer));
    case 'authorizationProviders':
      return planned(answers.authorizationProviders, (answer) => planProvidersStep(ground, answer));
    case 'devicePolicy':
      return planned(answers.devicePolicy, (answer) => planDevicePolicyStep(ground, answer));
    case 'auditStream':
      return planned(answers.auditStream, (answer) => planAuditStreamStep(ground, answer));
    // Neither changes anything of the service.
    case 'backend':
    case 'invitation':
      return stepPlan({});
  }
}

/**
 * What all answers come to.
 *
 * @throws WorklinkError for what is refused; where several answers are, one error that says all of it
 */
export async function planSetup(
  live: PlanGround['backend'],
  ground: PlanGround,
  answers: SetupAnswers,
): Promise<SetupPlan> {
  const plans: StepPlan[] = [];
  const refused: { readonly step: SetupStepId; readonly error: WorklinkError }[] = [];
  for (const step of SETUP_STEPS) {
    try {
      plans.push(await planStep(live, ground, answers, step));
    } catch (error) {
      if (!(error instanceof WorklinkError) || error.code === 'Interrupted') throw error;
      refused.push({ step, error: error as WorklinkError });
    }
  }
  const [first, ...others] = refused;
  if (first !== undefined) {
    const { step, error } = first;
    const { hint, details } = error;
    const options = { cause: error, ...(hint !== undefined && { hint }) };
    if (others.length === 0)
      throw new WorklinkError(error.code, `${step}: ${error.message}`, {
        ...options,
        ...(details !== undefined && { details }),
      });
    throw ownError(
      'InvalidInput',
      `${String(refused.length)} answers are refused. ${refused.map((one) => `${one.step}: ${one.error.message}`).join(' ')}`,
      { ...options, details: { steps: refused.map((one) => ({ step: one.step, code: one.error.code })) } },
    );
  }
  return {
    ground,
    changes: plans.flatMap(({ changes }) => changes),
    notes: plans.flatMap(({ notes }) => notes),
    findings: plans.flatMap(({ findings }) => findings),
    waits: plans.flatMap(({ waits }) => waits),
  };
}

function planned<T>(answer: T | undefined, plan: (answer: T) => Promise<StepPlan>): Promise<StepPlan> {
  return answer === undefined ? Promise.resolve(stepPlan({})) : plan(answer);
}
