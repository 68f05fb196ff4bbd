import type { Event, LookupAttribute } from '@aws-sdk/client-cloudtrail';
import { meetsFilter, type TrailEvent, type TrailFilter } from '../../model/trail-events.js';
import { type Trail } from '../../ports/trail.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/cloudtrail.js';

/** The most a page has (CloudTrail API Reference, LookupEvents). */
const PAGE_SIZE = 50;
const EVENT_SOURCE = 'worklink.amazonaws.com';
/** How far back LookupEvents looks (CloudTrail API Reference). */
const HISTORY_DAYS = 90;
/** An access key ID: long-term or temporary (IAM User Guide, Unique identifiers). */
const ACCESS_KEY_ID = /^A[KS]IA[A-Z0-9]{12,124}$/;
/** What an ARN or a principal ID looks like, with or without the name of a session. */
const NO_USERNAME = /:|^A[A-Z]{2}A[A-Z0-9]{12,124}$/;

type Sdk = typeof sdkModule;

/** CloudTrail's event history. */
export class AwsTrail implements Trail {
  readonly historyDays = HISTORY_DAYS;
  readonly #service: ServiceConnection<{
    readonly sdk: Sdk;
    readonly client: InstanceType<Sdk['CloudTrailClient']>;
  }>;

  constructor(connection: Connection) {
    this.#service = connection.service('CloudTrail', async (settings) => {
      const sdk = await import('./sdk/cloudtrail.js');
      return { sdk, client: new sdk.CloudTrailClient(settings) };
    });
  }

  async *events(filter: TrailFilter = {}): AsyncIterable<TrailEvent> {
    const { from, to } = filter;
    const pages = this.#service.pages(
      ({ sdk, client }, NextToken, options) =>
        client.send(
          new sdk.LookupEventsCommand({
            LookupAttributes: [attributeOf(filter)],
            MaxResults: PAGE_SIZE,
            ...(from !== undefined && { StartTime: from }),
            ...(to !== undefined && { EndTime: to }),
            ...(NextToken !== undefined && { NextToken }),
          }),
          options,
        ),
      (page) => page.NextToken,
    );
    for await (const { Events = [] } of pages) {
      for (const found of Events) {
        const event = eventOf(found);
        if ((found.EventSource ?? EVENT_SOURCE) === EVENT_SOURCE && meetsFilter(event, filter)) yield event;
      }
    }
  }
}

/** The one attribute LookupEvents looks for (its reference: "currently the list can contain only one item"): that with the fewest events. */
function attributeOf({ operations = [], principal }: TrailFilter): LookupAttribute {
  const [operation, another] = operations;
  if (operation !== undefined && another === undefined)
    return { AttributeKey: 'EventName', AttributeValue: operation };
  if (principal !== undefined && ACCESS_KEY_ID.test(principal))
    return { AttributeKey: 'AccessKeyId', AttributeValue: principal };
  if (principal !== undefined && !NO_USERNAME.test(principal))
    return { AttributeKey: 'Username', AttributeValue: principal };
  return { AttributeKey: 'EventSource', AttributeValue: EVENT_SOURCE };
}

function eventOf(event: Event): TrailEvent {
  const { EventId, EventTime, EventName, Username, ReadOnly } = event;
  return {
    id: EventId ?? '',
    time: EventTime ?? new Date(0),
    name: EventName ?? '',
    ...(Username !== undefined && { username: Username }),
    // CloudTrail writes it as a word here, as a boolean in the record.
    ...(ReadOnly !== undefined && { readOnly: ReadOnly === 'true' }),
    // What CloudTrail no longer has, or has garbled, is made of what it found it by.
    record: recordOf(event.CloudTrailEvent) ?? {
      ...(EventTime !== undefined && { eventTime: EventTime.toISOString().replace('.000Z', 'Z') }),
      eventSource: EVENT_SOURCE,
      ...(EventName !== undefined && { eventName: EventName }),
      ...(EventId !== undefined && { eventID: EventId }),
    },
  };
}

function recordOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null && !Array.isArray(record)
      ? { ...record }
      : undefined;
  } catch {
    return undefined;
  }
}
