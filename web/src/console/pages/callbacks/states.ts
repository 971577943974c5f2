import type { Schemas } from '../../client';
import type { Tone } from '../../ui/Badge';
import type { IconName } from '../../ui/Icon';

export type State = 'waiting' | 'delivered' | 'given_up';

interface StateWords {
  readonly word: string;
  readonly title: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

export const STATES: Readonly<Record<State, StateWords>> = {
  waiting: { word: 'Waiting', title: 'Waiting callbacks', tone: 'unsure', icon: 'hourglass' },
  delivered: { word: 'Delivered', title: 'Delivered callbacks', tone: 'good', icon: 'good' },
  given_up: { word: 'Given up', title: 'Callbacks that were given up', tone: 'bad', icon: 'bad' },
};

export const NOTHING: Readonly<Record<State, string>> = {
  waiting: 'Nothing waits: every callback was delivered or given up',
  delivered: 'No callback was delivered yet',
  given_up: 'No callback was given up',
};

export const isState = (value: string): value is State => Object.hasOwn(STATES, value);

export type Callback = Schemas['CallbackInfo'];

/** Where a callback stands. */
export function stateOf({ delivered, given_up }: Pick<Callback, 'delivered' | 'given_up'>): State {
  if (delivered !== null) return 'delivered';
  return given_up === null ? 'waiting' : 'given_up';
}

/** What came of the last try, in a line; empty before the first. */
export function lastTry({ attempts, last_status, last_error }: Callback): string {
  if (attempts === 0) return 'Not tried yet';
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  const said = last_error ?? (last_status === null ? '' : `answered ${last_status}`);
  return said === '' ? tries : `${tries}, ${said}`;
}

/** An address in two parts, as it is read; `https` goes without saying, and what is no address stays whole. */
export function partsOf(url: string): { readonly host: string; readonly rest: string } {
  const [, host, rest] = /^(?:https:\/\/)?((?:http:\/\/)?[^/?#]+)(.*)$/s.exec(url) ?? [];
  return { host: host ?? url, rest: rest ?? '' };
}
