import * as Args from '@oclif/core/args';
import { serviceTime } from '../core/admin/service-time.js';
import { findWebsiteCas, type WebsiteCa } from '../core/admin/website-cas/website-cas.js';
import { type Backend } from '../core/ports/backend.js';
import { type Host } from './host.js';

const DESCRIPTION = 'Website CA, by ID, display name or SHA-256 fingerprint.';

export const caArgument = Args.string({ description: DESCRIPTION });
export const casArgument = Args.string({ description: DESCRIPTION, multiple: true });

export const CA_QUESTION = 'Website CA (ID, display name or fingerprint)';

/** The website CAs that references name; all of the fleet where there are none. @throws as `findWebsiteCas` */
export function chosenCas(
  backend: Backend,
  fleet: string,
  references: readonly string[] | undefined,
  { timer, signal }: Host,
): Promise<readonly WebsiteCa[]> {
  return findWebsiteCas(backend, fleet, references, {
    now: serviceTime(backend, timer),
    clock: timer,
    signal,
  });
}
