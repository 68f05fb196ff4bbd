import { type DomainAnswer } from '../../../model/setup-file/setup-answers.js';
import { DomainDisplayNames } from '../../display-names.js';
import { CertificateFinder } from '../../domains/certificate.js';
import { findDomain } from '../../domains/domains.js';
import { checkDomainName } from '../../domains/names.js';
import { associationChange } from './association.js';
import { planImported, planRequested } from './domain-certificates.js';
import { type PlanGround, type StepPlan, stepPlan } from './planned.js';

/** @throws WorklinkError as `planAssociation` and `planCertificateImport` say, naming the domain */
export async function planDomainsStep(
  ground: PlanGround,
  answers: readonly DomainAnswer[],
): Promise<StepPlan> {
  const finder = new CertificateFinder(ground.backend.certificates);
  const names = new DomainDisplayNames(ground.backend);
  const plans: StepPlan[] = [];
  const planned = new Set<string>();
  for (const answer of answers) {
    const plan = await planDomain(ground, answer, finder, names);
    // One certificate may be for several domains, and is imported once.
    const changes = plan.changes.filter(({ words, step }) => {
      const key = `${step} ${words}`;
      if (planned.has(key)) return false;
      planned.add(key);
      return true;
    });
    plans.push({ ...plan, changes });
  }
  return {
    changes: plans.flatMap(({ changes }) => changes),
    notes: plans.flatMap(({ notes }) => notes),
    findings: plans.flatMap(({ findings }) => findings),
    waits: plans.flatMap(({ waits }) => waits),
  };
}

async function planDomain(
  ground: PlanGround,
  answer: DomainAnswer,
  finder: CertificateFinder,
  names: DomainDisplayNames,
): Promise<StepPlan> {
  const { backend, fleetArn } = ground;
  const domainName = checkDomainName(answer.name);
  const existing = await findDomain(backend, fleetArn, domainName);
  if (existing !== undefined)
    return stepPlan({
      notes: [`Domain ${domainName} is associated already (${existing.domainStatus ?? 'state unknown'}).`],
    });
  if (answer.request === true) return planRequested(ground, answer, finder, names);
  if (answer.import !== undefined) return planImported(ground, answer, answer.import, names);
  return stepPlan({ changes: [await associationChange(ground, answer, finder, names)] });
}
