import { definitionOf, type OperationName } from '../contract/contract.js';
import { type Member } from '../contract/schema.js';
import { badRequest } from './http-refusal.js';
import { parseJsonObject } from './json-body.js';
import { decodeOnce, type Route } from './routing.js';

/** More parameters than this are not read. Fifty tag keys and a presigned URL's own seven are the most a call has. */
const MAX_QUERY_PARAMETERS = 256;

/**
 * An operation's input, gathered from where the contract says that each member travels. Nothing of it is checked:
 * that is the service's own work.
 *
 * @param route the operation, and what its path held
 * @param query the query as sent, without the question mark
 * @param body the whole body
 * @throws HttpRefusal 400 where query or body cannot be read at all
 */
export function gatherInput(
  route: Route,
  query: string,
  body: Uint8Array,
): Readonly<Record<string, unknown>> {
  const members = Object.entries(definitionOf(route.operation).input.members);
  const inQuery = members.filter(([, member]) => member.location === 'querystring');
  return {
    ...(travelsInBody(route.operation) ? parseJsonObject(body) : {}),
    // Last, so that a body cannot name another resource than the path that was signed and authorized.
    ...route.pathMembers,
    ...(inQuery.length === 0 ? {} : fromQuery(inQuery, parseQuery(query))),
  };
}

function travelsInBody(operation: OperationName): boolean {
  return Object.values(definitionOf(operation).input.members).some((member) => member.location === undefined);
}

function fromQuery(
  members: readonly (readonly [string, Member])[],
  parameters: readonly (readonly [string, string])[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    members.map(([name, member]) => {
      const parameter = member.locationName ?? name;
      const values = parameters.filter(([given]) => given === parameter).map(([, value]) => value);
      // Nothing but lists travels in a query here, and an empty one is no parameter at all.
      return [name, values.length === 0 ? undefined : values];
    }),
  );
}

/** Reads a query by RFC 3986: `+` is a plus sign, as it is in tag keys and in what was signed. */
function parseQuery(query: string): readonly (readonly [string, string])[] {
  if (query === '') return [];
  const pieces = query.split('&', MAX_QUERY_PARAMETERS + 1);
  if (pieces.length > MAX_QUERY_PARAMETERS) {
    throw badRequest(`The query has more than ${MAX_QUERY_PARAMETERS} parameters.`);
  }
  return pieces.map((piece) => {
    const equals = piece.indexOf('=');
    return equals === -1
      ? [decodeOnce(piece), '']
      : [decodeOnce(piece.slice(0, equals)), decodeOnce(piece.slice(equals + 1))];
  });
}
