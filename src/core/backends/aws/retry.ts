import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
import { type RetryErrorInfo, type RetryStrategyV2, type RetryToken } from '@smithy/types';
import { type Timer } from '../../ports/clock.js';
import { DeliveredRate } from './delivered-rate.js';

/** How often a call is sent that the service keeps throttling. Others are sent as often as the SDK does. */
const THROTTLED_ATTEMPTS = 10;
/** The pause after the first throttled attempt, and the longest, in milliseconds. The rate is kept by {@link DeliveredRate}. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** How often the SDK sends a call where nobody says otherwise (AWS SDKs and Tools Reference Guide, Retry behavior). */
const SDK_ATTEMPTS = 3;

export interface RetrySettings {
  /** `standard` or `adaptive`, where the environment or the profile asks for one of the SDK's own. */
  readonly mode?: string | undefined;
  /** How often a call is sent at most, where the environment or the profile says so. */
  readonly maxAttempts?: number | undefined;
}

/**
 * How a client tries again: as its settings ask, else by {@link SteadyRetryStrategy}.
 *
 * Each client gets one strategy for all its calls. The WorkLink client, left to itself, makes a new one for each call,
 * so that its adaptive mode never learns anything.
 */
export function retryStrategyOf(
  { mode, maxAttempts }: RetrySettings,
  timer: Timer,
  signal?: AbortSignal,
): RetryStrategyV2 {
  const attempts = maxAttempts ?? SDK_ATTEMPTS;
  if (mode === 'standard') return scoped(new StandardRetryStrategy(attempts));
  if (mode === 'adaptive') return scoped(new AdaptiveRetryStrategy(() => Promise.resolve(attempts)));
  return new SteadyRetryStrategy({
    timer,
    signal,
    attempts,
    throttledAttempts: maxAttempts ?? THROTTLED_ATTEMPTS,
  });
}

/** The WorkLink client names no scope for its retries; the strategies of today expect one. */
function scoped(strategy: RetryStrategyV2): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: (scope: string | undefined) => strategy.acquireInitialRetryToken(scope ?? ''),
    refreshRetryTokenForRetry: (token, error) => strategy.refreshRetryTokenForRetry(token, error),
    recordSuccess: (token) => {
      strategy.recordSuccess(token);
    },
  };
}

interface SteadyRetryOptions {
  readonly timer: Timer;
  /** Ends every wait once aborted. */
  readonly signal?: AbortSignal | undefined;
  /** How often a call is sent that fails in passing, and one that is throttled. */
  readonly attempts: number;
  readonly throttledAttempts: number;
}

/**
 * The SDK's standard strategy, but for throttling: there a {@link DeliveredRate} says when calls are sent, and a
 * refused call is tried more often. The SDK's adaptive mode begins at half a call a second after the first refusal and
 * takes three times as long as a service's rate allows; docs/decisions/aws-backend.md has the figures.
 */
export class SteadyRetryStrategy implements RetryStrategyV2 {
  readonly #standard: RetryStrategyV2;
  readonly #rate: DeliveredRate;

  constructor(private readonly options: SteadyRetryOptions) {
    this.#standard = scoped(new StandardRetryStrategy(options.attempts));
    this.#rate = new DeliveredRate(options.timer);
  }

  async acquireInitialRetryToken(scope: string): Promise<SteadyToken> {
    const token = await this.#standard.acquireInitialRetryToken(scope);
    await this.#rate.take(this.options.signal);
    return new SteadyToken(token, 0);
  }

  async refreshRetryTokenForRetry(token: RetryToken, error: RetryErrorInfo): Promise<SteadyToken> {
    const { standard, throttled } = steady(token);
    const { timer, signal, throttledAttempts } = this.options;
    if (error.errorType === 'THROTTLING') {
      this.#rate.throttled();
      if (throttled + 1 >= throttledAttempts) throw new Error('It was throttled too often.');
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** throttled, LONGEST_PAUSE_MS);
      await timer.sleep(longest * (0.5 + Math.random() / 2), signal);
      await this.#rate.take(signal);
      return new SteadyToken(standard, throttled + 1);
    }
    if (error.errorType === 'CLIENT_ERROR') this.#rate.answered();
    else this.#rate.ended();
    const next = await this.#standard.refreshRetryTokenForRetry(standard, error);
    await this.#rate.take(signal);
    return new SteadyToken(next, throttled);
  }

  recordSuccess(token: RetryToken): void {
    this.#rate.answered();
    this.#standard.recordSuccess(steady(token).standard);
  }
}

/** A call's way through its attempts: what the standard strategy knows of it, and how often it was throttled. */
class SteadyToken implements RetryToken {
  constructor(
    readonly standard: RetryToken,
    readonly throttled: number,
  ) {}

  getRetryCount(): number {
    return this.standard.getRetryCount() + this.throttled;
  }

  /** Every wait is over when a token is given out. */
  getRetryDelay(): number {
    return 0;
  }
}

function steady(token: RetryToken): SteadyToken {
  if (token instanceof SteadyToken) return token;
  throw new TypeError('The token is of another retry strategy.');
}
