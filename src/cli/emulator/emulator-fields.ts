import { type EmulatorClock, type Fault } from '../../core/ports/emulator.js';
import { formatDuration } from '../duration.js';
import { type Field } from '../results.js';

/** What there is to say of a server. */
export const SERVER_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'running', title: 'RUNNING' },
  { name: 'url', title: 'URL' },
  { name: 'pid', title: 'PROCESS' },
  { name: 'accountId', title: 'ACCOUNT' },
  { name: 'inMemory', title: 'IN MEMORY', extra: true },
  { name: 'state', title: 'STATE' },
  { name: 'startedTime', title: 'STARTED' },
  { name: 'version', title: 'VERSION', extra: true },
  { name: 'instanceId', title: 'INSTANCE', extra: true },
];

/** Where a mock identity provider is. */
export const MOCK_IDP_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'running', title: 'RUNNING' },
  { name: 'url', title: 'URL' },
  { name: 'metadataUrl', title: 'METADATA' },
  { name: 'pid', title: 'PROCESS' },
  { name: 'state', title: 'STATE', extra: true },
  { name: 'startedTime', title: 'STARTED' },
  { name: 'version', title: 'VERSION', extra: true },
  { name: 'instanceId', title: 'INSTANCE', extra: true },
];

export const CLOCK_FIELDS: readonly Field[] = [
  { name: 'now', title: 'NOW' },
  { name: 'offsetMs', title: 'AHEAD BY (MS)' },
];

export const FAULT_FIELDS: readonly Field[] = [
  { name: 'id', title: 'ID' },
  { name: 'operation', title: 'OPERATION' },
  { name: 'error', title: 'ERROR' },
  { name: 'latencyMs', title: 'LATENCY (MS)' },
  { name: 'remaining', title: 'REMAINING' },
  { name: 'rate', title: 'RATE' },
];

/** The emulator's time in a sentence. */
export function clockSentence({ now, offsetMs }: EmulatorClock): string {
  const time = `The emulator's clock is ${now.toISOString()}`;
  if (offsetMs === 0) return `${time}, the machine's time.`;
  return `${time}, ${formatDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} the machine's.`;
}

/** What a fault does, in a sentence. */
export function faultSentence({ operation, error, latencyMs, remaining, rate }: Omit<Fault, 'id'>): string {
  const share = rate === undefined ? '' : `${String(Math.round(rate * 1e6) / 1e4)}% of `;
  const calls = `${operation ?? 'all'} calls`;
  const effects = [
    ...(latencyMs === undefined ? [] : [`take ${formatDuration(latencyMs)} longer`]),
    ...(error === undefined ? [] : [`are answered with ${error}`]),
  ];
  const times = remaining === undefined ? '' : `, ${remaining === 1 ? 'once' : `${String(remaining)} times`}`;
  return `${share}${calls} ${effects.join(' and ')}${times}.`;
}
