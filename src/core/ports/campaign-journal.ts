/** What happened to one recipient of a campaign. */
export type CampaignEvent =
  | { readonly state: 'sending'; readonly address: string; readonly messageId: string; readonly at: string }
  | {
      readonly state: 'sent' | 'refused' | 'deferred';
      readonly address: string;
      readonly at: string;
      readonly reply: string;
    };

/** What is known of a campaign, kept so that nobody is mailed twice whatever interrupts it. */
export interface CampaignJournal {
  /** Everything so far, in order. */
  readonly events: readonly CampaignEvent[];
  /** Notes an event. Once it returns, the note outlives a power cut. */
  note(event: CampaignEvent): Promise<void>;
}
