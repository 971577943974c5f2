/** What was filled in and not sent yet. */
import { isWellFormed } from '../../socket/people';
import type { Order } from './requests';

export interface Draft extends Omit<Order, 'pictures'> {
  /** Whether the name is out of the list: blanks around it are then its own, and no slip of the keyboard. */
  readonly listed: boolean;
}

export const EMPTY: Draft = {
  task: 'identify',
  subject: '',
  listed: false,
  session: '',
  live: true,
  replace: false,
};

export type Lack = 'lackPicture' | 'lackSubject' | 'lackCharacter' | 'lackSession';

const SESSION = /^fvs_[A-Za-z0-9_-]{22}$/;

/** The order of a draft, or what it lacks. A session stands in for pictures, at an enrolment only. */
export function orderOf({ listed, ...draft }: Draft, pictures: readonly Blob[]): Order | Lack {
  const named = listed ? draft.subject : draft.subject.trim();
  const subject = draft.task === 'identify' ? '' : named;
  const session = draft.task === 'enrol' ? draft.session.trim() : '';
  if (session && !SESSION.test(session)) return 'lackSession';
  if (!session && pictures.length === 0) return 'lackPicture';
  if (draft.task !== 'identify' && !subject) return 'lackSubject';
  if (!isWellFormed(subject)) return 'lackCharacter';
  return { ...draft, subject, session, pictures: session ? [] : pictures };
}
