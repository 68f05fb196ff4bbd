import { requireName, STREAM_PREFIX } from '../../../core/admin/audit/streams.js';
import { type AuditStreamAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { chooseStream } from '../../audit-source.js';
import { type Way } from '../dialogue.js';
import { refusalOf } from '../refusal.js';
import { SKIP, type SetupStep, type StepContext } from './step.js';

export const auditStreamStep: SetupStep<'auditStream'> = {
  id: 'auditStream',
  title: 'Audit stream',
  requirement: 'optional',
  explains: ['A Kinesis data stream that is told which pages are opened. Kinesis charges for each stream.'],
  ask: askForStream,
};

async function askForStream({ dialogue, session, answers }: StepContext): Promise<AuditStreamAnswer | Way> {
  const way = await dialogue.begin(
    'Audit stream',
    [
      { name: 'Pick one there is', value: 'pick' as const },
      { name: 'Create one', value: 'create' as const },
    ],
    { later: SKIP },
  );
  if (way === 'back' || way === 'later') return way;
  const { backend } = await session.at(answers.backend);
  if (way === 'pick') return { stream: await chooseStream(dialogue, backend, undefined) };
  const stream = await dialogue.line('Name of the stream', {
    initial: `${STREAM_PREFIX}${answers.fleet?.name ?? 'audit'}`,
    refuse: (text) =>
      refusalOf(() => {
        requireName(text);
      }),
  });
  return { stream, create: true };
}
