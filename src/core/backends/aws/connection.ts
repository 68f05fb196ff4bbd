import { type Logger, type RetryStrategyV2 } from '@smithy/types';
import { type Timer } from '../../ports/clock.js';
import { type ServiceId } from './settings.js';
import { translate } from './errors.js';

export interface ConnectionOptions {
  /** The profile of the shared configuration files; the SDK's own choice where absent. */
  readonly profile?: string | undefined;
  /** The fleets' home Region. */
  readonly region: string;
  /** Where WorkLink is, whatever the environment and the files say. */
  readonly endpointUrl?: string | undefined;
  /** What this program calls itself: `worklink/1.2.3 …`. */
  readonly userAgent: string;
  readonly timer: Timer;
  /** Ends every call and every wait once aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** What every client of the SDK is made with. All else is the SDK's own choice. */
export interface ClientSettings {
  readonly region: string;
  readonly profile?: string;
  readonly logger?: Logger;
  readonly endpoint?: string;
  readonly customUserAgent: [string, string][];
  readonly retryStrategy: RetryStrategyV2;
}

/** A client that is made when it is first needed. */
interface Disposable {
  readonly client: { destroy(): void };
}

export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** The clients of one backend: each loaded and made at its first call, and all closed together. */
export class Connection {
  readonly #open = new Set<{ destroy(): void }>();

  constructor(readonly options: ConnectionOptions) {}

  /**
   * A service that can be called.
   *
   * @param region where, if not in the home Region
   * @param make loads the service's SDK and makes a client
   */
  service<S extends Disposable>(
    id: ServiceId,
    make: (settings: ClientSettings) => Promise<S>,
    region = this.options.region,
  ): ServiceConnection<S> {
    return new ServiceConnection(id, region, this.options, async () => {
      const settings = await this.#settings(id, region);
      const made = await make(settings);
      this.#open.add(made.client);
      return { made, endpoint: settings.endpoint };
    });
  }

  close(): void {
    for (const client of this.#open) client.destroy();
    this.#open.clear();
  }

  async #settings(id: ServiceId, region: string): Promise<ClientSettings> {
    const { configuredEndpoint, configuredRetry } = await import('./settings.js');
    const { retryStrategyOf } = await import('./retry.js');
    const { state } = await import('@aws-sdk/core/client');
    // The SDK would tell people on stderr that its next versions need a newer Node: that is for who builds this program.
    state.warningEmitted = true;
    const { profile, userAgent, timer, signal } = this.options;
    const endpoint =
      id === 'WorkLink' && this.options.endpointUrl !== undefined
        ? this.options.endpointUrl
        : await configuredEndpoint(id, profile);
    return {
      region,
      // Who names a profile need not be told that it goes before the keys in the environment.
      ...(profile !== undefined && { profile, logger: SILENT }),
      ...(endpoint !== undefined && { endpoint }),
      customUserAgent: [productOf(userAgent)],
      retryStrategy: retryStrategyOf(await configuredRetry(profile), timer, signal),
    };
  }
}

/** One service as it is called: made at the first call, its errors translated. */
export class ServiceConnection<S> {
  #made: Promise<{ readonly made: S; readonly endpoint: string | undefined }> | undefined;

  constructor(
    private readonly id: ServiceId,
    private readonly region: string,
    private readonly options: Pick<ConnectionOptions, 'signal' | 'profile'>,
    private readonly make: () => Promise<{ readonly made: S; readonly endpoint: string | undefined }>,
  ) {}

  /**
   * Makes one call.
   *
   * @throws WorklinkError as `translate` says
   */
  async call<T>(what: (service: S, options: CallOptions) => Promise<T>): Promise<T> {
    const { signal, profile } = this.options;
    let endpoint: string | undefined;
    try {
      signal?.throwIfAborted();
      this.#made ??= this.make();
      const ready = await this.#made;
      endpoint = ready.endpoint;
      return await what(ready.made, signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      throw translate(error, { service: this.id, region: this.region, endpoint, profile, signal });
    }
  }

  /** The pages of a list, each asked for when the one before it has been read. */
  async *pages<Page>(
    fetch: (service: S, token: string | undefined, options: CallOptions) => Promise<Page>,
    tokenOf: (page: Page) => string | undefined,
  ): AsyncGenerator<Page, void, undefined> {
    let token: string | undefined;
    do {
      const before = token;
      const page = await this.call((service, options) => fetch(service, before, options));
      yield page;
      const next = tokenOf(page);
      // A service that names the same page again and again would be asked for ever.
      token = next === '' || next === before ? undefined : next;
    } while (token !== undefined);
  }
}

const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function productOf(userAgent: string): [string, string] {
  const [name = 'worklink', version = '0'] = userAgent.split(' ', 1)[0]?.split('/') ?? [];
  return [name, version];
}
