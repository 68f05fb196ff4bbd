import type { Event } from '@aws-sdk/client-cloudtrail';
import { type Trail, type TrailEvent, type TrailFilter } from '../../ports/trail.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/cloudtrail.js';

/** The most a page has (CloudTrail API Reference, LookupEvents). */
const PAGE_SIZE = 50;
const EVENT_SOURCE = 'worklink.amazonaws.com';

type Sdk = typeof sdkModule;

/** CloudTrail's event history, which reaches back 90 days. */
export class AwsTrail implements Trail {
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

  async *events({ from, to }: TrailFilter = {}): AsyncIterable<TrailEvent> {
    const pages = this.#service.pages(
      ({ sdk, client }, NextToken, options) =>
        client.send(
          new sdk.LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: EVENT_SOURCE }],
            MaxResults: PAGE_SIZE,
            ...(from !== undefined && { StartTime: from }),
            ...(to !== undefined && { EndTime: to }),
            ...(NextToken !== undefined && { NextToken }),
          }),
          options,
        ),
      (page) => page.NextToken,
    );
    for await (const { Events = [] } of pages) yield* Events.map(eventOf);
  }
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
    record: recordOf(event.CloudTrailEvent),
  };
}

function recordOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null && !Array.isArray(record) ? { ...record } : {};
  } catch {
    return {};
  }
}
