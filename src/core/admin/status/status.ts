import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { runBulk, type Settled } from '../bulk.js';
import { lookAtCertificates } from '../setup/certificates.js';
import { fleetGrounds, groundOf, type LookOptions } from '../setup/ground.js';
import { failedLook, type Look } from '../setup/look.js';
import { CERTIFICATE_STEP, type Step, STEPS } from '../setup/steps.js';

/** How far a step is. `pending` comes by itself or waits for others; `unknown` cannot be seen from here. */
export type StepState = 'done' | 'pending' | 'missing' | 'wrong' | 'unknown';

/** One step of the guide for one fleet. */
export interface StepStatus {
  readonly fleetName: string;
  readonly fleetArn: string;
  readonly step: string;
  readonly title: string;
  readonly requirement: Step['requirement'];
  readonly state: StepState;
  /** One sentence: what is there, is missing or is the matter. */
  readonly detail: string;
  /** The command that mends it or goes on, where there is one. */
  readonly command?: string;
  /** All that is to be said of what is there. */
  readonly findings: readonly Finding[];
}

/** Looks at one fleet at a time. */
const AT_A_TIME = 6;

/**
 * How far the set-up of fleets is: a row for each step of the guide, in its order.
 *
 * @param fleet name or ARN; all fleets of the Region where absent
 * @throws WorklinkError `NotFound`; the signal's reason
 */
export async function* setupStatus(
  backend: Backend,
  fleet: string | undefined,
  options: LookOptions,
): AsyncGenerator<StepStatus, void, undefined> {
  const { clock, signal } = options;
  const ground = groundOf(backend, options);
  let certificates: Promise<Look> | undefined;
  for await (const at of fleetGrounds(ground, fleet)) {
    const look = (): Promise<Look> => (certificates ??= lookAtCertificates(ground));
    const steps: readonly Step[] = [{ ...CERTIFICATE_STEP, look }, ...STEPS];
    const looks = await runBulk(steps, (step) => step.look(at), { concurrency: AT_A_TIME, clock, signal });
    signal.throwIfAborted();
    for (const settled of looks) {
      const { step, title, requirement } = settled.item;
      yield { fleetName: at.name, fleetArn: at.arn, step, title, requirement, ...judge(settled) };
    }
  }
}

/** What comes next, of one fleet's steps: the first required one that is not done, else nothing. */
export function nextStep(steps: readonly StepStatus[]): StepStatus | undefined {
  return steps.find(
    ({ requirement, state }) => requirement === 'required' && (state === 'missing' || state === 'wrong'),
  );
}

function judge(settled: Settled<Step, Look>): Pick<StepStatus, 'state' | 'detail' | 'command' | 'findings'> {
  if (settled.state !== 'done') {
    const findings = settled.state === 'failed' ? [failedLook(settled.error, settled.item.title)] : [];
    return { state: 'unknown', detail: findings[0]?.message ?? 'It was not looked at.', findings };
  }
  const { presence, detail, command, findings } = settled.value;
  const wrong = findings.find(({ severity }) => severity === 'error');
  const rest = { ...(command !== undefined && { command }), findings };
  if (wrong !== undefined && presence === 'present')
    return { state: 'wrong', detail: wrong.message, ...rest };
  return { state: presence === 'present' ? 'done' : presence, detail, ...rest };
}
