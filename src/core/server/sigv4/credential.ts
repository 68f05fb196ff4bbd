import { MAX_ACCESS_KEY_ID_LENGTH, MAX_REGION_LENGTH } from './limits.js';
import { incomplete, invalid, type Refusal, shown } from './refusal.js';
import { type Timestamp } from './timestamp.js';

/** A credential with its scope: `AKIDEXAMPLE/20150830/us-east-1/worklink/aws4_request`. */
export interface Credential {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

const SCOPE_TERMINATOR = 'aws4_request';

const SCOPE_PARTS = 5;

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

const REGION = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Takes a `Credential` apart, without judging its scope. */
export function parseCredential(text: string): Credential | Refusal {
  const parts = text.split('/', SCOPE_PARTS + 1);
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = parts;
  if (
    parts.length !== SCOPE_PARTS ||
    accessKeyId.length > MAX_ACCESS_KEY_ID_LENGTH ||
    !VISIBLE_ASCII.test(accessKeyId)
  ) {
    return incomplete(
      `The Credential ${shown(text)} is not of the form <access key ID>/<YYYYMMDD>/<region>/<service>/${SCOPE_TERMINATOR}.`,
    );
  }
  return { accessKeyId, day, region, service, terminator };
}

/** Judges the scope: the service asked, the day of the signature, a Region that could be one. All faults at once. */
export function checkScope(credential: Credential, service: string, signed: Timestamp): Refusal | undefined {
  const faults: string[] = [];
  if (credential.region.length > MAX_REGION_LENGTH || !REGION.test(credential.region)) {
    faults.push(`Credential should be scoped to a valid Region, not ${shown(credential.region)}.`);
  }
  if (credential.service !== service) {
    faults.push(
      `Credential should be scoped to correct service: '${service}', not ${shown(credential.service)}.`,
    );
  }
  if (credential.terminator !== SCOPE_TERMINATOR) {
    faults.push(
      `Credential should be scoped with a valid terminator: '${SCOPE_TERMINATOR}', not ${shown(credential.terminator)}.`,
    );
  }
  if (credential.day !== signed.text.slice(0, 8)) {
    faults.push(
      `Credential is scoped to the day ${shown(credential.day)}, and the request is dated ${signed.text}.`,
    );
  }
  return faults.length === 0 ? undefined : invalid(faults.join(' '));
}
