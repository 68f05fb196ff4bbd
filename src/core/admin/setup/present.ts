import { type LaterStepId } from '../../model/setup-file/setup-answers.js';
import { type Backend } from '../../ports/backend.js';
import { setupStatus, type StepStatus } from '../status/status.js';
import { type LookOptions } from './ground.js';

/** Which question of a set-up is about which step of the guide. */
const STEP_OF: Readonly<Record<string, LaterStepId>> = {
  'identity-provider': 'identityProvider',
  domains: 'domains',
  'website-cas': 'websiteCertificateAuthorities',
  'company-network': 'network',
  'authorization-providers': 'authorizationProviders',
  'device-policy': 'devicePolicy',
  'audit-stream': 'auditStream',
};

/** A step for which there is something already. */
export interface PresentStep {
  readonly id: LaterStepId;
  readonly status: StepStatus;
}

/**
 * What of a fleet is set up already, also where it is wrong or under way: a set-up begins at what is missing.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`
 */
export async function presentSteps(
  backend: Backend,
  fleet: string,
  options: LookOptions,
): Promise<readonly PresentStep[]> {
  const present: PresentStep[] = [];
  for await (const status of setupStatus(backend, fleet, options)) {
    const id = STEP_OF[status.step];
    if (id !== undefined && status.state !== 'missing' && status.state !== 'unknown')
      present.push({ id, status });
  }
  return present;
}
