import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { asJsonData } from './json.js';

/** A JMESPath expression ready to be asked of a result. */
export type Query = (data: unknown) => unknown;

/**
 * Reads a JMESPath expression.
 *
 * @throws WorklinkError `Usage` where it is not one, now or, for what only data can show, when it is asked
 */
export async function compileQuery(expression: string): Promise<Query> {
  const { compile, TreeInterpreter } = await import('@jmespath-community/jmespath');
  const tree = refusing(expression, () =>
    // Bare words between backticks, as the aws CLI takes them.
    compile(expression, { enable_legacy_literals: true }),
  );
  return (data) =>
    // What comes out is of the library's JSON type; what went in was made JSON.
    refusing(expression, () =>
      TreeInterpreter.search(tree, asJsonData(data) as Parameters<typeof TreeInterpreter.search>[1]),
    );
}

function refusing<T>(expression: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = cause instanceof Error ? `: ${cause.message}` : '';
    throw ownError(
      'Usage',
      `--query ${quote(expression)} is not a JMESPath expression this result answers${reason}`,
      {
        hint: 'See https://jmespath.org for the language, and --output json for the data it is asked of.',
        cause,
      },
    );
  }
}
