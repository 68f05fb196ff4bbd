import * as Flags from '@oclif/core/flags';
import { type OperationName } from '../../core/contract/contract.js';
import { isServiceErrorName, SERVICE_ERRORS, type ServiceErrorName } from '../../core/contract/errors.js';
import { ownError } from '../../core/errors.js';
import { type Fault } from '../../core/ports/emulator.js';
import { quote } from '../../core/text.js';
import { durationFlag } from '../common-flags.js';
import { operationFlag, unknownName } from '../operation-flag.js';

/** One of the service's exceptions, by its name. */
const serviceErrorFlag = Flags.custom<ServiceErrorName>({
  helpValue: 'EXCEPTION',
  parse: (text) =>
    isServiceErrorName(text)
      ? Promise.resolve(text)
      : Promise.reject(unknownName(text, 'an exception of the service', Object.keys(SERVICE_ERRORS))),
});

/** A share, above 0 and at most 1; `25%` is one too. */
const shareFlag = Flags.custom<number>({
  helpValue: 'SHARE',
  parse: (text) => {
    const share = parseShare(text);
    return share === undefined
      ? Promise.reject(
          ownError('Usage', `${quote(text)} is not a share above 0 and at most 1, such as 0.25 or 25%.`),
        )
      : Promise.resolve(share);
  },
});

/** What a fault does, to which calls. */
export const faultFlags = {
  operation: operationFlag({ summary: 'Operation it strikes; every one where left out.' }),
  error: serviceErrorFlag({ summary: 'Exception it answers with.' }),
  latency: durationFlag({ summary: 'Delay it adds.' }),
  count: Flags.integer({
    summary: 'How many calls it strikes; no end where left out.',
    helpValue: 'COUNT',
    min: 1,
    max: 2 ** 31 - 1,
  }),
  rate: shareFlag({ summary: 'Share of calls it strikes; every one where left out.' }),
};

interface FaultFlagValues {
  readonly operation: OperationName | undefined;
  readonly error: ServiceErrorName | undefined;
  readonly latency: number | undefined;
  readonly count: number | undefined;
  readonly rate: number | undefined;
}

/** The fault that flags describe. @throws WorklinkError `Usage` for one that does nothing */
export function faultOf({ operation, error, latency, count, rate }: FaultFlagValues): Omit<Fault, 'id'> {
  if (error === undefined && latency === undefined) {
    throw ownError('Usage', 'A fault is an error, a delay, or both.', { hint: 'Give --error or --latency.' });
  }
  return {
    ...(operation !== undefined && { operation }),
    ...(error !== undefined && { error }),
    ...(latency !== undefined && { latencyMs: latency }),
    ...(count !== undefined && { remaining: count }),
    ...(rate !== undefined && { rate }),
  };
}

function parseShare(text: string): number | undefined {
  if (!/^\d{1,3}(?:\.\d{1,9})?%?$/.test(text)) return undefined;
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  return share > 0 && share <= 1 ? share : undefined;
}
