import type { CertificateDetail as AcmDetail, CertificateSummary as AcmSummary } from '@aws-sdk/client-acm';
import { CERTIFICATE_STATUSES } from '../../model/certificate-states.js';
import { ownError } from '../../errors.js';
import {
  type CertificateDetail,
  type CertificateImport,
  type CertificateRequest,
  type CertificateSummary,
  type CertificateText,
  type ReadableCertificateManager,
  type ValidationRecord,
} from '../../ports/certificate-manager.js';
import { WorklinkError } from '../../errors.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/acm.js';

/** Where WorkLink looks for certificates, whatever the fleets' home Region (guide, Prepare TLS Certificates). */
const CERTIFICATE_REGION = 'us-east-1';
/** The most a page has (ACM API Reference, ListCertificates). */
const PAGE_SIZE = 1_000;
/** ACM lists certificates of 1,024 and 2,048 RSA bits only, unless it is told which (ACM API Reference, Filters). */
const KEY_TYPES = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;
const TYPES: readonly CertificateSummary['type'][] = ['IMPORTED', 'AMAZON_ISSUED', 'PRIVATE'];

type Sdk = typeof sdkModule;

/** The real ACM, in us-east-1. */
export class AwsCertificateManager implements ReadableCertificateManager {
  readonly #service: ServiceConnection<{
    readonly sdk: Sdk;
    readonly client: InstanceType<Sdk['ACMClient']>;
  }>;

  constructor(connection: Connection) {
    this.#service = connection.service(
      'ACM',
      async (settings) => {
        const sdk = await import('./sdk/acm.js');
        return { sdk, client: new sdk.ACMClient(settings) };
      },
      CERTIFICATE_REGION,
    );
  }

  async import({ certificate, privateKey, chain, replace }: CertificateImport): Promise<string> {
    const { CertificateArn } = await this.#service.call(({ sdk, client }, options) =>
      client.send(
        new sdk.ImportCertificateCommand({
          Certificate: Buffer.from(certificate),
          PrivateKey: Buffer.from(privateKey),
          ...(chain !== undefined && { CertificateChain: Buffer.from(chain) }),
          ...(replace !== undefined && { CertificateArn: replace }),
        }),
        options,
      ),
    );
    return told(CertificateArn, 'the ARN of the certificate');
  }

  async request({ domainName, subjectAlternativeNames = [] }: CertificateRequest): Promise<string> {
    const { CertificateArn } = await this.#service.call(({ sdk, client }, options) =>
      client.send(
        new sdk.RequestCertificateCommand({
          DomainName: domainName,
          ValidationMethod: 'DNS',
          ...(subjectAlternativeNames.length > 0 && {
            SubjectAlternativeNames: [...subjectAlternativeNames],
          }),
        }),
        options,
      ),
    );
    return told(CertificateArn, 'the ARN of the certificate');
  }

  async *list(): AsyncIterable<CertificateSummary> {
    const pages = this.#service.pages(
      ({ sdk, client }, NextToken, options) =>
        client.send(
          new sdk.ListCertificatesCommand({
            Includes: { keyTypes: [...KEY_TYPES] },
            MaxItems: PAGE_SIZE,
            ...(NextToken !== undefined && { NextToken }),
          }),
          options,
        ),
      (page) => page.NextToken,
    );
    for await (const { CertificateSummaryList = [] } of pages) {
      for (const summary of CertificateSummaryList) {
        // A summary has a hundred names at most.
        if (summary.HasAdditionalSubjectAlternativeNames === true && summary.CertificateArn !== undefined) {
          yield summaryOf(await this.#describe(summary.CertificateArn));
        } else yield summaryOf(summary);
      }
    }
  }

  async describe(arn: string): Promise<CertificateDetail> {
    return detailOf(await this.#describe(arn));
  }

  async delete(arn: string): Promise<void> {
    await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.DeleteCertificateCommand({ CertificateArn: arn }), options),
    );
  }

  async read(arn: string): Promise<CertificateText | undefined> {
    try {
      const { Certificate, CertificateChain } = await this.#service.call(({ sdk, client }, options) =>
        client.send(new sdk.GetCertificateCommand({ CertificateArn: arn }), options),
      );
      return {
        certificate: told(Certificate, 'the certificate'),
        ...(CertificateChain !== undefined && { chain: CertificateChain }),
      };
    } catch (error) {
      if (error instanceof WorklinkError && error.details?.['exception'] === 'RequestInProgressException') {
        return undefined;
      }
      throw error;
    }
  }

  async #describe(arn: string): Promise<AcmDetail> {
    const { Certificate } = await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.DescribeCertificateCommand({ CertificateArn: arn }), options),
    );
    return told(Certificate, 'a description of the certificate');
  }
}

