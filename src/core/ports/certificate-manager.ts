import { type CertificateStatus } from '../model/certificate-states.js';

/** The DNS record that proves control of a domain to ACM. */
export interface ValidationRecord {
  readonly domainName: string;
  readonly status: 'PENDING_VALIDATION' | 'SUCCESS' | 'FAILED';
  readonly recordType: string;
  readonly recordName: string;
  readonly recordValue: string;
}

export interface CertificateSummary {
  readonly arn: string;
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  readonly status: CertificateStatus;
  readonly type: 'IMPORTED' | 'AMAZON_ISSUED' | 'PRIVATE';
  readonly keyAlgorithm?: string;
  readonly createdTime: Date;
  readonly notAfter?: Date;
}

export interface CertificateDetail extends CertificateSummary {
  readonly serialNumber?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly signatureAlgorithm?: string;
  readonly issuedTime?: Date;
  readonly notBefore?: Date;
  /** ARNs of what uses the certificate: it cannot be deleted while there is any. */
  readonly inUseBy: readonly string[];
  /** Empty for an imported certificate. */
  readonly validationRecords: readonly ValidationRecord[];
}

export interface CertificateImport {
  /** One PEM certificate. */
  readonly certificate: string;
  /** Its PEM private key, not encrypted. */
  readonly privateKey: string;
  /** PEM certificates from the certificate's issuer up. */
  readonly chain?: string;
  /** An imported certificate to replace, keeping its ARN. */
  readonly replace?: string;
}

export interface CertificateRequest {
  readonly domainName: string;
  readonly subjectAlternativeNames?: readonly string[];
}

/** AWS Certificate Manager in us-east-1, where WorkLink looks for certificates. */
export interface CertificateManager {
  /** @returns the certificate's ARN */
  import(input: CertificateImport): Promise<string>;
  /** Asks for a certificate validated by DNS. @returns its ARN */
  request(input: CertificateRequest): Promise<string>;
  list(): AsyncIterable<CertificateSummary>;
  /** @throws WorklinkError `NotFound` */
  describe(arn: string): Promise<CertificateDetail>;
  /** @throws WorklinkError `NotFound`; `WrongState` while something uses it */
  delete(arn: string): Promise<void>;
}

/** A certificate that was issued, as PEM. */
export interface CertificateText {
  readonly certificate: string;
  /** From the certificate's issuer up. */
  readonly chain?: string;
}

/** A certificate manager that gives out what it issued. */
export interface ReadableCertificateManager extends CertificateManager {
  /** @returns nothing while the certificate is not issued. @throws WorklinkError `NotFound` */
  read(arn: string): Promise<CertificateText | undefined>;
}

/** A certificate manager whose DNS validations are passed by hand: the emulator's. */
export interface ValidatingCertificateManager extends CertificateManager {
  /** Has the validation records of a requested certificate found in place, which issues it. */
  validate(arn: string): Promise<void>;
}
