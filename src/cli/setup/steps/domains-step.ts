import { certificatesFor } from '../../../core/admin/domains/certificate.js';
import { domainKey, domainNameFault } from '../../../core/admin/domains/names.js';
import {
  type CertificateFilesAnswer,
  type DomainAnswer,
} from '../../../core/model/setup-file/setup-answers.js';
import { counted } from '../../../core/text.js';
import { findingLine } from '../../fields/findings-field.js';
import { GoBack, type Way } from '../dialogue.js';
import { notAFile } from './identity-provider-step.js';
import { LATER, type SetupStep, type StepContext } from './step.js';

export const domainsStep: SetupStep<'domains'> = {
  id: 'domains',
  title: 'Domains',
  requirement: 'required',
  explains: [
    'The websites that users reach. Each needs a certificate of ACM in us-east-1 that covers its name.',
  ],
  ask: askForDomains,
};

async function askForDomains(context: StepContext): Promise<readonly DomainAnswer[] | Way> {
  const { dialogue, answers } = context;
  const first = await dialogue.begin(
    'Which domains?',
    [
      { name: 'Enter the first', value: 'add' as const },
      ...(answers.domains === undefined
        ? []
        : [{ name: `Keep ${namesOf(answers.domains)}`, value: 'keep' as const }]),
    ],
    { later: LATER },
  );
  if (first === 'back' || first === 'later') return first;
  if (first === 'keep' && answers.domains !== undefined) return answers.domains;
  const domains: DomainAnswer[] = [];
  for (;;) {
    const domain = await dialogue.attempt(() => askForDomain(context, domains));
    if (domain !== undefined) domains.push(domain);
    if (domains.length === 0) throw new GoBack();
    const next = await dialogue.choose(`${counted(domains.length, 'domain')}: ${namesOf(domains)}`, [
      { name: 'That is all', value: 'done' as const },
      { name: 'Enter another', value: 'add' as const },
    ]);
    if (next === 'done') return domains;
  }
}

async function askForDomain(context: StepContext, domains: readonly DomainAnswer[]): Promise<DomainAnswer> {
  const { dialogue, session, answers } = context;
  const name = await dialogue.line('Domain', {
    refuse: (text) => {
      const fault = domainNameFault(text);
      if (fault !== undefined) return `${fault.message} ${fault.hint}`;
      return domains.some((one) => domainKey(one.name) === domainKey(text))
        ? 'It was entered before.'
        : undefined;
    },
  });
  const displayName = await dialogue.optionalLine('Name people see');
  const certificate = await askForCertificate(context, name, domains);
  const domain = { name, ...(displayName !== undefined && { displayName }), ...certificate };
  // Display names are unique among all of them.
  const { findings, notes } = await session.judge({ ...answers, domains: [...domains, domain] }, 'domains');
  dialogue.show(
    ...notes.map((note) => `- ${note}`),
    ...findings.map((finding) => `- ${findingLine(finding)}`),
  );
  return domain;
}

/** One there is, the verdict beside it, or one to come. */
async function askForCertificate(
  { dialogue, session, answers }: StepContext,
  name: string,
  domains: readonly DomainAnswer[],
): Promise<Pick<DomainAnswer, 'certificate' | 'import' | 'request'>> {
  const { backend } = await session.at(answers.backend);
  const fitting = await certificatesFor(backend.certificates, name);
  if (fitting.length === 0) dialogue.show(`No ISSUED certificate in us-east-1 covers ${name}.`);
  const byFile = new Map(
    domains.flatMap(({ import: files }) => (files === undefined ? [] : [[files.certificateFile, files]])),
  );
  const imports = [...byFile.values()];
  const way = await dialogue.choose<string | CertificateFilesAnswer>(`Certificate for ${name}`, [
    ...fitting.map(({ arn, domainName, status }) => ({
      name: `${domainName}  ${status}  ${arn}`,
      value: arn,
    })),
    ...imports.map((files) => ({ name: `Import that of ${files.certificateFile}, too`, value: files })),
    { name: 'Import one from files', value: 'import' as const },
    { name: 'Request one, to be validated by DNS', value: 'request' as const },
  ]);
  if (way === 'request') return { request: true };
  if (typeof way === 'object') return { import: way };
  if (way !== 'import') return { certificate: way };
  const certificateFile = await dialogue.line('File of the certificate (its chain may follow it)', {
    refuse: notAFile,
  });
  const privateKeyFile = await dialogue.line('File of its private key', { refuse: notAFile });
  const chainFile = await dialogue.optionalLine('File of its chain', { refuse: notAFile });
  return {
    import: { certificateFile, privateKeyFile, ...(chainFile !== undefined && { chainFile }) },
  };
}

function namesOf(domains: readonly DomainAnswer[]): string {
  return domains.map(({ name }) => name).join(', ');
}