/** What summaries and descriptions have in common. */
type Described = Pick<
  AcmSummary,
  | 'CertificateArn'
  | 'DomainName'
  | 'Status'
  | 'Type'
  | 'KeyAlgorithm'
  | 'CreatedAt'
  | 'ImportedAt'
  | 'NotAfter'
> & {
  readonly SubjectAlternativeNames?: string[] | undefined;
  readonly SubjectAlternativeNameSummaries?: string[] | undefined;
};

function summaryOf(certificate: Described): CertificateSummary {
  const { KeyAlgorithm, NotAfter } = certificate;
  const domainName = certificate.DomainName ?? '';
  return {
    arn: told(certificate.CertificateArn, 'the ARN of the certificate'),
    domainName,
    subjectAlternativeNames: certificate.SubjectAlternativeNames ??
      certificate.SubjectAlternativeNameSummaries ?? [domainName],
    status: told(
      CERTIFICATE_STATUSES.find((status) => status === certificate.Status),
      'a known status',
    ),
    type: TYPES.find((type) => type === certificate.Type) ?? 'AMAZON_ISSUED',
    // A certificate has one of the two; one that was imported, or renewed, long ago may have lost it.
    createdTime: certificate.CreatedAt ?? certificate.ImportedAt ?? new Date(0),
    ...(KeyAlgorithm !== undefined && { keyAlgorithm: KeyAlgorithm }),
    ...(NotAfter !== undefined && { notAfter: NotAfter }),
  };
}

function detailOf(certificate: AcmDetail): CertificateDetail {
  const { Serial, Subject, Issuer, SignatureAlgorithm, IssuedAt, NotBefore } = certificate;
  return {
    ...summaryOf(certificate),
    ...(Serial !== undefined && { serialNumber: Serial }),
    ...(Subject !== undefined && { subject: Subject }),
    ...(Issuer !== undefined && { issuer: Issuer }),
    ...(SignatureAlgorithm !== undefined && { signatureAlgorithm: SignatureAlgorithm }),
    ...(IssuedAt !== undefined && { issuedTime: IssuedAt }),
    ...(NotBefore !== undefined && { notBefore: NotBefore }),
    inUseBy: certificate.InUseBy ?? [],
    validationRecords: validationRecordsOf(certificate),
  };
}

/** A record is there some seconds after the request; there is none for a validation by e-mail. */
function validationRecordsOf({ DomainValidationOptions = [] }: AcmDetail): ValidationRecord[] {
  return DomainValidationOptions.flatMap(({ DomainName = '', ValidationStatus, ResourceRecord }) =>
    ResourceRecord === undefined
      ? []
      : [
          {
            domainName: DomainName,
            status: ValidationStatus ?? 'PENDING_VALIDATION',
            recordType: ResourceRecord.Type ?? 'CNAME',
            recordName: ResourceRecord.Name ?? '',
            recordValue: ResourceRecord.Value ?? '',
          },
        ],
  );
}

function told<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw ownError('Unreachable', `ACM answered without ${what}.`);
  return value;
}
