/** How a terminal's colours are put on text; the plain one leaves text as it is. */
export interface Paint {
  title(text: string): string;
  /** A state of the service: settled well, failed, or on its way. */
  state(text: string): string;
  error(text: string): string;
  good(text: string): string;
  pending(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;
export const plainPaint: Paint = {
  title: same,
  state: same,
  error: same,
  good: same,
  pending: same,
  faint: same,
};

const GOOD = /^(?:ACTIVE|ISSUED|SUCCESS|done)$/;
const BAD = /^(?:FAILED|INACTIVE|EXPIRED|REVOKED|VALIDATION_TIMED_OUT|wrong|error)/;

/** @returns colours where wanted; the library is only loaded then */
export async function choosePaint(coloured: boolean): Promise<Paint> {
  if (!coloured) return plainPaint;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    title: (text) => chalk.bold(text),
    state: (text) =>
      GOOD.test(text) ? chalk.green(text) : BAD.test(text) ? chalk.red(text) : chalk.yellow(text),
    error: (text) => chalk.red(text),
    good: (text) => chalk.green(text),
    pending: (text) => chalk.yellow(text),
    faint: (text) => chalk.dim(text),
  };
}
