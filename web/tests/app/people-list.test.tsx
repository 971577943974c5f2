import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { texts } from '../../src/texts';
import { settle } from '../fakes';
import { entry, gallery, receipt, template } from '../people';
import { leave, prepare, refusal, serve, show, type } from '../people-page';

const { people } = texts;

beforeEach(prepare);
afterEach(leave);

describe('the list', () => {
  it('erases only after asking once more, and shows the receipt', async () => {
    let listed = gallery;
    const asked = serve(({ method }) => {
      if (method !== 'DELETE') return listed;
      listed = { ...gallery, subjects: [] };
      return receipt;
    });
    await show();
    fireEvent.click(screen.getByTestId('erase'));
    expect(document.activeElement?.textContent).toBe(people.keep);
    fireEvent.keyDown(screen.getByTestId('confirm'), { key: 'Escape' });
    expect(document.activeElement).toBe(screen.getByTestId('erase'));
    fireEvent.click(screen.getByTestId('erase'));
    fireEvent.click(screen.getByTestId('erase-sure'));
    const shown = await screen.findByTestId('receipt');
    expect(document.activeElement).toBe(shown);
    expect(shown.textContent).toContain('1812');
    await waitFor(() => expect(screen.queryByTestId('person')).toBeNull());
    expect(asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
      'gallery/anna',
    ]);
  });

  it('says why it could not erase, and leaves the person there', async () => {
    serve(({ method }) => (method === 'DELETE' ? refusal(503, 'store_error') : gallery));
    await show();
    fireEvent.click(screen.getByTestId('erase'));
    fireEvent.click(screen.getByTestId('erase-sure'));
    expect((await screen.findByTestId('trouble')).textContent).toContain('told: store_error');
    expect(screen.getByTestId('person')).toBeTruthy();
  });

  it('erases one template of a person', async () => {
    const asked = serve(({ method, path }) => {
      if (method === 'DELETE') return receipt;
      return path.startsWith('gallery/') ? { subject: 'anna', matcher: 'x', templates: [template] } : gallery;
    });
    await show();
    fireEvent.click(screen.getByText('anna'));
    const templates = within(await screen.findByTestId('templates'));
    fireEvent.click(templates.getByTestId('erase'));
    fireEvent.click(templates.getByTestId('erase-sure'));
    await screen.findByTestId('receipt');
    const erased = asked.find(({ method }) => method === 'DELETE');
    expect(erased?.path).toBe(`gallery/anna?template=${template.id}`);
  });

  it('goes on from page to page', async () => {
    serve(({ path }) =>
      path.includes('cursor=two')
        ? { ...gallery, subjects: [{ ...entry, subject: 'ben' }] }
        : { ...gallery, next: 'two' },
    );
    await show();
    fireEvent.click(screen.getByTestId('more'));
    await waitFor(() => expect(screen.getAllByTestId('person')).toHaveLength(2));
    expect(screen.queryByTestId('more')).toBeNull();
  });

  it('leads to a verification of somebody listed', async () => {
    serve(({ path }) => (path.startsWith('gallery/') ? { templates: [template] } : gallery));
    await show();
    fireEvent.click(screen.getByText('anna'));
    await act(settle);
    fireEvent.click(screen.getByText(people.verifyThis('anna')));
    expect(screen.getByTestId<HTMLInputElement>('subject').value).toBe('anna');
    expect(screen.getByTestId<HTMLInputElement>('task-verify').checked).toBe(true);
  });
});

describe('the API key', () => {
  it('is asked for, kept in memory only, and can be forgotten', async () => {
    const asked = serve(({ key }) =>
      key === 'Bearer good' ? gallery : refusal(401, key ? 'key_unknown' : 'key_missing'),
    );
    await show();
    expect(screen.getByTestId('key-form').textContent).toContain('localhost');
    type('key', 'bad');
    fireEvent.submit(screen.getByTestId('key-form'));
    expect(await screen.findByText(people.keyRefused)).toBeTruthy();
    type('key', ' good ');
    fireEvent.submit(screen.getByTestId('key-form'));
    expect(await screen.findByTestId('person')).toBeTruthy();
    expect(screen.queryByTestId('key-form')).toBeNull();
    expect(asked.map(({ key }) => key)).toEqual([null, 'Bearer bad', 'Bearer good']);
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, '']);
    fireEvent.click(screen.getByText(people.keyForget));
    expect(await screen.findByTestId('key-form')).toBeTruthy();
    expect(asked.at(-1)?.key).toBeNull();
  });

  it('without the scope it says which one is needed', async () => {
    serve(({ key }) => refusal(key ? 403 : 401, key ? 'scope_missing' : 'key_missing'));
    await show();
    type('key', 'narrow');
    fireEvent.submit(screen.getByTestId('key-form'));
    expect((await screen.findByRole('alert')).textContent).toContain('gallery');
  });
});
