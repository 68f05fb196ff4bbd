import { WorklinkError } from '../../core/errors.js';

/** What a check says against a value, as one text; nothing where it passes. @throws what is no refusal */
export function refusalOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  }
}
