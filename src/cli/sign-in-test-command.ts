import { type Interfaces } from '@oclif/core';
import {
  fleetParties,
  givenParties,
  refusalOf,
  type SignInParties,
  testResponse,
} from '../core/admin/identity-provider/test-response.js';
import { serviceTime } from '../core/admin/service-time.js';
import { type SignInOutcome } from '../core/ports/sign-ins.js';
import { BaseCommand } from './base-command.js';
import { RESPONSE_FIELDS } from './fields/response-fields.js';
import { readMetadata } from './metadata-file.js';
import { details, type Details } from './results.js';
import { type judgingFlags, type partiesFlags, type trialFlags } from './sign-in-test-flags.js';
import { trySignIn } from './sign-in-trial.js';
import { assertReadOnce, readNamedFile } from './values.js';

/** A response is a document of some kilobytes; its form may be padded. In bytes. */
const MAX_RESPONSE_BYTES = 4_194_304;

type Given<F extends Interfaces.FlagInput> = Interfaces.InferredFlags<F>;

/** Tries a sign-in, by a person in a browser or by a response that was captured. */
export abstract class SignInTestCommand extends BaseCommand {
  protected override readonly fields = RESPONSE_FIELDS;

  /** Has somebody sign in, and judges what comes back. */
  protected async tried(
    given: string | undefined,
    { timeout, browser, 'no-browser': noBrowser }: Given<typeof trialFlags>,
  ): Promise<Details> {
    const fleet = await this.fleetFlag(given);
    const backend = await this.backend();
    const { surroundings, talk } = this;
    const data = await trySignIn(
      { backend, settings: this.globals.backend, surroundings, talk },
      {
        fleet,
        timeoutMs: timeout,
        browser: noBrowser ? false : undefined,
        program: browser,
        version: this.config.version,
      },
    );
    return shown(data);
  }

  /** Judges a response out of a file. */
  protected async judged(
    file: string,
    flags: Given<typeof judgingFlags> & Given<typeof partiesFlags>,
  ): Promise<Details> {
    const key = flags['decryption-key'];
    assertReadOnce([file, flags.metadata, key]);
    const { parties, now } = await this.#parties(flags);
    const data = await testResponse(parties, {
      response: await readNamedFile(file, this.host, { flag: '--response', maxBytes: MAX_RESPONSE_BYTES }),
      at: flags.at ?? now,
      skewMs: flags.skew,
      requestId: flags['request-id'],
      allowSha1: flags['allow-sha1'],
      allowRsa15: flags['allow-rsa15'],
      decryptionKey:
        key === undefined ? undefined : await readNamedFile(key, this.host, { flag: '--decryption-key' }),
    });
    return shown(data);
  }

  /** Offline no backend is opened: there may be none. */
  async #parties({
    fleet: given,
    metadata,
    acs,
    'entity-id': entityId,
  }: Given<typeof partiesFlags>): Promise<{ readonly parties: SignInParties; readonly now: Date }> {
    if (metadata !== undefined && acs !== undefined && entityId !== undefined) {
      const document = readMetadata(metadata, this.host);
      return { parties: await givenParties(document, entityId, acs), now: this.host.timer.now() };
    }
    const fleet = await this.fleetFlag(given);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    return { parties: await fleetParties(backend, fleet, now), now };
  }
}

function shown(data: SignInOutcome): Details {
  return details({ data, fields: RESPONSE_FIELDS, failure: () => refusalOf(data) });
}
