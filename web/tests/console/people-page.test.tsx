import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heading, leave, prepare, refusal, serve, show, type } from './console-page';

beforeEach(prepare);
afterEach(leave);

const LIST = { subjects: [], next: null, matcher: 'a' };

describe('people in the console', () => {
  it('have one way to forget the key, that of the console, which forgets it for all of its pages', async () => {
    serve(({ path, key }) => {
      if (key === null) return refusal(401, 'key_missing');
      if (path === '/v1/key') return { key_id: 'fvk_0', scopes: ['gallery'], locked: true };
      return path.startsWith('/v1/gallery') ? LIST : undefined;
    });
    const server = await show('#/people');
    await screen.findByTestId('door');
    type('API key', 'fvk_0_1');
    fireEvent.submit(screen.getByTestId('door'));
    await screen.findByText('Enrolled people');
    const ways = screen.getAllByRole('button', { name: /Forget/ });
    expect(ways.map(({ dataset }) => dataset.testid)).toEqual(['leave']);
    fireEvent.click(screen.getByTestId('leave'));
    await screen.findByTestId('door');
    expect([server.key, server.api.hasKey]).toEqual([null, false]);
  });

  it('are listed as on the page of the first hour, in the one main part of the page', async () => {
    serve(({ path }) =>
      path.startsWith('/v1/gallery')
        ? {
            subjects: [
              {
                subject: 'ada',
                templates: 2,
                enrolled: '2026-05-17T10:00:00Z',
                session: null,
                matchers: ['a'],
              },
            ],
            next: null,
            matcher: 'a',
          }
        : undefined,
    );
    await show('#/people');
    await heading('People');
    expect(document.querySelectorAll('main')).toHaveLength(1);
    expect(await screen.findByText('Enrolled people')).toBeTruthy();
  });
});
