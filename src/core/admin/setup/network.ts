import { checkNetwork, showNetwork } from '../network/link.js';
import { type FleetGround, type Look } from './look.js';

/** The network a fleet reaches its sites through (guide, Configure your Company Network), judged as it is now. */
export async function lookAtNetworkLink({ backend, arn, name }: FleetGround): Promise<Look> {
  const { vpcId } = await showNetwork(backend, arn);
  if (vpcId === undefined) {
    return {
      presence: 'missing',
      detail: 'No network is linked: users reach no site.',
      command: `worklink network link --fleet ${name}`,
      findings: [],
    };
  }
  const { findings } = await checkNetwork(backend, arn, {});
  return {
    presence: 'present',
    detail: `${vpcId} is linked.`,
    ...(findings.some(({ severity }) => severity !== 'info') && {
      command: `worklink network check --fleet ${name}`,
    }),
    findings,
  };
}
