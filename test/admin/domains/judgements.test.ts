import assert from 'node:assert/strict';
import { judgeHttpFailure } from '../../../src/core/admin/domains/check-http.js';
import { judgeCertificate, judgeTlsFailure } from '../../../src/core/admin/domains/check-tls.js';

const HOST = 'intranet.example.com';

describe('a site that fails', () => {
  const tls: readonly (readonly [string, string])[] = [
    ['TIMEOUT', 'tls-timeout'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-spoken'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'tls-not-spoken'],
    ['EPROTO', 'tls-not-spoken'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls-client-certificate-required'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'tls-failed'],
    ['ERR_SSL_CERTIFICATE_LENGTH', 'tls-failed'],
  ];
  for (const [code, id] of tls) {
    it(`given ${code} from TLS, then ${id}`, () => {
      const finding = judgeTlsFailure(HOST, { code, message: 'm' });
      assert.deepEqual([finding.id, finding.severity, finding.subject], [id, 'error', HOST]);
    });
  }

  const http: readonly (readonly [string, string])[] = [
    ['TIMEOUT', 'http-timeout'],
    ['HPE_HEADER_OVERFLOW', 'http-header-too-large'],
    ['HPE_INVALID_CONSTANT', 'http-not-spoken'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls-client-certificate-required'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'http-failed'],
    ['ECONNRESET', 'http-failed'],
  ];
  for (const [code, id] of http) {
    it(`given ${code} from HTTP, then ${id}`, () => {
      const finding = judgeHttpFailure(HOST, { code, message: 'm' });
      assert.deepEqual([finding.id, finding.severity, finding.subject], [id, 'error', HOST]);
    });
  }

  it('given a site that shows no certificate, then that is all that is said of it', () => {
    const { tls: report, findings } = judgeCertificate(HOST, 'TLSv1.3', [], {
      uploaded: [],
      system: [],
      at: new Date(0),
    });
    assert.equal(report, undefined);
    assert.deepEqual(
      findings.map(({ id, subject }) => [id, subject]),
      [['certificate-absent', HOST]],
    );
  });
});
