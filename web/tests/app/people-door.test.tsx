import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { texts } from '../../src/texts';
import { fakeStream, FakeTrack, settle } from '../fakes';
import { enrolment, entry, gallery, receipt, template } from '../people';
import {
  addPictures,
  choose,
  JPEG,
  leave,
  never,
  prepare,
  refusal,
  send,
  serve,
  show,
  type,
} from '../people-page';
import type { Answer } from '../people-page';

const { people } = texts;

beforeEach(prepare);
afterEach(leave);

const enter = (key: string) => {
  type('key', key);
  fireEvent.submit(screen.getByTestId('key-form'));
};

/** A locked server that takes one key until it is revoked, and the page before it: opened, filled in, camera on. */
async function showOpened(change: Partial<{ onPost: Answer }> = {}) {
  const server = { revoked: false };
  serve((asked, signal) => {
    if (asked.key !== 'Bearer good') return refusal(401, 'key_missing');
    if (server.revoked) return refusal(401, 'key_revoked');
    if (asked.method === 'DELETE') return receipt;
    if (asked.method === 'POST') return change.onPost?.(asked, signal) ?? refusal(403, 'scope_missing');
    return asked.path.startsWith('gallery/') ? { templates: [template] } : gallery;
  });
  const track = new FakeTrack();
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  await show(() => Promise.resolve(fakeStream(track)));
  enter('good');
  await screen.findByTestId('person');
  fireEvent.click(screen.getByTestId('lens-start'));
  await act(settle);
  expect(track.stopped).toBe(false);
  choose('enrol');
  await addPictures(JPEG);
  type('subject', 'carla');
  return { server, track, revoked };
}

type Opened = Awaited<ReturnType<typeof showOpened>>;

async function expectNothingBehindTheDoor({ track, revoked }: Opened) {
  await screen.findByTestId('key-form');
  await waitFor(() => expect(track.stopped).toBe(true)); // React tidies up right after it has drawn
  expect(document.querySelector('main')).toBeNull();
  expect(document.body.innerHTML).not.toMatch(/anna|carla|blob:/);
  await waitFor(() => expect(revoked).toHaveBeenCalledTimes(1));
}

describe('a door that shuts', () => {
  it('leaves no camera, picture or name behind it when the key is forgotten', async () => {
    const opened = await showOpened();
    fireEvent.click(screen.getByText(people.keyForget));
    expect(document.body.innerHTML).not.toMatch(/anna|carla|blob:/);
    await expectNothingBehindTheDoor(opened);
    enter('good');
    await screen.findByTestId('person');
    expect(document.activeElement).toBe(document.querySelector('main'));
    choose('enrol');
    expect(screen.getByTestId<HTMLInputElement>('subject').value).toBe('');
    expect(screen.queryByTestId('shots')).toBeNull();
  });

  it('nor where the key has not the scope of an order', async () => {
    const opened = await showOpened();
    send();
    await expectNothingBehindTheDoor(opened);
  });

  it('nor where the key is revoked, whatever hears of it first', async () => {
    const opened = await showOpened();
    opened.server.revoked = true;
    fireEvent.click(screen.getByText('anna')); // asks for her templates
    await expectNothingBehindTheDoor(opened);
  });

  it('nor a receipt of what was erased', async () => {
    const opened = await showOpened();
    fireEvent.click(screen.getByTestId('erase'));
    fireEvent.click(screen.getByTestId('erase-sure'));
    await screen.findByTestId('receipt');
    fireEvent.click(screen.getByText(people.keyForget));
    await expectNothingBehindTheDoor(opened);
    expect(screen.queryByTestId('receipt')).toBeNull();
  });

  it('is not opened by a list that was asked for before', async () => {
    let answer: (response: Response) => void = () => undefined;
    serve(({ path }) => {
      if (path.includes('cursor=two')) return new Promise<Response>((resolve) => (answer = resolve));
      return path.startsWith('gallery/') ? refusal(401, 'key_revoked') : { ...gallery, next: 'two' };
    });
    await show();
    fireEvent.click(screen.getByTestId('more'));
    fireEvent.click(screen.getByText('anna'));
    await screen.findByTestId('key-form');
    await act(async () => {
      answer(Response.json(gallery));
      await settle();
    });
    expect(screen.getByTestId('key-form')).toBeTruthy();
    expect(screen.queryByTestId('person')).toBeNull();
  });

  it('says afterwards that an order under way may have been carried out', async () => {
    const posted = vi.fn((_: unknown, signal: AbortSignal | null | undefined) => never(signal));
    await showOpened({ onPost: posted });
    send();
    await waitFor(() => expect(posted).toHaveBeenCalled());
    fireEvent.click(screen.getByText(people.keyForget));
    await screen.findByTestId('key-form');
    enter('good');
    expect((await screen.findByTestId('trouble')).dataset.code).toBe('unsettled');
  });
});

