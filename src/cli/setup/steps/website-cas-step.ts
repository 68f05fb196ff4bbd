import {
  knownAuthorities,
  lookAtSite,
  type SiteAuthority,
} from '../../../core/admin/setup/site-authority.js';
import { type CertificateFacts } from '../../../core/certificates/certificate.js';
import { type WebsiteCaAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { counted } from '../../../core/text.js';
import { writeOutputFile } from '../../output-file.js';
import { type Way } from '../dialogue.js';
import { notAFile } from './identity-provider-step.js';
import { SKIP, type SetupStep, type StepContext } from './step.js';

/** How long each step of looking at a site may take. */
const TIMEOUT_MS = 5_000;

export const websiteCasStep: SetupStep<'websiteCertificateAuthorities'> = {
  id: 'websiteCertificateAuthorities',
  title: 'Website certificate authorities',
  requirement: 'optional',
  explains: [
    'Needed where a site’s certificate is of your company’s own authority, which phones do not know.',
  ],
  ask: askForAuthorities,
};

async function askForAuthorities(context: StepContext): Promise<readonly WebsiteCaAnswer[] | Way> {
  const { dialogue, answers } = context;
  const { domains = [] } = answers;
  const first = await dialogue.begin(
    'Website certificate authorities',
    [
      ...(domains.length === 0
        ? []
        : [
            {
              name: `Look at the ${counted(domains.length, 'site')} from this machine`,
              value: 'look' as const,
            },
          ]),
      { name: 'Give the file of a certificate', value: 'file' as const },
    ],
    { later: SKIP },
  );
  if (first === 'back' || first === 'later') return first;
  const chosen: WebsiteCaAnswer[] = [];
  if (first === 'file') await addFile(context, chosen);
  else await lookAtSites(context, chosen);
  for (;;) {
    const message =
      chosen.length === 0
        ? 'None is to be uploaded'
        : `To upload: ${chosen.map(({ certificateFile }) => certificateFile).join(', ')}`;
    const next = await dialogue.choose(message, [
      { name: 'Go on', value: 'done' as const },
      { name: 'Give the file of a certificate', value: 'file' as const },
    ]);
    if (next === 'done') return chosen.length === 0 ? 'later' : chosen;
    await addFile(context, chosen);
  }
}

async function addFile(context: StepContext, chosen: WebsiteCaAnswer[]): Promise<void> {
  const given = await context.dialogue.attempt(() => askForFile(context));
  if (given !== undefined) chosen.push(given);
}

async function askForFile({ dialogue, session, answers }: StepContext): Promise<WebsiteCaAnswer> {
  const certificateFile = await dialogue.line('File of the certificate', { refuse: notAFile });
  const displayName = await dialogue.optionalLine('Name people see');
  const answer = { certificateFile, ...(displayName !== undefined && { displayName }) };
  await session.judge(
    { ...answers, websiteCertificateAuthorities: [answer] },
    'websiteCertificateAuthorities',
  );
  return answer;
}

/** Looks at each site; a root that is taken counts for the sites after it. */
async function lookAtSites(context: StepContext, chosen: WebsiteCaAnswer[]): Promise<void> {
  const { dialogue, session, host, answers } = context;
  const probe = await session.probe();
  const { now } = await session.ground(answers);
  const uploaded: CertificateFacts[] = [];
  const system = await knownAuthorities(probe);
  const options = { port: session.sites.port, timeoutMs: TIMEOUT_MS, signal: host.signal };
  for (const { name } of answers.domains ?? []) {
    const seen = await session.talk.during(`Looking at ${name}`, () =>
      lookAtSite(name, { probe, system, uploaded, at: now }, options),
    );
    dialogue.show(`- ${name}: ${wordsFor(seen)}`);
    if (seen.kind !== 'unknown') continue;
    const { root } = seen;
    if (root !== undefined) dialogue.show(`  It sent the root: ${root.subject}`, `  SHA-256 ${root.sha256}`);
    const way = await dialogue.choose(`The authority of ${name}`, [
      ...(root === undefined ? [] : [{ name: 'Take the root that the site sent', value: 'root' as const }]),
      { name: 'Give the file of its root', value: 'file' as const },
      { name: 'Leave it', value: 'leave' as const },
    ]);
    if (way === 'file') await addFile(context, chosen);
    if (way !== 'root' || root === undefined) continue;
    dialogue.show('Whoever answers for the site sent it: compare the fingerprint with the authority’s own.');
    const path = await dialogue.line('Keep it in which file?', {
      initial: `${name}-root.pem`,
      refuse: notAFile,
    });
    await writeOutputFile(path, root.pem, false, host);
    chosen.push({ certificateFile: path });
    uploaded.push(root);
  }
}

function wordsFor(seen: SiteAuthority): string {
  switch (seen.kind) {
    case 'known':
      return seen.trustedBy === 'system'
        ? 'an authority that this machine knows; nothing is needed.'
        : 'an authority that is to be uploaded already.';
    case 'unknown':
      return `its certificate is of ${seen.issuer}, which this machine does not know.`;
    case 'unseen':
      return `it cannot be seen from here, so that nothing is known of it. ${seen.why}`;
  }
}
