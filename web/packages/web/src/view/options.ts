/** What the page has said of how the check is to look and speak. */
export interface ViewOptions {
  /** The person is offered to leave movements out, before and during the check. */
  readonly abilities: 'offered' | 'hidden';
  readonly camera: 'chooser' | 'fixed';
  /** Prompts are read aloud from the start. */
  readonly spoken: boolean;
  /** The name of the server, for people to read. */
  readonly serverName: string;
}
