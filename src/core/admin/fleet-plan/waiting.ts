import { ownError, WorklinkError } from '../../errors.js';
import { domainKey } from '../../model/domain-key.js';
import { canSettleTo, type DomainStatus } from '../../model/domain-states.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { waitForActiveDomain } from '../domains/change.js';
import { listDomains } from '../domains/domains.js';
import { waitUntil, type WaitOptions } from '../wait.js';

type States = ReadonlyMap<string, DomainStatus>;
type Goal = 'ACTIVE' | 'gone';

/** The states of all of a fleet's domains, by `domainKey`, in one pass over the list. @param arn of the fleet */
export async function domainStatesOf(backend: Backend, arn: string): Promise<States> {
  const states = new Map<string, DomainStatus>();
  for await (const { domainName, domainStatus } of listDomains(backend, arn))
    states.set(domainKey(domainName), domainStatus);
  return states;
}

/**
 * Waits until many domains of a fleet are ACTIVE, or gone: each look is one pass over the list, however many they are.
 *
 * @param arn of the fleet
 * @param onPending told how many are still on their way
 * @returns why those did not get there that did not, by `domainKey`
 * @throws the signal's reason once it is aborted
 */
export async function waitForDomains(
  backend: Backend,
  arn: string,
  names: readonly string[],
  goal: Goal,
  options: WaitOptions,
  onPending: (count: number) => void = () => undefined,
): Promise<ReadonlyMap<string, WorklinkError>> {
  const judge = (states: States) => (name: string) => judgementOf(states.get(domainKey(name)), goal);
  const pendingIn = (states: States) => names.filter((name) => judge(states)(name) === 'pending');
  let last: States = new Map();
  try {
    await waitUntil(
      {
        what: `domains to be ${goal}`,
        look: async () => (last = await domainStatesOf(backend, arn)),
        judge: (states) => {
          const { length } = pendingIn(states);
          if (length > 0) onPending(length);
          return length === 0 ? 'reached' : 'pending';
        },
        stateOf: () => 'on their way',
      },
      options,
    );
  } catch (error) {
    if (!(error instanceof WorklinkError && error.code === 'WaitTimedOut')) throw error;
  }
  const failures = new Map<string, WorklinkError>();
  for (const name of names) {
    const judgement = judge(last)(name);
    if (judgement === 'reached') continue;
    const failure =
      judgement === 'pending'
        ? stillPending(name, last.get(domainKey(name)), goal, options)
        : await unreachable(backend, arn, name, goal, options);
    if (failure !== undefined) failures.set(domainKey(name), failure);
  }
  return failures;
}

function judgementOf(status: DomainStatus | undefined, goal: Goal): 'reached' | 'pending' | 'unreachable' {
  if (goal === 'gone') {
    if (status === undefined || status === 'DISASSOCIATED') return 'reached';
    return status === 'DISASSOCIATING' ? 'pending' : 'unreachable';
  }
  if (status === 'ACTIVE') return 'reached';
  return status !== undefined && canSettleTo(status, 'ACTIVE') ? 'pending' : 'unreachable';
}

function stillPending(
  name: string,
  status: DomainStatus = 'DISASSOCIATED',
  goal: Goal,
  { timeoutMs }: WaitOptions,
): WorklinkError {
  return ownError(
    'WaitTimedOut',
    `Waited ${String(timeoutMs / 1000)} seconds for domain ${quote(name)} to be ${goal}: it is still ${status}.`,
    {
      hint: 'The change goes on. Run the same again, or wait longer with --timeout.',
      details: { domainName: name, state: status, timeoutMs },
    },
  );
}

/** Asks for the domain by itself, which tells why it failed. */
async function unreachable(
  backend: Backend,
  arn: string,
  name: string,
  goal: Goal,
  options: WaitOptions,
): Promise<WorklinkError | undefined> {
  if (goal === 'gone') {
    return ownError('StateUnreachable', `Waiting for domain ${quote(name)} to be gone is in vain.`, {
      details: { domainName: name },
    });
  }
  try {
    await waitForActiveDomain(backend, arn, name, { ...options, timeoutMs: 0 });
    return undefined;
  } catch (error) {
    if (error instanceof WorklinkError) return error as WorklinkError;
    throw error;
  }
}