describe('an enrolment under way', () => {
  it('cannot be changed or forgotten', async () => {
    let answer: (response: Response) => void = () => undefined;
    serve(({ method, path }) => {
      if (method === 'POST') return new Promise<Response>((resolve) => (answer = resolve));
      return path.startsWith('gallery/') ? { templates: [template] } : gallery;
    });
    await show();
    fireEvent.click(screen.getByText('anna'));
    await act(settle);
    choose('enrol');
    await addPictures(JPEG);
    type('subject', 'anna');
    send();
    await waitFor(() => expect(screen.getByTestId('send').textContent).toBe(people.tasks.enrol.sending));
    for (const field of ['subject', 'replace', 'live', 'files', 'task-verify', 'lens-start']) {
      expect(screen.getByTestId(field).closest('fieldset')?.disabled).toBe(true);
    }
    type('subject', 'ben'); // what a browser lets nobody do
    fireEvent.drop(screen.getByTestId('shots'), { dataTransfer: { files: [JPEG] } });
    fireEvent.click(screen.getByText(people.verifyThis('anna')));
    await act(settle);
    expect(screen.getByTestId<HTMLInputElement>('subject').value).toBe('anna');
    answer(Response.json(enrolment, { status: 201 }));
    expect((await screen.findByTestId('outcome')).dataset.outcome).toBe('enrolled');
    expect(screen.getByTestId('subject').closest('fieldset')?.disabled).toBe(false);
  });

  it('may be done without an answer: the list is read anew, and that is said until something is known', async () => {
    let listed: object = { ...gallery, subjects: [] };
    let answers = false;
    serve(({ method }) => {
      if (method !== 'POST') return listed;
      listed = gallery;
      return answers
        ? Response.json(enrolment, { status: 201 })
        : Promise.reject<Response>(new TypeError('away'));
    });
    await show();
    choose('enrol');
    await addPictures(JPEG);
    type('subject', 'anna');
    send();
    expect(await screen.findByTestId('person')).toBeTruthy();
    const said = () => screen.queryAllByTestId('trouble').map(({ dataset }) => dataset.code);
    expect(said().sort()).toEqual(['away', 'unsettled']);
    expect(screen.getByTestId('shots')).toBeTruthy();
    answers = true;
    send();
    await screen.findByTestId('outcome');
    await waitFor(() => expect(said()).toEqual([]));
  });
});

describe('an erasure under way', () => {
  it('may be done though its answer cannot be read', async () => {
    let listed: object = { ...gallery, subjects: [entry, { ...entry, subject: 'ben' }] };
    serve(({ method }) => {
      if (method !== 'DELETE') return listed;
      listed = { ...gallery, subjects: [{ ...entry, subject: 'ben' }] };
      return { strange: true };
    });
    await show();
    const [first] = screen.getAllByTestId('erase');
    if (!first) throw new Error('expected a button that erases');
    fireEvent.click(first);
    fireEvent.click(screen.getByTestId('erase-sure'));
    await waitFor(() => expect(screen.getAllByTestId('person')).toHaveLength(1));
    expect(screen.getByTestId('trouble').dataset.code).toBe('unsettled');
  });

  it('may be done though it was called off, as by closing the row', async () => {
    const asked = serve(({ method, path }, signal) => {
      if (method === 'DELETE') return never(signal);
      return path.startsWith('gallery/') ? { templates: [template] } : gallery;
    });
    await show();
    fireEvent.click(screen.getByText('anna'));
    const list = await screen.findByTestId('templates');
    fireEvent.click(list.querySelector('[data-testid=erase]') ?? list);
    fireEvent.click(screen.getByTestId('erase-sure'));
    const before = asked.length;
    fireEvent.click(screen.getByText('anna'));
    expect((await screen.findByTestId('trouble')).dataset.code).toBe('unsettled');
    await waitFor(() => expect(asked.slice(before).map(({ path }) => path)).toEqual(['gallery?limit=50']));
  });
});

describe('a name', () => {
  it('out of the list goes back to the server as it is', async () => {
    const asked = serve(({ method, path }) => {
      if (method === 'POST') return refusal(404, 'not_enrolled');
      if (path.startsWith('gallery/')) return { templates: [template] };
      return { ...gallery, subjects: [{ ...entry, subject: 'a ' }] };
    });
    await show();
    await addPictures(JPEG);
    fireEvent.click(screen.getByText('a'));
    await act(settle);
    fireEvent.click(screen.getByText('Verify a'));
    send();
    await screen.findByTestId('trouble');
    expect(asked.find(({ method }) => method === 'POST')?.path).toBe('subjects/a%20/verify');
  });

  it('with half a character in it is not sent, and the page goes on', async () => {
    const asked = serve(() => gallery);
    await show();
    choose('enrol');
    await addPictures(JPEG);
    type('subject', 'anna\ud83d');
    send();
    expect(screen.getByTestId('lack').textContent).toBe(people.lackCharacter);
    expect(screen.getByTestId('send').textContent).toBe(people.tasks.enrol.send);
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });
});
