import assert from 'node:assert/strict';
import { WorklinkError } from '../../../src/core/errors.js';
import { all, jsonError, withStub } from './stub.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const CREATED = 1_767_225_600; // 2026-01-01T00:00:00Z

describe('certificates in ACM', () => {
  it('are asked for in us-east-1, whatever the home Region, by the JSON protocol and with a signature', async () => {
    await withStub(
      () => ({
        body: { Certificate: { CertificateArn: ARN, DomainName: 'a.example.com', Status: 'ISSUED' } },
      }),
      async (backend, stub) => {
        await backend.certificates.describe(ARN);

        const [request] = stub.received;
        assert.equal(request?.action, 'CertificateManager.DescribeCertificate');
        assert.deepEqual(request.signed, { accessKeyId: 'AKIDEXAMPLE', region: 'us-east-1', service: 'acm' });
        assert.match(String(request.headers['user-agent']), /worklink\/0\.0\.0-test/);
        assert.deepEqual(stub.inputs(), [{ CertificateArn: ARN }]);
      },
      { region: 'eu-west-1' },
    );
  });

  it('are listed over pages, those with other keys than RSA of 2,048 bits too', async () => {
    const summary = (n: number) => ({
      CertificateArn: `${ARN}${String(n)}`,
      DomainName: `${String(n)}.example.com`,
      SubjectAlternativeNameSummaries: [`${String(n)}.example.com`, 'www.example.com'],
      Status: 'ISSUED',
      Type: n === 1 ? 'IMPORTED' : 'AMAZON_ISSUED',
      KeyAlgorithm: 'EC_prime256v1',
      ...(n === 1 ? { ImportedAt: CREATED } : { CreatedAt: CREATED }),
      NotAfter: CREATED + 86_400,
    });
    await withStub(
      (_, index) => ({
        body:
          index === 0
            ? { CertificateSummaryList: [summary(1)], NextToken: 'more' }
            : { CertificateSummaryList: [summary(2)] },
      }),
      async (backend, stub) => {
        const found = await all(backend.certificates.list());

        assert.deepEqual(found, [
          {
            arn: `${ARN}1`,
            domainName: '1.example.com',
            subjectAlternativeNames: ['1.example.com', 'www.example.com'],
            status: 'ISSUED',
            type: 'IMPORTED',
            keyAlgorithm: 'EC_prime256v1',
            createdTime: new Date('2026-01-01T00:00:00Z'),
            notAfter: new Date('2026-01-02T00:00:00Z'),
          },
          {
            ...found[0],
            arn: `${ARN}2`,
            domainName: '2.example.com',
            type: 'AMAZON_ISSUED',
            subjectAlternativeNames: ['2.example.com', 'www.example.com'],
          },
        ]);
        const [first, second] = stub.inputs() as { Includes: { keyTypes: string[] }; NextToken?: string }[];
        assert.ok(
          first?.Includes.keyTypes.includes('EC_secp384r1') && first.Includes.keyTypes.includes('RSA_4096'),
        );
        assert.equal(first?.NextToken, undefined);
        assert.equal(second?.NextToken, 'more');
      },
    );
  });

  it('with more than a hundred names are described, so that none is missing', async () => {
    const names = Array.from({ length: 150 }, (_, n) => `n${String(n)}.example.com`);
    await withStub(
      ({ action }) => ({
        body: action.endsWith('ListCertificates')
          ? {
              CertificateSummaryList: [
                {
                  CertificateArn: ARN,
                  DomainName: names[0],
                  SubjectAlternativeNameSummaries: names.slice(0, 100),
                  HasAdditionalSubjectAlternativeNames: true,
                  Status: 'ISSUED',
                },
              ],
            }
          : {
              Certificate: {
                CertificateArn: ARN,
                DomainName: names[0],
                SubjectAlternativeNames: names,
                Status: 'ISSUED',
              },
            },
      }),
      async (backend) => {
        const [found] = await all(backend.certificates.list());
        assert.equal(found?.subjectAlternativeNames.length, 150);
      },
    );
  });

  it('are described with their validation records, and with none for what has none yet', async () => {
    await withStub(
      () => ({
        body: {
          Certificate: {
            CertificateArn: ARN,
            DomainName: 'a.example.com',
            SubjectAlternativeNames: ['a.example.com', 'b.example.com'],
            Status: 'PENDING_VALIDATION',
            Type: 'AMAZON_ISSUED',
            CreatedAt: CREATED,
            InUseBy: [],
            DomainValidationOptions: [
              {
                DomainName: 'a.example.com',
                ValidationStatus: 'PENDING_VALIDATION',
                ResourceRecord: {
                  Name: '_x.a.example.com.',
                  Type: 'CNAME',
                  Value: '_y.acm-validations.aws.',
                },
              },
              { DomainName: 'b.example.com', ValidationStatus: 'PENDING_VALIDATION' },
            ],
          },
        },
      }),
      async (backend) => {
        const detail = await backend.certificates.describe(ARN);

        assert.deepEqual(detail.validationRecords, [
          {
            domainName: 'a.example.com',
            status: 'PENDING_VALIDATION',
            recordType: 'CNAME',
            recordName: '_x.a.example.com.',
            recordValue: '_y.acm-validations.aws.',
          },
        ]);
        assert.equal(detail.notAfter, undefined);
      },
    );
  });

  it('are imported as bytes, requested for validation by DNS, and deleted', async () => {
    await withStub(
      ({ action }) => ({ body: action.endsWith('DeleteCertificate') ? '' : { CertificateArn: ARN } }),
      async ({ certificates }, stub) => {
        assert.equal(
          await certificates.import({ certificate: 'C', privateKey: 'K', chain: 'H', replace: ARN }),
          ARN,
        );
        assert.equal(
          await certificates.request({
            domainName: 'a.example.com',
            subjectAlternativeNames: ['b.example.com'],
          }),
          ARN,
        );
        await certificates.delete(ARN);

        assert.deepEqual(
          stub.received.map(({ action, body }) => [action.split('.')[1], JSON.parse(body) as unknown]),
          [
            [
              'ImportCertificate',
              {
                Certificate: base64('C'),
                PrivateKey: base64('K'),
                CertificateChain: base64('H'),
                CertificateArn: ARN,
              },
            ],
            [
              'RequestCertificate',
              {
                DomainName: 'a.example.com',
                ValidationMethod: 'DNS',
                SubjectAlternativeNames: ['b.example.com'],
              },
            ],
            ['DeleteCertificate', { CertificateArn: ARN }],
          ],
        );
      },
    );
  });

  it('are read as PEM, and not before they are issued', async () => {
    await withStub(
      (_, index) =>
        index === 0
          ? { body: { Certificate: 'PEM', CertificateChain: 'CHAIN' } }
          : jsonError('RequestInProgressException', 'The request is being processed.'),
      async ({ certificates }) => {
        assert.deepEqual(await certificates.read(ARN), { certificate: 'PEM', chain: 'CHAIN' });
        assert.equal(await certificates.read(ARN), undefined);
      },
    );
  });

  for (const [exception, code] of [
    ['ResourceNotFoundException', 'NotFound'],
    ['ResourceInUseException', 'WrongState'],
    ['LimitExceededException', 'WrongState'],
    ['InvalidArnException', 'InvalidInput'],
    ['ValidationException', 'InvalidInput'],
    ['AccessDeniedException', 'NotAllowed'],
    ['ExpiredTokenException', 'NotSignedIn'],
    ['UnrecognizedClientException', 'NotSignedIn'],
    ['ThrottlingException', 'Throttled'],
    ['SomethingNewException', 'InvalidInput'],
  ] as const) {
    it(`are refused with ${code} where ACM answers ${exception}`, async () => {
      await withStub(
        () => jsonError(exception, 'As ACM puts it'),
        async ({ certificates }) => {
          await assert.rejects(certificates.delete(ARN), (error) => {
            assert.ok(error instanceof WorklinkError);
            assert.equal(error.code, code);
            assert.match(error.message, /ACM.*As ACM puts it\./);
            assert.equal(error.details?.['exception'], exception);
            assert.ok(error.hint !== undefined && error.cause instanceof Error);
            return true;
          });
        },
      );
    });
  }
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
