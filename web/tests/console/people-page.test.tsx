import { screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heading, leave, prepare, serve, show } from './console-page';

beforeEach(prepare);
afterEach(leave);

describe('people in the console', () => {
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
