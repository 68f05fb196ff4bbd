import { type BackendAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { regionOf } from '../../compose.js';
import { type Way } from '../dialogue.js';
import { type SetupStep, type StepContext } from './step.js';

const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}$/;

/** Where to work. What the command line says is not asked for. */
export const backendStep: SetupStep<'backend'> = {
  id: 'backend',
  title: 'Backend and Region',
  requirement: 'needed',
  explains: ['The local emulator keeps everything in a file on this machine; AWS is the real account.'],
  ask: askForBackend,
};

async function askForBackend({
  dialogue,
  session,
  host,
  isFirst,
}: StepContext): Promise<BackendAnswer | Way> {
  const { settings, backend: typed } = {
    settings: session.settingsFor(),
    backend: session.isTyped('backend'),
  };
  const local = { name: 'The local emulator', value: 'local' as const };
  const aws = { name: 'AWS', value: 'aws' as const };
  const name = typed
    ? settings.backend
    : await dialogue.begin(
        'Where is the fleet to be?',
        settings.backend === 'aws' ? [aws, local] : [local, aws],
        { isFirst },
      );
  if (name === 'back' || name === 'later') return name;
  const profile =
    name === 'aws' && !session.isTyped('profile')
      ? await dialogue.optionalLine('Profile of the AWS configuration', { initial: settings.profile })
      : undefined;
  const region = session.isTyped('region')
    ? undefined
    : await dialogue.line('Region', {
        initial: regionOf(settings, host.env),
        refuse: (text) =>
          REGION.test(text) ? undefined : 'It is not the name of a Region, such as us-east-1.',
      });
  const answer: BackendAnswer = {
    name,
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
  const { backend, accountId, caller } = await session.at(answer);
  const account = accountId === undefined ? '' : `, account ${accountId}`;
  const who = caller === undefined ? '' : `, as ${caller}`;
  dialogue.show(`Working in ${backend.region} on the ${backend.name} backend${account}${who}.`);
  if (name !== 'aws') return answer;
  await dialogue.choose('Is this the account that is meant?', [{ name: 'Yes, go on', value: true }]);
  return answer;
}
