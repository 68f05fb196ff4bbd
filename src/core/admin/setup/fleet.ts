import { showFleet } from '../fleets.js';
import { finding, type FleetGround, type Look } from './look.js';

/** Company codes are alphanumeric (guide, Troubleshooting). */
const COMPANY_CODE = /^[A-Za-z0-9]+$/;
const SUPPORT = 'search for AWS support in the AWS Management Console, and choose Create case.';

/** The fleet itself (guide, Create a Fleet), and its company code. */
export async function lookAtFleet({ backend, arn, name }: FleetGround): Promise<Look> {
  const { fleetStatus, companyCode } = await showFleet(backend, arn);
  switch (fleetStatus) {
    case 'CREATING':
      return { presence: 'pending', detail: 'The fleet is being created.', findings: [] };
    case 'ACTIVE':
      return { presence: 'present', ...codeOf(name, companyCode) };
    case undefined:
    case 'DELETED':
    case 'DELETING':
    case 'FAILED_TO_CREATE':
    case 'FAILED_TO_DELETE': {
      const detail = `The fleet is ${fleetStatus ?? 'in no known state'}.`;
      const isGoing = fleetStatus === 'DELETING' || fleetStatus === 'DELETED';
      const fix = isGoing
        ? 'Create another fleet: worklink fleet create NAME'
        : `Delete it (worklink fleet delete ${name}) and create another; where that fails, ${SUPPORT}`;
      return {
        presence: 'present',
        detail,
        command: isGoing ? 'worklink fleet create NAME' : `worklink fleet delete ${name}`,
        findings: [finding('error', 'fleet-not-active', [name, detail, fix])],
      };
    }
  }
}

function codeOf(name: string, code: string | undefined): Pick<Look, 'detail' | 'findings'> {
  if (code === undefined) {
    const message = 'The service says no company code, which users sign in with.';
    const fix = `Look again in a while: worklink fleet show ${name}. Where it stays away, ${SUPPORT}`;
    return { detail: message, findings: [finding('error', 'company-code-missing', [name, message, fix])] };
  }
  const detail = `It is ACTIVE; its company code is ${code}.`;
  if (COMPANY_CODE.test(code)) return { detail, findings: [] };
  const message = `The company code ${code} is not alphanumeric: users could not enter it.`;
  return {
    detail,
    findings: [
      finding('error', 'company-code-invalid', [name, message, `It is the service’s own: ${SUPPORT}`]),
    ],
  };
}
