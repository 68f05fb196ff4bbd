import { type JudgedMetadata } from '../../../core/admin/identity-provider/metadata.js';
import { KNOWN_PROVIDERS, providerGuide } from '../../../core/admin/identity-provider/guides.js';
import { type IdentityProviderAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { findingLine } from '../../fields/findings-field.js';
import { writeOutputFile } from '../../output-file.js';
import { type Dialogue, GoBack, type Way } from '../dialogue.js';
import { readPasted } from '../paste.js';
import { LATER, type SetupStep, type StepContext } from './step.js';

/** What an aggregate of several identity providers is refused with. */
const SEVERAL = 'metadata-aggregate-several';

export const identityProviderStep: SetupStep<'identityProvider'> = {
  id: 'identityProvider',
  title: 'Identity provider',
  requirement: 'required',
  explains: ['Users sign in with it. WorkLink needs its SAML 2.0 metadata, and it needs WorkLink’s data.'],
  ask: askForIdentityProvider,
};

async function askForIdentityProvider(context: StepContext): Promise<IdentityProviderAnswer | Way> {
  const { dialogue } = context;
  const way = await dialogue.begin(
    'Where is the metadata of your identity provider?',
    [
      { name: 'In a file', value: 'file' as const },
      { name: 'At a URL', value: 'url' as const },
      { name: 'Paste it here', value: 'paste' as const },
      { name: 'It wants WorkLink’s data first: link without metadata for now', value: 'none' as const },
    ],
    { later: LATER },
  );
  switch (way) {
    case 'back':
    case 'later':
      return way;
    case 'none':
      return withVendor({}, await askForVendor(dialogue));
    case 'file':
      return judged(context, { metadataFile: await dialogue.line('File', { refuse: notAFile }) });
    case 'url':
      return judged(context, { metadataUrl: await dialogue.line('URL', { refuse: notAUrl }) });
    case 'paste':
      return judged(context, { metadataFile: await keepPasted(context) });
  }
}

/** Says what is found in the metadata; of several identity providers, asks for the one that is meant. */
async function judged(context: StepContext, source: IdentityProviderAnswer): Promise<IdentityProviderAnswer> {
  const { dialogue } = context;
  let answer = source;
  let seen = await look(context, answer);
  if (seen.findings.some(({ id }) => id === SEVERAL)) {
    dialogue.show('It holds several identity providers.');
    answer = { ...source, entityId: await dialogue.line('Entity ID of yours') };
    seen = await look(context, answer);
  }
  for (const finding of seen.findings) dialogue.show(`- ${findingLine(finding)}`);
  if (seen.verdict === 'refused') {
    dialogue.show('✗ The metadata is refused: mend it, or give another.');
    throw new GoBack();
  }
  dialogue.show(`This is ${seen.entityId ?? 'an identity provider without entity ID'}.`);
  return withVendor(answer, seen.vendor ?? (await askForVendor(dialogue)));
}

function withVendor(answer: IdentityProviderAnswer, vendor: string | undefined): IdentityProviderAnswer {
  return vendor === undefined ? answer : { ...answer, vendor };
}

async function look({ session }: StepContext, answer: IdentityProviderAnswer): Promise<JudgedMetadata> {
  // What reads XML is loaded where there is some.
  const { judgeMetadata } = await import('../../../core/admin/identity-provider/metadata.js');
  const { materials, surroundings } = session;
  const metadata = materials.metadata(answer);
  return judgeMetadata({ metadata, entityId: answer.entityId, now: surroundings.host.timer.now() });
}

/** By whose names WorkLink's data is shown at the end. */
async function askForVendor(dialogue: Dialogue): Promise<string | undefined> {
  const nowhere = { entityId: '', assertionConsumerServiceUrl: '' };
  return dialogue.choose<string | undefined>(
    'Whose product is it? WorkLink’s data is then shown by its names',
    [
      ...KNOWN_PROVIDERS.map((value) => ({ name: providerGuide(value, nowhere).provider, value })),
      { name: 'Another', value: undefined },
    ],
  );
}

/** What was pasted goes into a file, so that commands and a later run find it. */
async function keepPasted({ dialogue, host, answers }: StepContext): Promise<string> {
  dialogue.show(
    'Paste the XML now. It ends by itself; a line with a full stop ends it, too, one with < goes back.',
  );
  const text = await readPasted(host);
  dialogue.show(`${String(text.length)} characters were taken.`);
  const path = await dialogue.line('Keep it in which file?', {
    initial: `idp-${answers.fleet?.name ?? 'metadata'}.xml`,
    refuse: notAFile,
  });
  await writeOutputFile(path, text, false, host);
  return path;
}

export function notAFile(text: string): string | undefined {
  return text.startsWith('-') ? 'Give the path of a file; before a name with a hyphen put ./' : undefined;
}

function notAUrl(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:\/\//.test(text)) return 'Give a URL that begins with https://';
  const { username, password } = new URL(text);
  return username === '' && password === '' ? undefined : 'Give it without user and password.';
}
