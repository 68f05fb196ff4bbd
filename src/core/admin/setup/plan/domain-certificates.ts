import { coversHostname } from '../../../certificates/hostname.js';
import { type CertificateFacts, readCertificates } from '../../../certificates/certificate.js';
import { ownError } from '../../../errors.js';
import { type CertificateFilesAnswer, type DomainAnswer } from '../../../model/setup-file/setup-answers.js';
import { type Backend } from '../../../ports/backend.js';
import { type CertificateDetail } from '../../../ports/certificate-manager.js';
import { quote } from '../../../text.js';
import {
  CertificateBook,
  type Certificate,
  planCertificateRequest,
  requestCertificate,
} from '../../certificates/certificates.js';
import {
  importCertificate,
  planCertificateImport,
  shownImport,
} from '../../certificates/certificates-import.js';
import { type DomainDisplayNames } from '../../display-names.js';
import { associateDomain } from '../../domains/associate.js';
import { CertificateFinder, certificatesFor, covers } from '../../domains/certificate.js';
import { associateCommand, associationChange } from './association.js';
import { type PlanGround, type PlannedChange, type StepPlan, stepPlan } from './planned.js';

const IMPORTED_ARN = '<ARN of the imported certificate>';

/** Imports a certificate and associates the domain with it; one that was imported before is taken. @throws WorklinkError */
export async function planImported(
  ground: PlanGround,
  answer: DomainAnswer,
  source: CertificateFilesAnswer,
  names: DomainDisplayNames,
): Promise<StepPlan> {
  const { backend, materials, now, fleetArn, fleetName } = ground;
  const files = await materials.certificateFiles(source);
  const plan = await planCertificateImport(backend, files, now);
  const [leaf] = readCertificates(files.certificate);
  if (leaf === undefined || !coversHostname(leaf, answer.name)) throw notCovering(answer.name, source);
  const present = await importedBefore(backend, answer.name, leaf);
  if (present !== undefined) {
    const entry = { ...answer, certificate: present.arn };
    const change = await associationChange(ground, entry, new CertificateFinder(backend.certificates), names);
    return stepPlan({
      changes: [change],
      notes: [`The certificate of ${source.certificateFile} is imported already.`],
    });
  }
  await names.claim(answer.displayName, { fleetArn, domainName: answer.name });
  const others = await certificatesFor(backend.certificates, answer.name);
  const key = source.certificateFile;
  const entry = {
    domainName: answer.name,
    ...(answer.displayName !== undefined && { displayName: answer.displayName }),
  };
  const input = {
    FleetArn: fleetArn,
    DomainName: answer.name,
    ...(answer.displayName !== undefined && { DisplayName: answer.displayName }),
  };
  const importing: PlannedChange = {
    step: 'domains',
    words: `Import the certificate of ${quote(key)}`,
    calls: [{ operation: 'ImportCertificate', input: shownImport(plan) }],
    command: importCommand(source),
    apply: async (run) => {
      run.imported.set(key, (await importCertificate(run.backend, plan)).certificateArn);
      return [];
    },
  };
  const associating: PlannedChange = {
    step: 'domains',
    domainName: answer.name,
    words: `Associate domain ${answer.name} with the certificate of ${quote(key)}`,
    calls: [{ operation: 'AssociateDomain', input: { ...input, AcmCertificateArn: IMPORTED_ARN } }],
    command: associateCommand(fleetName, entry, others.length === 0 ? undefined : leaf.commonName),
    apply: async (run) => {
      const arn = run.imported.get(key);
      if (arn === undefined)
        throw ownError('WrongState', `The certificate of ${quote(key)} was not imported.`, {
          hint: 'Mend what kept it from being imported, and run worklink setup again.',
        });
      const certificate = await run.backend.certificates.describe(arn);
      await associateDomain(run.backend, {
        input: { ...input, FleetArn: run.fleetArn, AcmCertificateArn: arn },
        certificate,
        certificateGiven: true,
      });
      return [];
    },
  };
  return stepPlan({ changes: [importing, associating] });
}

