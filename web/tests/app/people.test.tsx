import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageAt } from '../../src/app/route';
import { CameraError } from '@web/camera/problems';
import { texts } from '../../src/texts';
import { fakeStream, FakeTrack, settle } from '../fakes';
import { enrolment, gallery, identified, verified } from '../people';
import { addPictures, choose, JPEG, leave, prepare, refusal, send, serve, show, type } from '../people-page';

const { people } = texts;

beforeEach(prepare);
afterEach(leave);

describe('the pages', () => {
  it('are told by the address, and the first one is shown for any other', () => {
    expect(['', '#', '#/', '#/people', '#/People', '#x'].map(pageAt)).toEqual([
      'live',
      'live',
      'live',
      'people',
      'live',
      'live',
    ]);
  });

  it('change with the address, and the live check stops with its page', async () => {
    serve(() => gallery);
    location.hash = '';
    const track = new FakeTrack();
    await show(() => Promise.resolve(fakeStream(track)));
    expect(document.title).toBe(texts.name);
    fireEvent.click(screen.getByTestId('start'));
    await act(settle);
    location.hash = '#/people';
    expect(await screen.findByTestId('task-identify')).toBeTruthy();
    await waitFor(() => expect(track.stopped).toBe(true));
    await waitFor(() => expect(document.title).toBe(texts.pageTitle(texts.nav.people)));
    expect(screen.getByTestId('nav-people').getAttribute('aria-current')).toBe('page');
    expect(screen.getByTestId('nav-live').getAttribute('aria-current')).toBeNull();
  });
});

describe('comparing', () => {
  it('says who is on a picture', async () => {
    const asked = serve(({ path }) => (path === 'identifications' ? identified : gallery));
    await show();
    await addPictures(JPEG);
    send();
    expect((await screen.findByTestId('outcome')).dataset.outcome).toBe('found');
    expect(screen.getByTestId('hits').textContent).toContain('anna');
    expect(asked.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      path: 'identifications',
      body: { image: btoa('face'), most: 10, liveness: 'required' },
      key: null,
    });
  });

  it('says why it is not the person named, and forgets that as soon as anything changes', async () => {
    const none = { ...verified, match: false, score: 0.2, reasons: ['not_matched', 'turned_away'] };
    const asked = serve(({ method }) => (method === 'POST' ? none : gallery));
    await show();
    choose('verify');
    await addPictures(JPEG);
    type('subject', 'a/b c');
    fireEvent.click(screen.getByTestId('live'));
    send();
    expect((await screen.findByTestId('outcome')).dataset.outcome).toBe('no-match');
    expect(screen.getByTestId('reasons').textContent).toContain(people.reasons.turned_away);
    expect(screen.getByTestId('score').textContent).toBe('0.20');
    const post = asked.find(({ method }) => method === 'POST');
    expect(post).toMatchObject({ path: 'subjects/a%2Fb%20c/verify', body: { liveness: 'ignored' } });
    type('subject', 'anna');
    expect(screen.queryByTestId('outcome')).toBeNull();
  });

  it('never calls a match what the server does not', async () => {
    serve(({ method }) => (method === 'POST' ? { ...verified, match: false, score: 0.99 } : gallery));
    await show();
    choose('verify');
    await addPictures(JPEG);
    type('subject', 'anna');
    send();
    expect((await screen.findByTestId('outcome')).closest('section')?.className).toContain('tone-bad');
  });

  it('asks nothing before there is a picture and a name', async () => {
    const asked = serve(() => gallery);
    await show();
    choose('verify');
    send();
    expect(screen.getByTestId('lack').textContent).toBe(people.lackPicture);
    await addPictures(JPEG);
    send();
    expect(screen.getByTestId('lack').textContent).toBe(people.lackSubject);
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('uses what the camera shows', async () => {
    serve(() => gallery);
    const track = new FakeTrack();
    await show(() => Promise.resolve(fakeStream(track)));
    fireEvent.click(screen.getByTestId('lens-start'));
    await act(settle);
    fireEvent.click(screen.getByTestId('take'));
    await act(settle);
    expect(screen.getByTestId('picture-note').textContent).toBe(people.noFrame);
    fireEvent.click(screen.getByTestId('lens-stop'));
    expect(track.stopped).toBe(true);
  });

  it('says why there is no camera; files are taken all the same', async () => {
    serve(() => gallery);
    await show(() => Promise.reject(new CameraError('camera_denied')));
    fireEvent.click(screen.getByTestId('lens-start'));
    await act(settle);
    expect(screen.getByTestId('camera-problem').dataset.problem).toBe('camera_denied');
    await addPictures(JPEG);
  });

  it('names a file that is no picture', async () => {
    serve(() => gallery);
    await show();
    const file = new File(['hello'], 'notes.txt', { type: 'text/plain' });
    fireEvent.change(screen.getByTestId('files'), { target: { files: [file] } });
    await waitFor(() =>
      expect(screen.getByTestId('picture-note').textContent).toBe(people.notAPicture('notes.txt')),
    );
    expect(screen.queryByTestId('shots')).toBeNull();
  });
});

describe('enrolling', () => {
  it('sends the pictures, warns of who looks the same, and reads the list anew', async () => {
    let listed = { ...gallery, subjects: [] as unknown[] };
    const asked = serve(({ method }) => {
      if (method !== 'POST') return listed;
      listed = gallery;
      return Response.json(enrolment, { status: 201 });
    });
    await show();
    expect(screen.getByText(people.listEmpty)).toBeTruthy();
    choose('enrol');
    await addPictures(JPEG, JPEG);
    type('subject', 'anna');
    send();
    expect((await screen.findByTestId('duplicates')).textContent).toContain('ben');
    expect(await screen.findByTestId('person')).toBeTruthy();
    expect(screen.queryByTestId('shots')).toBeNull();
    expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
      path: 'subjects/anna/enrol',
      body: { images: [btoa('face'), btoa('face')], liveness: 'required', replace: false },
    });
  });

  it('marks the picture that cannot be used, and keeps all of them', async () => {
    const errors = [{ pointer: '#/images/1', detail: 'blurred', codes: ['blurred'] }];
    serve(({ method }) => (method === 'POST' ? refusal(422, 'not_fit', { errors }) : gallery));
    await show();
    choose('enrol');
    await addPictures(JPEG, JPEG);
    type('subject', 'anna');
    send();
    expect((await screen.findByTestId('trouble')).dataset.code).toBe('not_fit');
    const shots = within(screen.getByTestId('shots')).getAllByRole('listitem');
    expect(shots.map(({ textContent }) => textContent)).toEqual(['', people.reasons.blurred]);
    fireEvent.click(screen.getByLabelText(people.removePicture(2)));
    expect(screen.queryByTestId('trouble')).toBeNull();
  });

  it('enrols from a session without any picture', async () => {
    const asked = serve(({ method }) =>
      method === 'POST' ? Response.json(enrolment, { status: 201 }) : gallery,
    );
    await show();
    choose('enrol');
    type('subject', 'anna');
    type('session', 'fvs_8fJ2kQ0vX5mN1bR7tY3wZA');
    fireEvent.click(screen.getByTestId('replace'));
    send();
    await screen.findByTestId('outcome');
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
      session: 'fvs_8fJ2kQ0vX5mN1bR7tY3wZA',
      replace: true,
    });
  });
});
