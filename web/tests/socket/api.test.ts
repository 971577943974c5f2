import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../../src/socket/api';
import { isText } from '../../src/socket/narrow';

const signal = new AbortController().signal;
const parse = (value: unknown) => (isText(value) ? value : null);

function answering(answer: () => Promise<Response>) {
  const fetch = vi.fn<(url: URL, init: RequestInit) => Promise<Response>>(answer);
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('Api', () => {
  it('asks below its address, without a key until there is one', async () => {
    const fetch = answering(() => Promise.resolve(Response.json('yes')));
    const api = new Api('https://a.example/face/v1/');
    expect(await api.ask({ path: 'gallery', parse, signal })).toEqual({ ok: true, value: 'yes' });
    expect(api.hasKey).toBe(false);
    api.useKey('fvk_1');
    expect(api.hasKey).toBe(true);
    await api.ask({ method: 'POST', path: 'identifications', body: { most: 1 }, parse, signal });
    const [first, second] = fetch.mock.calls;
    expect(first?.[0].href).toBe('https://a.example/face/v1/gallery');
    expect(first?.[1].headers).not.toHaveProperty('Authorization');
    expect(first?.[1].body).toBeUndefined();
    expect(second?.[1].headers).toMatchObject({
      Authorization: 'Bearer fvk_1',
      'Content-Type': 'application/json',
    });
    expect(second?.[1].body).toBe('{"most":1}');
  });

  it.each(['fvk_…', 'fvk_é', 'fvk_a b', 'fvk_1\n', ''])(
    'says that a key is none which no header can hold, and sends nothing: %j',
    async (key) => {
      const fetch = answering(() => Promise.resolve(Response.json('yes')));
      const api = new Api('https://a.example/v1/');
      api.useKey(key);
      const answer = await api.ask({ path: 'x', parse, signal });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'key_malformed' } });
      expect(fetch).not.toHaveBeenCalled();
      api.useKey('fvk_1');
      expect(await api.ask({ path: 'x', parse, signal })).toEqual({ ok: true, value: 'yes' });
    },
  );

  it('tells a problem as the server does', async () => {
    const errors = [
      { pointer: '#/images/1', detail: 'blurred', codes: ['blurred', 7] },
      { pointer: 5, detail: 'x' },
    ];
    const said = { code: 'not_fit', title: 'Not fit', detail: 'expected a face', status: 422, errors };
    answering(() => Promise.resolve(Response.json(said, { status: 422, headers: { 'Retry-After': '3' } })));
    expect(await new Api('https://a.example/v1/').ask({ path: 'x', parse, signal })).toEqual({
      ok: false,
      problem: {
        code: 'not_fit',
        title: 'Not fit',
        detail: 'expected a face',
        places: [{ pointer: '#/images/1', detail: 'blurred', codes: ['blurred'] }],
        retryAfter: 3,
      },
    });
  });

  it.each([
    ['http_502', () => Promise.resolve(new Response('<html>', { status: 502 }))],
    ['malformed', () => Promise.resolve(new Response('<html>'))],
    ['malformed', () => Promise.resolve(Response.json(7))],
    ['away', () => Promise.reject(new TypeError('Failed to fetch'))],
  ] as const)('finds %s by itself', async (code, answer) => {
    answering(answer);
    const found = await new Api('https://a.example/v1/').ask({ path: 'x', parse, signal });
    expect(found).toMatchObject({ ok: false, problem: { code, places: [], retryAfter: null } });
  });

  it('says that the server took too long', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    answering(() => Promise.reject(new DOMException('late', 'AbortError')));
    const found = await new Api('https://a.example/v1/').ask({ path: 'x', parse, signal });
    expect(found).toMatchObject({ ok: false, problem: { code: 'too_late' } });
  });

  describe('tells those who watch it', () => {
    const watched = async (request: object, key?: AbortController) => {
      const api = new Api('https://a.example/v1/');
      const heard: [string, boolean][] = [];
      const leave = api.watch(({ problem, unsettled }) => heard.push([problem.code, unsettled]));
      await api.ask({ path: 'gallery', parse, signal: key?.signal ?? signal, ...request });
      leave();
      await api.ask({ path: 'gallery', parse, signal });
      return heard;
    };
    const refused = () => Promise.resolve(Response.json({ code: 'key_revoked' }, { status: 401 }));

    it.each([
      ['what the server refused', refused, {}, [['key_revoked', false]]],
      ['that an order was refused', refused, { writes: true }, [['key_revoked', false]]],
      ['that nothing was heard', () => Promise.reject(new TypeError('away')), {}, [['away', false]]],
      [
        'that an order may be done',
        () => Promise.reject(new TypeError('away')),
        { writes: true },
        [['away', true]],
      ],
      [
        'that an order may be done whose answer cannot be read',
        () => Promise.resolve(Response.json(1)),
        { writes: true },
        [['malformed', true]],
      ],
      [
        'that an order may be done which a proxy lost',
        () => Promise.resolve(new Response('<html>', { status: 504 })),
        { writes: true },
        [['http_504', true]],
      ],
      ['nothing of what went well', () => Promise.resolve(Response.json('yes')), { writes: true }, []],
    ])('%s', async (_, answer, request, heard) => {
      answering(answer);
      expect(await watched(request)).toEqual(heard);
    });

    it('of an order that was called off, and of no other question that was', async () => {
      const off = new AbortController();
      off.abort();
      answering(() => Promise.reject(new DOMException('called off', 'AbortError')));
      expect(await watched({}, off)).toEqual([]);
      expect(await watched({ writes: true }, off)).toEqual([['away', true]]);
    });
  });
});
