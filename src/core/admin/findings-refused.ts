import { WorklinkError } from '../errors.js';
import { type Finding } from '../findings.js';

/** What was judged and is not sent. All that was found out is in its details too. */
export class FindingsRefused extends WorklinkError<'InvalidInput'> {
  /** @param what is refused, as a sentence begins */
  constructor(
    what: string,
    readonly findings: readonly Finding[],
  ) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const more = errors.length > 1 ? ` It has ${String(errors.length)} errors in all.` : '';
    super('InvalidInput', `${what} is refused: ${first?.message ?? 'it cannot be read.'}${more}`, {
      details: { findings },
      ...(first === undefined ? {} : { hint: first.fix }),
    });
  }
}
