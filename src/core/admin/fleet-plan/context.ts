import { type Backend } from '../../ports/backend.js';
import { type InvitationTemplates } from '../../ports/invitation-templates.js';
import { type Change } from '../../fleet-plan/change.js';
import { ownError } from '../../errors.js';
import { type DomainDisplayNames } from '../display-names.js';
import { type CertificateFinder } from '../domains/certificate.js';
import { type WaitOptions } from '../wait.js';

/** What carrying out plans needs. */
export interface ApplyContext {
  readonly backend: Backend;
  readonly templates: InvitationTemplates;
  /** How long what the next step needs is waited for; and the end of what was begun, where that is asked for. */
  readonly waiting: WaitOptions;
  /** Whether what was begun is waited for to its end. */
  readonly waitsForEnd: boolean;
  /** Fleets' ARNs by name: those that are made are added. */
  readonly arns: Map<string, string>;
  readonly finder: CertificateFinder;
  readonly names: DomainDisplayNames;
}

/** The ARN of the fleet that a change is about. */
export function arnFor(
  { arns }: Pick<ApplyContext, 'arns'>,
  { fleetName }: Pick<Change, 'fleetName'>,
): string {
  const arn = arns.get(fleetName);
  if (arn === undefined) throw ownError('Internal', `The ARN of fleet ${fleetName} is not known.`);
  return arn;
}
