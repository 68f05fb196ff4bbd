import { booleanSelector, loadConfig, NODE_REGION_CONFIG_OPTIONS, SelectorType } from '@smithy/core/config';
import { NODE_MAX_ATTEMPT_CONFIG_OPTIONS, NODE_RETRY_MODE_CONFIG_OPTIONS } from '@smithy/core/retry';
import { ownError } from '../../errors.js';
import { quote } from '../../text.js';
import { type RetrySettings } from './retry.js';

/** What the SDK calls a service (AWS SDKs and Tools Reference Guide, Service-specific endpoints). */
export type ServiceId = 'WorkLink' | 'ACM' | 'EC2' | 'Kinesis' | 'CloudTrail' | 'IAM' | 'STS' | 'CloudFront';

/** Chooses a value from the environment, else from the profile. An unset or empty one is none. */
type Selectors = Parameters<typeof loadConfig<string | undefined>>[0];

/**
 * The endpoint that the environment or the shared configuration files name for a service: AWS_ENDPOINT_URL_<SERVICE>,
 * AWS_ENDPOINT_URL, the profile's services section, its endpoint_url, in this order
 * (AWS SDKs and Tools Reference Guide, Service-specific endpoints). The files are read by the SDK's own loader.
 *
 * The WorkLink client is older than these settings; the others know them, but not for a profile that is not AWS_PROFILE.
 *
 * @throws WorklinkError `Usage` for a value that is no HTTP URL
 */
export async function configuredEndpoint(service: ServiceId, profile?: string): Promise<string | undefined> {
  const from = profile === undefined ? {} : { profile };
  if (await loadConfig(IGNORE_CONFIGURED_ENDPOINTS, from)()) return undefined;
  const url = await loadConfig(endpointSelectors(service), from)();
  return url === undefined ? undefined : checkEndpoint(url, `The configured endpoint of ${service}`);
}

/**
 * An endpoint as it was given, if it can be one.
 *
 * @param what what the message calls it
 * @throws WorklinkError `Usage` for what is no HTTP URL, and for one that holds credentials, a query or a fragment
 */
export function checkEndpoint(given: string, what: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const plain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw ownError(
      'Usage',
      `${what} is ${quote(withoutPassword(given))}, which is not a plain HTTP or HTTPS URL.`,
      {
        hint: 'Give one such as http://127.0.0.1:4580.',
      },
    );
  }
  return given;
}

function withoutPassword(given: string): string {
  return given.replace(/\/\/[^/]*@/, '//…@');
}

const IGNORE_CONFIGURED_ENDPOINTS: Parameters<typeof loadConfig<boolean | undefined>>[0] = {
  environmentVariableSelector: (env) =>
    booleanSelector(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', SelectorType.ENV),
  configFileSelector: (profile) =>
    booleanSelector(profile, 'ignore_configured_endpoint_urls', SelectorType.CONFIG),
  default: false,
};

function endpointSelectors(service: ServiceId): Selectors {
  const key = service.toLowerCase().replaceAll(' ', '_');
  return {
    environmentVariableSelector: (env) =>
      given(env[`AWS_ENDPOINT_URL_${key.toUpperCase()}`]) ?? given(env['AWS_ENDPOINT_URL']),
    configFileSelector: (profile, file) => {
      const section = given(profile['services']);
      // The loader joins the words of a section's heading, and nested keys, by a dot.
      const ofService =
        section === undefined ? undefined : file?.[`services.${section}`]?.[`${key}.endpoint_url`];
      return given(ofService) ?? given(profile['endpoint_url']);
    },
    default: undefined,
  };
}

/** The Region that the profile names, where the environment names none. */
export async function configuredRegion(profile?: string): Promise<string | undefined> {
  const selectors: Selectors = {
    environmentVariableSelector: (env) => given(env['AWS_REGION']) ?? given(env['AWS_DEFAULT_REGION']),
    configFileSelector: NODE_REGION_CONFIG_OPTIONS.configFileSelector,
    default: undefined,
  };
  return loadConfig(selectors, profile === undefined ? {} : { profile })();
}

/** How the environment or the profile wants calls to be tried again; nothing where they do not say. */
export async function configuredRetry(profile?: string): Promise<RetrySettings> {
  const from = profile === undefined ? {} : { profile };
  const mode = await loadConfig<string | undefined>(
    { ...NODE_RETRY_MODE_CONFIG_OPTIONS, default: undefined },
    from,
  )();
  const maxAttempts = await loadConfig<number | undefined>(
    { ...NODE_MAX_ATTEMPT_CONFIG_OPTIONS, default: undefined },
    from,
  )();
  return { mode, maxAttempts };
}

function given(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
