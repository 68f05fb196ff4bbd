import { type InvitationAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { type Way } from '../dialogue.js';
import { notAFile } from './identity-provider-step.js';
import { SKIP, type SetupStep, type StepContext } from './step.js';

export const invitationStep: SetupStep<'invitation'> = {
  id: 'invitation',
  title: 'Invitation',
  requirement: 'optional',
  explains: [
    'What users are told, with the company code. worklink invite send mails it, worklink invite edit changes it.',
  ],
  ask: askForInvitation,
};

async function askForInvitation({ dialogue, answers }: StepContext): Promise<InvitationAnswer | Way> {
  const way = await dialogue.begin(
    'The invitation',
    [
      { name: 'Show it at the end', value: 'show' as const },
      { name: 'Write it as a message, too, that mail programs open', value: 'file' as const },
    ],
    { later: SKIP },
  );
  if (way === 'back' || way === 'later') return way;
  if (way === 'show') return {};
  const initial = `invite-${answers.fleet?.name ?? 'fleet'}.eml`;
  return { file: await dialogue.line('File', { initial, refuse: notAFile }) };
}
