import { type NetworkAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { NetworkChooser } from '../../network-choice.js';
import { type Way } from '../dialogue.js';
import { LATER, type SetupStep, type StepContext } from './step.js';

export const networkStep: SetupStep<'network'> = {
  id: 'network',
  title: 'Company network',
  requirement: 'required',
  explains: [
    'The VPC through which the fleet reaches your websites: two private subnets with a route to the internet through NAT are best.',
  ],
  ask: askForNetwork,
};

async function askForNetwork({ dialogue, session, answers }: StepContext): Promise<NetworkAnswer | Way> {
  const { backend } = await session.at(answers.backend);
  const way = await dialogue.begin(
    'How is the network given?',
    [
      { name: `Pick from what there is in ${backend.region}, with verdicts`, value: 'pick' as const },
      { name: 'Enter ids', value: 'ids' as const },
    ],
    { later: LATER },
  );
  if (way === 'back' || way === 'later') return way;
  if (way === 'ids') {
    const ids = async (what: string): Promise<readonly string[]> =>
      (await dialogue.line(`${what} (several: with spaces)`)).split(/[\s,]+/).filter((id) => id !== '');
    return {
      vpcId: await dialogue.line('VPC'),
      subnetIds: await ids('Subnets'),
      securityGroupIds: await ids('Security groups'),
    };
  }
  const chooser = new NetworkChooser(dialogue, backend, {});
  const vpcId = await chooser.vpc();
  return {
    vpcId,
    subnetIds: await chooser.subnets(vpcId),
    securityGroupIds: await chooser.securityGroups(vpcId),
  };
}
