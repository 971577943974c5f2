/** What the page of people asks of the API. */
import type { components } from '../../api/openapi';
import { toBase64 } from '../../camera/pictures';
import type { Answer, Api } from '../../socket/api';
import { ownProblem } from '../../socket/api';
import {
  parseEnrolment,
  parseGallery,
  parseIdentified,
  parseReceipt,
  parseTemplates,
  parseVerified,
} from '../../socket/people';
import type { Enrolment, GalleryPage, Identified, Receipt, Template, Verified } from '../../socket/people';
import type { Task } from './tasks';

/** What the person filled in. */
export interface Order {
  readonly task: Task;
  readonly subject: string;
  readonly pictures: readonly Blob[];
  /** The id of a session to enrol from in place of pictures; empty for none. */
  readonly session: string;
  readonly live: boolean;
  readonly replace: boolean;
}

export type Outcome =
  | { readonly task: 'identify'; readonly value: Identified }
  | { readonly task: 'verify'; readonly subject: string; readonly value: Verified }
  | { readonly task: 'enrol'; readonly value: Enrolment };

type Schemas = components['schemas'];

const PAGE = 50;

/** A name as one part of an address: all of it, slashes and dots too, is the name's. */
const part = (subject: string): string => encodeURIComponent(subject);

export function carryOut(api: Api, order: Order, signal: AbortSignal): Promise<Answer<Outcome>> {
  switch (order.task) {
    case 'identify':
      return identify(api, order, signal);
    case 'verify':
      return verify(api, order, signal);
    case 'enrol':
      return enrol(api, order, signal);
  }
}

async function identify(api: Api, order: Order, signal: AbortSignal): Promise<Answer<Outcome>> {
  const [image] = await inBase64(order.pictures);
  if (image === undefined) return UNREADABLE;
  const body: Schemas['IdentifyRequest'] = { image, most: 10, liveness: livenessOf(order) };
  const answer = await api.ask({
    method: 'POST',
    path: 'identifications',
    body,
    parse: parseIdentified,
    signal,
  });
  return answer.ok ? { ok: true, value: { task: 'identify', value: answer.value } } : answer;
}

async function verify(api: Api, order: Order, signal: AbortSignal): Promise<Answer<Outcome>> {
  const { subject } = order;
  const [image] = await inBase64(order.pictures);
  if (image === undefined) return UNREADABLE;
  const path = `subjects/${part(subject)}/verify`;
  const body: Schemas['VerifyRequest'] = { image, liveness: livenessOf(order) };
  const answer = await api.ask({ method: 'POST', path, body, parse: parseVerified, signal });
  return answer.ok ? { ok: true, value: { task: 'verify', subject, value: answer.value } } : answer;
}

async function enrol(api: Api, order: Order, signal: AbortSignal): Promise<Answer<Outcome>> {
  const images = await inBase64(order.pictures);
  if (images.length !== order.pictures.length) return UNREADABLE;
  const { replace, session } = order;
  const path = `subjects/${part(order.subject)}/enrol`;
  const body: Partial<Schemas['EnrolRequest']> = session
    ? { session, replace }
    : { images, replace, liveness: livenessOf(order) };
  const answer = await api.ask({ method: 'POST', path, body, parse: parseEnrolment, signal, writes: true });
  return answer.ok ? { ok: true, value: { task: 'enrol', value: answer.value } } : answer;
}

export function listPeople(
  api: Api,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Answer<GalleryPage>> {
  const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return api.ask({ path: `gallery?limit=${PAGE}${after}`, parse: parseGallery, signal });
}

export const templatesOf = (api: Api, subject: string, signal: AbortSignal): Promise<Answer<Template[]>> =>
  api.ask({ path: `gallery/${part(subject)}`, parse: parseTemplates, signal });

/** Erases one template of a person, or all where `template` is null. */
export function erase(
  api: Api,
  subject: string,
  template: string | null,
  signal: AbortSignal,
): Promise<Answer<Receipt>> {
  const one = template === null ? '' : `?template=${encodeURIComponent(template)}`;
  const path = `gallery/${part(subject)}${one}`;
  return api.ask({ method: 'DELETE', path, parse: parseReceipt, signal, writes: true });
}

const UNREADABLE: Answer<Outcome> = { ok: false, problem: ownProblem('unreadable') };

const livenessOf = ({ live }: Order) => (live ? 'required' : 'ignored');

/** Shorter than the list of pictures where one of them cannot be read any more. */
async function inBase64(pictures: readonly Blob[]): Promise<string[]> {
  const read = await Promise.all(pictures.map((picture) => toBase64(picture).catch(() => null)));
  return read.filter((text) => text !== null);
}
