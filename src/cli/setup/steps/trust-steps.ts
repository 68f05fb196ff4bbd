import { domainNameFault } from '../../../core/admin/domains/names.js';
import { type DevicePolicyAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { type Way } from '../dialogue.js';
import { notAFile } from './identity-provider-step.js';
import { SKIP, type SetupStep, type StepContext } from './step.js';

export const authorizationProvidersStep: SetupStep<'authorizationProviders'> = {
  id: 'authorizationProviders',
  title: 'Website authorization providers',
  requirement: 'optional',
  explains: ['Where websites sign users in by another SAML provider than the fleet’s own.'],
  ask: askForProviders,
};

async function askForProviders({ dialogue }: StepContext): Promise<readonly string[] | Way> {
  const way = await dialogue.begin(
    'Website authorization providers',
    [{ name: 'Enter their domains', value: 'add' as const }],
    { later: SKIP },
  );
  if (way === 'back' || way === 'later') return way;
  const refuse = (text: string): string | undefined => {
    const fault = domainNameFault(text);
    return fault === undefined ? undefined : `${fault.message} ${fault.hint}`;
  };
  const providers = [await dialogue.line('Domain of the provider', { refuse })];
  for (;;) {
    const another = await dialogue.optionalLine('Domain of another', { refuse });
    if (another === undefined) return providers;
    if (!providers.includes(another)) providers.push(another);
  }
}

export const devicePolicyStep: SetupStep<'devicePolicy'> = {
  id: 'devicePolicy',
  title: 'Device policy',
  requirement: 'optional',
  explains: ['Lets only devices with a certificate of your authority in. Give the chain up to its root.'],
  ask: askForDevicePolicy,
};

async function askForDevicePolicy({ dialogue }: StepContext): Promise<DevicePolicyAnswer | Way> {
  const way = await dialogue.begin(
    'Device policy',
    [{ name: 'Give the files of the chain', value: 'files' as const }],
    { later: SKIP },
  );
  if (way === 'back' || way === 'later') return way;
  const certificateFiles = [await dialogue.line('File of the chain', { refuse: notAFile })];
  for (;;) {
    const another = await dialogue.optionalLine('Another file', { refuse: notAFile });
    if (another === undefined) return { certificateFiles };
    certificateFiles.push(another);
  }
}
