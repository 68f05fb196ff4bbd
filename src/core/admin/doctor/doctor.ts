import { WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { runBulk } from '../bulk.js';
import { lookAtCertificates } from '../setup/certificates.js';
import { fleetGrounds, groundOf, type LookOptions } from '../setup/ground.js';
import { failedLook, finding, type FleetGround, type Ground, unlessMissing } from '../setup/look.js';
import { CERTIFICATE_STEP, STEPS } from '../setup/steps.js';
import { stepFindings } from './missing.js';
import { checkSignOnAddresses, checkSites, type ProbeOptions } from './sites.js';
import { judgeCaller, judgeEmulator, judgeNode, judgeStateFile, type ToolFacts } from './tool.js';

/** What a check is about: the tool and its machine, the account, a fleet, or sites as this machine sees them. */
export type DiagnosisGroup = 'tool' | 'account' | 'fleet' | 'sites';

/** One thing found out, and where. */
export interface Diagnosis extends Finding {
  readonly group: DiagnosisGroup;
  /** The check that found it; kebab-case. */
  readonly check: string;
  /** Absent where it is of no fleet. */
  readonly fleetName?: string;
}

export interface Examination {
  /** How many checks were made. */
  readonly checks: number;
  /** By group, then fleet; the worst of each first. */
  readonly diagnoses: readonly Diagnosis[];
}

export interface DoctorOptions extends LookOptions {
  readonly tool: ToolFacts;
  /** Looks at sites, too, where somebody asked for it. */
  readonly sites?: ProbeOptions;
  readonly identityProvider?: ProbeOptions;
  /** Told what is being looked at. */
  readonly onProgress?: (what: string) => void;
}

interface Check {
  readonly group: DiagnosisGroup;
  readonly check: string;
  readonly fleetName?: string;
  readonly run: () => Promise<readonly Finding[]> | readonly Finding[];
}

/** Checks made at a time. */
const AT_A_TIME = 6;
const SEVERITIES = ['error', 'warning', 'info'] as const;

/**
 * Examines the tool, the account and fleets. A check that fails is a finding of its own, and ends nothing.
 *
 * @param open opens the backend
 * @param fleet name or ARN; all fleets of the Region where absent
 * @throws WorklinkError `NotFound` where there is no such fleet, `Usage`; the signal's reason
 */
export async function examine(
  open: () => Promise<Backend>,
  fleet: string | undefined,
  options: DoctorOptions,
): Promise<Examination> {
  const { tool, signal } = options;
  const nodeCheck: Check = { group: 'tool', check: 'node', run: () => judgeNode(tool) };
  const backend = await opened(open);
  if (backend instanceof WorklinkError) {
    const failed: Check = { group: 'tool', check: 'backend', run: () => Promise.reject(backend) };
    return make([nodeCheck, failed], options);
  }
  const ground = groundOf(backend, options);
  const general = await make([nodeCheck, ...generalChecks(ground)], options);
  let { checks } = general;
  const diagnoses = [...general.diagnoses];
  const add = (examination: Examination): void => {
    checks += examination.checks;
    diagnoses.push(...examination.diagnoses);
  };
  let fleets = 0;
  try {
    for await (const at of fleetGrounds(ground, fleet)) {
      fleets += 1;
      options.onProgress?.(`Examining fleet ${at.name}`);
      add(await make(fleetChecks(at, options), options));
      signal.throwIfAborted();
    }
    add(
      await make([{ group: 'account', check: 'fleets', run: () => judgeAccount(ground, fleets) }], options),
    );
  } catch (error) {
    if (!(error instanceof WorklinkError) || error.code === 'NotFound' || error.code === 'Interrupted')
      throw error;
    add(await make([{ group: 'account', check: 'fleets', run: () => Promise.reject(error) }], options));
  }
  signal.throwIfAborted();
  return { checks, diagnoses };
}

async function opened(open: () => Promise<Backend>): Promise<Backend | WorklinkError> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof WorklinkError && error.code !== 'Usage') return error;
    throw error;
  }
}

function generalChecks(ground: Ground): readonly Check[] {
  const { stateFile } = ground.backend;
  return [
    ...(stateFile === undefined
      ? []
      : [
          {
            group: 'tool',
            check: 'state-file',
            run: () => judgeStateFile(stateFile.inspect()),
          } as const,
        ]),
    { group: 'tool', check: 'emulator', run: () => judgeEmulator(ground) },
    { group: 'account', check: 'caller', run: () => judgeCaller(ground) },
    {
      group: 'account',
      check: CERTIFICATE_STEP.step,
      run: async () => stepFindings(CERTIFICATE_STEP, await lookAtCertificates(ground), 'us-east-1'),
    },
  ];
}

function fleetChecks(at: FleetGround, { sites, identityProvider }: DoctorOptions): readonly Check[] {
  const { name: fleetName } = at;
  const looks = STEPS.map((step): Check => ({
    group: 'fleet',
    check: step.step,
    fleetName,
    run: async () => stepFindings(step, await step.look(at), fleetName),
  }));
  return [
    ...looks,
    ...(identityProvider === undefined
      ? []
      : [
          {
            group: 'sites',
            check: 'identity-provider',
            fleetName,
            run: () => checkSignOnAddresses(at, identityProvider),
          } as const,
        ]),
    ...(sites === undefined
      ? []
      : [{ group: 'sites', check: 'domains', fleetName, run: () => checkSites(at, sites) } as const]),
  ];
}

/** What the account as a whole lacks for its fleets. */
async function judgeAccount({ backend }: Ground, fleets: number): Promise<readonly Finding[]> {
  if (fleets === 0) {
    const message = `There are no fleets in ${backend.region}.`;
    return [
      finding('warning', 'setup-fleet-missing', [
        backend.region,
        message,
        'Create one: worklink fleet create NAME',
      ]),
    ];
  }
  const { roles } = backend;
  if (roles === undefined || (await unlessMissing(() => roles.serviceLinkedRole())) !== undefined) return [];
  return [
    finding('warning', 'service-linked-role-missing', [
      'AWSServiceRoleForAmazonWorkLink',
      'The account has fleets and not the role that WorkLink reaches networks and streams with.',
      'It comes with a new fleet: see worklink role show.',
    ]),
  ];
}

/** Makes checks, a few at a time. */
async function make(checks: readonly Check[], { clock, signal }: DoctorOptions): Promise<Examination> {
  const settled = await runBulk(checks, async ({ run }) => run(), { concurrency: AT_A_TIME, clock, signal });
  const diagnoses = settled.flatMap((one) => {
    if (one.state === 'notBegun') return [];
    const { group, check, fleetName } = one.item;
    const findings = one.state === 'done' ? one.value : [failedLook(one.error, fleetName ?? check)];
    return findings.map(({ id, severity, subject, message, fix }): Diagnosis => ({
      ...{ group, ...(fleetName !== undefined && { fleetName }), check },
      ...{ severity, id, subject, message, fix },
    }));
  });
  return { checks: checks.length, diagnoses: worstFirst(diagnoses) };
}

function worstFirst(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return [...diagnoses].sort(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}