/** Requests a certificate, unless one is there: until its records are in the DNS, the domain cannot be associated. */
export async function planRequested(
  ground: PlanGround,
  answer: DomainAnswer,
  finder: CertificateFinder,
  names: DomainDisplayNames,
): Promise<StepPlan> {
  const { backend } = ground;
  const [issued] = await certificatesFor(backend.certificates, answer.name);
  if (issued !== undefined) {
    const entry = { ...answer, certificate: issued.arn };
    return stepPlan({ changes: [await associationChange(ground, entry, finder, names)] });
  }
  const next = `Once the certificate is ISSUED, associate the domain: worklink domain associate ${answer.name} --fleet ${ground.fleetName}`;
  const pending = (await new CertificateBook(backend.certificates).all()).find(
    (certificate) => certificate.status === 'PENDING_VALIDATION' && covers(certificate, answer.name),
  );
  if (pending !== undefined) {
    const records = recordsOf(await backend.certificates.describe(pending.arn));
    return stepPlan({
      notes: [`The certificate for ${answer.name} is requested already, and waits for validation.`],
      waits: [...records, next],
    });
  }
  const request = planCertificateRequest(answer.name, []);
  return stepPlan({
    changes: [
      {
        step: 'domains',
        words: `Request a certificate for ${answer.name}, which is associated once it is validated`,
        calls: [{ operation: 'RequestCertificate', input: { ...request, validationMethod: 'DNS' } }],
        command: ['worklink', 'certificate', 'request', request.domainName],
        apply: async (run) => [...recordsOf(await requestCertificate(run.backend, request)), next],
      },
    ],
  });
}

/** The records that a certificate waits for, as sentences. */
function recordsOf(certificate: Pick<Certificate | CertificateDetail, 'domainName' | 'validationRecords'>) {
  const { domainName, validationRecords } = certificate;
  if (validationRecords.length === 0)
    return [`See which records to make in the DNS: worklink certificate show ${domainName}`];
  return validationRecords.map(
    ({ recordName, recordType, recordValue }) =>
      `Make this record in the DNS: ${recordName} ${recordType} ${recordValue}`,
  );
}

/** Whoever runs a set-up again has imported the certificate already. */
async function importedBefore(
  { certificates }: Backend,
  host: string,
  { serialNumber }: CertificateFacts,
): Promise<CertificateDetail | undefined> {
  for (const { arn, type } of await certificatesFor(certificates, host)) {
    if (type !== 'IMPORTED') continue;
    const detail = await certificates.describe(arn);
    if (detail.serialNumber !== undefined && digits(detail.serialNumber) === digits(serialNumber))
      return detail;
  }
  return undefined;
}

/** A serial number has colons with one, and none with the other; leading zeros likewise. */
function digits(serialNumber: string): string {
  return serialNumber
    .toLowerCase()
    .replace(/[^0-9a-f]/g, '')
    .replace(/^0+/, '');
}

function importCommand({
  certificateFile,
  privateKeyFile,
  chainFile,
  passphraseFile,
}: CertificateFilesAnswer) {
  return [
    ...[
      'worklink',
      'certificate',
      'import',
      '--certificate',
      certificateFile,
      '--private-key',
      privateKeyFile,
    ],
    ...(chainFile === undefined ? [] : ['--chain', chainFile]),
    ...(passphraseFile === undefined ? [] : ['--passphrase-file', passphraseFile]),
  ];
}

function notCovering(name: string, { certificateFile }: CertificateFilesAnswer): Error {
  return ownError(
    'InvalidInput',
    `The certificate of ${quote(certificateFile)} does not cover ${quote(name)}.`,
    {
      hint: 'Import one with the domain among its Subject Alternative Names. A wildcard stands for one label.',
    },
  );
}
